#pragma once

// One secret on the report page: what, where, the masked line, what it opens, how to replace it.

#include <string>
#include <string_view>

#include "scanner/report/groups.h"

namespace leakwarden::scanner {

// Where a secret stands, as the page filters and counts.
enum class Standing { Current, History, NotCommitted };
Standing standing_of(const Finding& finding);
const char* standing_name(Standing standing);  // "current", for the page's script

std::string html_card(const SecretGroup& group);

// Text and attribute values; whatever bytes come in.
std::string html_text(std::string_view text);

}  // namespace leakwarden::scanner
