#pragma once

// What a rule tells a person to do, for viewers that show a text or Markdown beside each alert.

#include <string>

#include "scanner/base/finding.h"

namespace leakwarden::scanner {

// Never empty. Lines: what it opens, numbered steps, the page to revoke it on, more to read.
std::string help_text(const Finding& finding);
std::string help_markdown(const Finding& finding);
// The steps alone, numbered; one that fits any key where the rule names none.
std::string steps_text(const Advice& advice);

}  // namespace leakwarden::scanner
