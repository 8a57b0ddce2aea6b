#pragma once

// `leakwarden rules import FILE… [--output FILE|FOLDER/]`: gitleaks.toml and betterleaks.toml → our
// rule files, and a report of what that cost, rule by rule.
//
// Without --output the rules go to standard output and the report to standard error. A folder gets
// one file a provider. Files that exist stay, unless `overwrite`.

#include <string>
#include <vector>

#include "scanner/base/result.h"

namespace leakwarden::scanner {

struct ImportWish {
  std::vector<std::string> files;
  std::string output;
  bool json_report = false;
  bool only_new = false;        // leave out what our own rules find already
  bool overwrite = false;
};

// Errors: a file that cannot be read, holds mistakes or not one rule; a place that is taken. Rules
// that were left out are no error: the report names them.
Status import_rule_files(const ImportWish& wish);

}  // namespace leakwarden::scanner
