#pragma once

// A repository's config file as text (git-config(1), "Syntax"): parsed to learn the repository's
// format, and never honoured beyond that. Includes are not followed, nothing is run.

#include <map>
#include <string>
#include <string_view>

namespace leakwarden::scanner {

// "section.key" or "section.subsection.key" → last value. Section and key in lower case, subsection
// as written. A key without "=" is "true". Lines that are not understood are skipped.
std::map<std::string, std::string> parse_config(std::string_view text);

// git's ideas of true: yes, on, true, any number but 0; "" is false.
bool config_is_true(const std::string& value);

}  // namespace leakwarden::scanner
