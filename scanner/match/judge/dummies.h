#pragma once

// Words inside a value that say it was made up: "0123thisisafaketoken4567", "mytestkey1".
//
// Random text of 40 letters and digits holds one of them less than once in 1,000.

#include <string_view>

#include "scanner/match/judge/feature.h"

namespace leakwarden::scanner::judging {

void add_dummies(std::string_view value, Features& features);

}  // namespace leakwarden::scanner::judging
