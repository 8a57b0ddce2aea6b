#include "scanner/cli/chosen_settings.h"

namespace leakwarden::scanner {

std::vector<Option> chosen_setting_options(const std::vector<std::string_view>& names) {
  std::vector<Option> chosen;
  const std::vector<Option>& all = scan_setting_options();
  for (std::string_view name : names) {
    for (const Option& option : all) {
      if (option.name == name) chosen.push_back(option);
    }
  }
  return chosen;
}

}  // namespace leakwarden::scanner
