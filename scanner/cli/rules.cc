#include "scanner/cli/rules.h"

#include <fmt/core.h>

#include <memory>

#include "scanner/cli/console.h"
#include "scanner/cli/options.h"
#include "scanner/cli/rules_check.h"
#include "scanner/cli/rules_explain.h"
#include "scanner/cli/rules_generate.h"
#include "scanner/cli/rules_import.h"
#include "scanner/cli/rules_page.h"
#include "scanner/cli/rules_text.h"
#include "scanner/rules/suggest.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kHelp = R"(leakwarden rules: what is looked for, and is it well made?

  leakwarden rules list --format html --output catalogue.html
  leakwarden rules check my-rules.yaml     mistakes, lint, examples, cost
  leakwarden rules import gitleaks.toml --output my-rules.yaml

Usage: leakwarden rules list|show ID|check [FILE…]|explain FILE|generate ID|
       import FILE… [OPTION…]
list      the rules in use, one a line; or a page of them
show      one rule: pattern, trigger, what to do
check     errors and warnings of rule files; without FILE of the built-in ones
explain   what the rules make of a text (- for standard input), and why
generate  made-up texts in which a rule finds something
import    TOML rules of gitleaks and Betterleaks as rule files, and what that
          changes; a file that is extended stands before the one that extends it
FILE is a rule file or a folder of them. An id stands once in all rules: a file
cannot redefine a built-in rule, and check calls a built-in id an error.

Options:
)";

constexpr const char* kHelpEnd = R"(
Exit codes: 0 good (warnings included), 2 wrong usage or errors in a rule file.
)";

constexpr std::uint64_t kMostGenerated = 10'000;

const std::vector<Option>& all_options() {
  static const std::vector<Option> kOptions = {
      {"rules", "PATH",
       "not for check and import: rule files or folders; builtin names ours; may be repeated",
       Repeat::Yes},
      {"format", "FORMAT", "text, or json for tools; list also html and markdown"},
      {"output", "FILE", "list, import: write it there; import takes a folder/ too"},
      {"id", "ID", "explain: only this rule"},
      {"count", "N", "generate: how many (default: 3)"},
      {"near-miss", "", "generate: texts in which it almost finds something"},
      {"only-new", "", "import: not what our own rules find already"},
      {"force", "", "import: overwrite files that are there"},
      {"help", "", "this text"}};
  return kOptions;
}

int show_help() {
  return show(kHelp + options_help(all_options()) + kHelpEnd);
}

// "jsonl" is what LEAKWARDEN_FORMAT may say for scans; each answer here is one document.
Result<bool> wants_json(const Options& options) {
  const std::string format = options.value("format").value_or("text");
  if (format == "text") return false;
  if (format == "json" || format == "jsonl") return true;
  return Error::invalid("read options", options.said("format"), "unknown format")
      .with_remedy("--format text or json");
}

Result<std::shared_ptr<const RuleSet>> load_sources(const Options& options) {
  const std::vector<std::string> sources = options.values("rules");
  return sources.empty() ? RuleSet::builtin() : RuleSet::load(sources);
}

Error wrong_operands(const std::string& verb, const std::string& wanted) {
  return Error::invalid("run", "rules " + verb, wanted + " is needed")
      .with_remedy("leakwarden rules --help");
}

Result<std::string> list_as(const RuleSet& rules, const Options& options) {
  const std::string format = options.value("format").value_or("text");
  if (format == "html") return rule_list_html(rules);
  if (format == "markdown") return rule_list_markdown(rules);
  LEAKWARDEN_TRY(const bool json, wants_json(options));
  return json ? rule_list_json(rules) : rule_list_text(rules);
}

Result<int> list(const Options& options) {
  if (!options.operands().empty()) {
    return Error::invalid("list rules", options.operands()[0], "nothing is named here")
        .with_remedy("leakwarden rules show " + options.operands()[0]);
  }
  LEAKWARDEN_TRY(const std::shared_ptr<const RuleSet> rules, load_sources(options));
  LEAKWARDEN_TRY(const std::string text, list_as(*rules, options));
  const std::string file = options.value("output").value_or("");
  if (file.empty()) return show(text);
  LEAKWARDEN_CHECK(write_output(text, file));
  return kExitClean;
}

