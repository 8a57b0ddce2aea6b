#pragma once

// What `leakwarden rules import` says: totals, then rule by rule what changed and what was left out.

#include <string>

#include "scanner/rules/import/carry_over.h"

namespace leakwarden::scanner {

// `output` is where the rules went; "" is standard output.
std::string import_report_text(const Imported& imported, const std::string& output);
std::string import_report_json(const Imported& imported, const std::string& output);

}  // namespace leakwarden::scanner
