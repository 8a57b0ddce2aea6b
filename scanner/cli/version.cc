#include "scanner/cli/version.h"

#include <hs.h>

#include "scanner/cli/console.h"
#include "scanner/cli/options.h"
#include "scanner/report/json_writer.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kHelp = R"(leakwarden --version: which one this is

  leakwarden --version
  leakwarden --version --json

Options:
)";

std::string as_json() {
  const Result<std::shared_ptr<const RuleSet>> rules = RuleSet::builtin();
  JsonObject libraries;
  libraries.text("hyperscan", hs_version());
  JsonObject object;
  object.text("name", "leakwarden").text("version", kVersion).text("compiler", __VERSION__);
  object.raw("libraries", libraries.str());
  if (rules.ok()) {
    object.number("rules", static_cast<std::int64_t>((*rules)->size()))
        .text("ruleset", (*rules)->digest());
  }
  return object.str();
}

}  // namespace

int version_command(const std::vector<std::string>& arguments) {
  const std::vector<Option> table = {{"json", "", "libraries and rules too, for tools"},
                                     {"help", "", "this text"}};
  const Result<Options> options = Options::parse(table, arguments);
  if (!options.ok()) return usage_error(options.error());
  if (options->has("help")) return show(kHelp + options_help(table));
  if (!options->operands().empty()) {
    return usage_error(Error::invalid("read options", options->operands()[0], "not expected")
                           .with_remedy("leakwarden --version --json"));
  }
  return show((options->has("json") ? as_json() : std::string("leakwarden ") + kVersion) + "\n");
}

}  // namespace leakwarden::scanner
