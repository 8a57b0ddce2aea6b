#include "scanner/cli/version.h"

#include <hs.h>

#include "scanner/cli/console.h"
#include "scanner/cli/exit_code.h"
#include "scanner/report/json_writer.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {
namespace {

std::string as_json() {
  const Result<std::shared_ptr<const RuleSet>> rules = RuleSet::builtin();
  JsonObject libraries;
  libraries.text("hyperscan", hs_version());
  JsonObject object;
  object.text("name", "leakwarden").text("version", kVersion).text("compiler", __VERSION__);
  object.raw("libraries", libraries.str());
  if (rules.ok()) {
    object.number("rules", static_cast<std::int64_t>((*rules)->rules().size()))
        .text("ruleset", (*rules)->digest());
  }
  return object.str();
}

}  // namespace

int version_command(const std::vector<std::string>& arguments) {
  const bool json = !arguments.empty() && arguments[0] == "--json";
  if (!arguments.empty() && !json) {
    return usage_error(Error::invalid("read options", arguments[0], "unknown option")
                           .with_remedy("leakwarden --version --json"));
  }
  const std::string text = json ? as_json() : std::string("leakwarden ") + kVersion;
  return write_output(text + "\n", "").ok() ? kExitClean : kExitUsage;
}

}  // namespace leakwarden::scanner
