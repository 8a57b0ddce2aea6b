#pragma once

// One secret on the report page: what, where, the masked line, what it opens, how to replace it.

#include <string>
#include <string_view>

#include "scanner/report/groups.h"

namespace leakwarden::scanner {

// Where a secret stands, as the page filters and counts.
enum class PlaceStanding { Current, History, NotCommitted };
PlaceStanding standing_of(const Finding& finding);
const char* standing_name(PlaceStanding standing);  // "current", for the page's script

std::string html_card(const SecretGroup& group);

// Text and attribute values; whatever bytes come in.
std::string html_text(std::string_view text);

}  // namespace leakwarden::scanner
