#pragma once

// A finding as it is kept in the store: JSON without value and without location (locations have a
// table of their own, in raw bytes). Keys are added, never renamed: rows of older versions are read
// by newer ones, and what is missing is empty.

#include <string>
#include <string_view>

#include "scanner/base/finding.h"

namespace leakwarden::service {

std::string encode_finding(const Finding& finding);
// What cannot be read is left at its default; the store never fails to show an incident.
Finding decode_finding(std::string_view json);

std::string encode_texts(const std::vector<std::string>& texts);
std::vector<std::string> decode_texts(std::string_view json);

}  // namespace leakwarden::service
