#include "scanner/cli/rules.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "scanner/cli/console.h"
#include "scanner/cli/rules_check.h"
#include "scanner/cli/rules_text.h"
#include "scanner/rules/suggest.h"

namespace leakwarden::scanner {
namespace {

constexpr int kGood = 0;
constexpr int kToMend = 1;
constexpr int kWrongUsage = 2;

struct Options {
  std::vector<std::string> sources;  // --rules
  std::string format = "text";
  std::string id;
  std::vector<std::string> files;
};

int fail(const Error& error) {
  return usage_error(error);
}

// A closed or full standard output is an error, never a silent success.
int print(const std::string& text, int code) {
  const Status written = write_output(text, "");
  return written.ok() ? code : fail(written.error());
}

Result<std::shared_ptr<const RuleSet>> load_sources(const Options& options) {
  if (options.sources.empty()) return RuleSet::builtin();
  return RuleSet::load(options.sources);
}

int list(const Options& options) {
  const Result<std::shared_ptr<const RuleSet>> rules = load_sources(options);
  if (!rules.ok()) return fail(rules.error());
  return print(options.format == "json" ? rule_list_json(**rules) : rule_list_text(**rules), kGood);
}

Error unknown_rule(const RuleSet& rules, const std::string& id) {
  std::vector<std::string_view> ids;
  for (const Rule& rule : rules.rules()) ids.push_back(rule.id);
  const std::string_view nearest = nearest_word(id, ids);
  return Error::not_found("show the rule", id, "no rule has this id")
      .with_remedy(nearest.empty() ? "leakwarden rules list"
                                   : fmt::format("leakwarden rules show {}", nearest));
}

int show(const Options& options) {
  const Result<std::shared_ptr<const RuleSet>> rules = load_sources(options);
  if (!rules.ok()) return fail(rules.error());
  const Rule* rule = (*rules)->find(options.id);
  if (rule == nullptr) return fail(unknown_rule(**rules, options.id));
  return print(options.format == "json" ? rule_json(*rule) : rule_text(*rule), kGood);
}

int exit_code(const RuleReport& report) {
  if (!report.loads) return kWrongUsage;
  return report.problems.has_errors() ? kToMend : kGood;
}

int check(const Options& options) {
  const Result<RuleReport> report = check_rules(options.files);
  if (!report.ok()) return fail(report.error());
  if (report->loads && report->rule_count == 0) {
    return fail(Error::invalid("check rules", options.files.empty() ? "builtin" : options.files[0],
                               "it holds not one rule"));
  }
  const ProblemList& problems = report->problems;
  if (options.format == "json") {
    return print(problems_json(problems, report->rule_count), exit_code(*report));
  }
  std::string text = problems.all().empty() ? "" : problems.text() + "\n";
  text += fmt::format(
      "{} rules: {}\n", report->rule_count,
      problems.has_errors() ? fmt::format("{} to mend", problems.errors()) : std::string("good"));
  return print(text, exit_code(*report));
}

int unknown_command(const std::string& name, const std::vector<std::string_view>& known) {
  return fail(Error::invalid("run", "rules " + name, "there is no such command")
                  .with_remedy(suggestion(name, known)));
}

void add_format(CLI::App* command, Options* options) {
  command->add_option("--format", options->format, "text, or json for tools")
      ->check(CLI::IsMember({"text", "json"}));
}

void add_sources(CLI::App* command, Options* options) {
  command->add_option("--rules", options->sources,
                      "'builtin', rule files or folders (default: builtin)");
}

}  // namespace

int rules_command(const std::vector<std::string>& arguments) {
  const std::vector<std::string_view> known = {"list",    "show",   "check",
                                               "explain", "import", "generate"};
  const std::string name = arguments.empty() ? "" : arguments.front();
  if (name == "explain" || name == "import" || name == "generate")
    return not_available("rules " + name);
  if (!name.empty() && name[0] != '-' &&
      std::find(known.begin(), known.end(), name) == known.end()) {
    return unknown_command(name, known);
  }

  Options options;
  CLI::App app(
      "What leakwarden looks for.\n\n"
      "  leakwarden rules list\n"
      "  leakwarden rules show postman-api-key\n"
      "  leakwarden rules check my-rules.yaml\n",
      "leakwarden rules");
  app.require_subcommand(1);
  CLI::App* list_command = app.add_subcommand("list", "The rules in use, one a line");
  add_sources(list_command, &options);
  add_format(list_command, &options);
  CLI::App* show_command = app.add_subcommand("show", "One rule: pattern, trigger, what to do");
  show_command->add_option("id", options.id, "The rule's id")->required();
  add_sources(show_command, &options);
  add_format(show_command, &options);
  CLI::App* check_command =
      app.add_subcommand("check", "Mistakes, lint and examples of rule files");
  check_command->add_option("files", options.files, "Rule files or folders (default: builtin)");
  add_format(check_command, &options);

  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // as CLI11 wants it
  try {
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kGood : kWrongUsage;
  }
  if (list_command->parsed()) return list(options);
  if (show_command->parsed()) return show(options);
  return check(options);
}

}  // namespace leakwarden::scanner