Error unknown_rule(const RuleSet& rules, const std::string& verb, const std::string& id) {
  std::vector<std::string_view> ids;
  for (const Rule& rule : rules.rules()) ids.push_back(rule.id);
  const std::string_view nearest = nearest_word(id, ids);
  return Error::not_found(verb + " the rule", id, "no rule has this id")
      .with_remedy(nearest.empty() ? "leakwarden rules list"
                                   : fmt::format("leakwarden rules {} {}", verb, nearest));
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
  if (rule == nullptr) return unknown_rule(*rules, "show", id);
  return show(json ? rule_json(*rule) : rule_text(*rule));
}

Result<int> check(const Options& options) {
  LEAKWARDEN_TRY(const bool json, wants_json(options));
  LEAKWARDEN_TRY(const RuleReport report, check_rules(options.operands()));
  // A rule file is configuration, and 1 means that a secret was found.
  const int code = report.problems.has_errors() ? kExitUsage : kExitClean;
  return show(json ? check_json(report) : check_text(report), code);
}

Result<int> explain(const Options& options) {
  if (options.operands().size() != 1) return wrong_operands("explain", "one file, or -,");
  const std::string id = options.value("id").value_or("");
  LEAKWARDEN_TRY(const std::shared_ptr<const RuleSet> rules, load_sources(options));
  if (!id.empty() && rules->find(id) == nullptr) return unknown_rule(*rules, "show", id);
  LEAKWARDEN_TRY(const std::string text, explained_text(rules, options.operands().front(), id));
  return show(text);
}

Result<int> generate(const Options& options) {
  GenerateWish wish;
  LEAKWARDEN_TRY(wish.as_json, wants_json(options));
  if (options.operands().size() != 1) return wrong_operands("generate", "the id of one rule");
  if (options.has("count")) {
    LEAKWARDEN_TRY(const std::uint64_t count,
                   parse_number(options.said("count"), *options.value("count")));
    if (count == 0 || count > kMostGenerated) {
      return Error::invalid("read options", options.said("count"), "out of range")
          .with_remedy(fmt::format("a number from 1 to {}", kMostGenerated));
    }
    wish.count = static_cast<std::uint32_t>(count);
  }
  wish.near_misses = options.has("near-miss");
  const std::string& id = options.operands().front();
  LEAKWARDEN_TRY(const std::shared_ptr<const RuleSet> rules, load_sources(options));
  const Rule* rule = rules->find(id);
  if (rule == nullptr) return unknown_rule(*rules, "generate", id);
  LEAKWARDEN_TRY(const std::string text, generated_texts(*rule, wish));
  return show(text);
}

Result<int> import_files(const Options& options) {
  ImportWish wish;
  LEAKWARDEN_TRY(wish.json_report, wants_json(options));
  if (options.operands().empty()) return wrong_operands("import", "a TOML file");
  wish.files = options.operands();
  wish.output = options.value("output").value_or("");
  wish.only_new = options.has("only-new");
  wish.overwrite = options.has("force");
  LEAKWARDEN_CHECK(import_rule_files(wish));
  return kExitClean;
}

struct Verb {
  std::string_view name;
  Result<int> (*run)(const Options& options);
};

constexpr Verb kVerbs[] = {{"list", list},       {"show", show_one},     {"check", check},
                           {"explain", explain}, {"generate", generate}, {"import", import_files}};

int run_verb(const Verb& verb, const std::vector<std::string>& words) {
  const Result<Options> options = Options::parse(all_options(), words);
  if (!options.ok()) return usage_error(options.error());
  if (options->has("help")) return show_help();
  const Result<int> code = verb.run(*options);
  return code.ok() ? *code : usage_error(code.error());
}

int unknown_verb(const std::string& name) {
  std::vector<std::string_view> known;
  for (const Verb& verb : kVerbs) known.push_back(verb.name);
  const std::string near(nearest_word(name, known));
  return usage_error(Error::invalid("run", "rules " + name, "unknown command")
                         .with_remedy("leakwarden rules " + (near.empty() ? "--help" : near)));
}

}  // namespace

int rules_command(const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    return usage_error(Error::invalid("run", "rules", "a command is needed")
                           .with_remedy("leakwarden rules --help"));
  }
  const std::string& name = arguments.front();
  if (name == "--help" || name == "-h") return show_help();
  const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
  for (const Verb& verb : kVerbs) {
    if (verb.name == name) return run_verb(verb, rest);
  }
  return unknown_verb(name);
}

}  // namespace leakwarden::scanner
