#pragma once

// For commands to which only a few of the scanning options mean something.

#include <string_view>
#include <vector>

#include "scanner/cli/scan_settings.h"

namespace leakwarden::scanner {

// Those of scan_setting_options() that have these names, in that order.
std::vector<Option> chosen_setting_options(const std::vector<std::string_view>& names);

}  // namespace leakwarden::scanner
