#include "scanner/cli/rules.h"

#include <fmt/core.h>

#include <memory>

#include "scanner/cli/console.h"
#include "scanner/cli/options.h"
#include "scanner/cli/rules_check.h"
#include "scanner/cli/rules_text.h"
#include "scanner/rules/suggest.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kHelp = R"(leakwarden rules: what is looked for, and is it well made?

  leakwarden rules list                    the rules in use, one a line
  leakwarden rules show postman-api-key    pattern, trigger, what to do
  leakwarden rules check my-rules.yaml     mistakes, lint, examples

Usage: leakwarden rules list|show ID|check [FILE…] [OPTION…]
FILE is a rule file or a folder of them; check takes the built-in rules without.
An id stands once in all rules: a file cannot redefine a built-in rule, and
check calls an id that is built in an error.

Options:
)";

constexpr const char* kHelpEnd = R"(
Exit codes: 0 good (warnings included), 2 wrong usage or errors in a rule file.
)";

const Option kFormat = {"format", "FORMAT", "text, or json for tools"};
const Option kHelpOption = {"help", "", "this text"};

const std::vector<Option>& use_options() {
  static const std::vector<Option> kOptions = {
      {"rules", "PATH",
       "for list and show: rule files or folders; builtin names ours; may be repeated",
       Repeat::Yes},
      kFormat,
      kHelpOption};
  return kOptions;
}

const std::vector<Option>& check_options() {
  static const std::vector<Option> kOptions = {kFormat, kHelpOption};
  return kOptions;
}

int show_help() {
  return show(kHelp + options_help(use_options()) + kHelpEnd);
}

// "jsonl" is what LEAKWARDEN_FORMAT may say for scans; each answer here is one document.
Result<bool> wants_json(const Options& options) {
  const std::string format = options.value("format").value_or("text");
  if (format == "text") return false;
  if (format == "json" || format == "jsonl") return true;
  return Error::invalid("read options", "--format " + format, "unknown format")
      .with_remedy("--format text or json");
}

Result<std::shared_ptr<const RuleSet>> load_sources(const Options& options) {
  const std::vector<std::string> sources = options.values("rules");
  return sources.empty() ? RuleSet::builtin() : RuleSet::load(sources);
}

Result<int> list(const Options& options) {
  LEAKWARDEN_TRY(const bool json, wants_json(options));
  if (!options.operands().empty()) {
    return Error::invalid("list rules", options.operands()[0], "nothing is named here")
        .with_remedy("leakwarden rules show " + options.operands()[0]);
  }
  LEAKWARDEN_TRY(const std::shared_ptr<const RuleSet> rules, load_sources(options));
  return show(json ? rule_list_json(*rules) : rule_list_text(*rules));
}

Error unknown_rule(const RuleSet& rules, const std::string& id) {
  std::vector<std::string_view> ids;
  for (const Rule& rule : rules.rules()) ids.push_back(rule.id);
  const std::string_view nearest = nearest_word(id, ids);
  return Error::not_found("show the rule", id, "no rule has this id")
      .with_remedy(nearest.empty() ? "leakwarden rules list"
                                   : fmt::format("leakwarden rules show {}", nearest));
}

Result<int> show_one(const Options& options) {
  LEAKWARDEN_TRY(const bool json, wants_json(options));
  if (options.operands().size() != 1) {
    return Error::invalid("show a rule", "", "the id of one rule is needed")
        .with_remedy("leakwarden rules show ID (leakwarden rules list shows them)");
  }
  const std::string& id = options.operands().front();
  LEAKWARDEN_TRY(const std::shared_ptr<const RuleSet> rules, load_sources(options));
  const Rule* rule = rules->find(id);
  if (rule == nullptr) return unknown_rule(*rules, id);
  return show(json ? rule_json(*rule) : rule_text(*rule));
}

Result<int> check(const Options& options) {
  LEAKWARDEN_TRY(const bool json, wants_json(options));
  LEAKWARDEN_TRY(const RuleReport report, check_rules(options.operands()));
  const ProblemList& problems = report.problems;
  // A rule file is configuration, and 1 means that a secret was found.
  const int code = problems.has_errors() ? kExitUsage : kExitClean;
  if (json) return show(problems_json(problems, report.rule_count), code);
  std::string text = problems.all().empty() ? "" : problems.text() + "\n";
  text += fmt::format(
      "{} rules: {}\n", report.rule_count,
      problems.has_errors() ? fmt::format("{} to mend", problems.errors()) : std::string("good"));
  return show(text, code);
}

struct Verb {
  std::string_view name;
  const std::vector<Option>& (*options)();
  Result<int> (*run)(const Options& options);
};

constexpr Verb kVerbs[] = {
    {"list", use_options, list}, {"show", use_options, show_one}, {"check", check_options, check}};
constexpr std::string_view kLaterVerbs[] = {"explain", "import", "generate"};

int run_verb(const Verb& verb, const std::vector<std::string>& words) {
  const Result<Options> options = Options::parse(verb.options(), words);
  if (!options.ok()) return usage_error(options.error());
  if (options->has("help")) return show_help();
  const Result<int> code = verb.run(*options);
  return code.ok() ? *code : usage_error(code.error());
}

int unknown_verb(const std::string& name) {
  std::vector<std::string_view> known(std::begin(kLaterVerbs), std::end(kLaterVerbs));
  for (const Verb& verb : kVerbs) known.push_back(verb.name);
  const std::string near(nearest_word(name, known));
  return usage_error(Error::invalid("run", "rules " + name, "unknown command")
                         .with_remedy("leakwarden rules " + (near.empty() ? "--help" : near)));
}

}  // namespace

int rules_command(const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    return usage_error(Error::invalid("run", "rules", "a command is needed")
                           .with_remedy("leakwarden rules list, show or check"));
  }
  const std::string& name = arguments.front();
  if (name == "--help" || name == "-h") return show_help();
  const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
  for (const Verb& verb : kVerbs) {
    if (verb.name == name) return run_verb(verb, rest);
  }
  for (std::string_view later : kLaterVerbs) {
    if (later == name) return not_available("rules " + name);
  }
  return unknown_verb(name);
}

}  // namespace leakwarden::scanner
