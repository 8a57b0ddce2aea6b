#include "scanner/rules/import/peer_rules.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "scanner/rules/load.h"

namespace leakwarden::scanner {
namespace {

std::string lower_case(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return text;
}

// One table, key by key; what nobody asked for is left over.
class TableReader {
 public:
  TableReader(const TomlNode& table, std::string what, const std::string& file,
              ProblemList* problems)
      : table_(table), what_(std::move(what)), file_(file), problems_(problems) {}

  const TomlNode* find(const std::string& key) {
    asked_.push_back(key);
    for (const TomlEntry& entry : table_.entries) {
      if (lower_case(entry.key) == key) return &entry.value;
    }
    return nullptr;
  }
  const TomlNode* find(const std::string& key, TomlNode::Kind wanted) {
    const TomlNode* value = find(key);
    if (value == nullptr || value->kind == wanted) return value;
    wrong(key, *value, toml_kind_name(wanted));
    return nullptr;
  }
  std::string text(const std::string& key) {
    const TomlNode* value = find(key, TomlNode::Kind::Text);
    return value == nullptr ? "" : value->text;
  }
  double number(const std::string& key) {
    const TomlNode* value = find(key, TomlNode::Kind::Number);
    return value == nullptr ? 0 : value->number;
  }
  bool truth(const std::string& key) {
    const TomlNode* value = find(key, TomlNode::Kind::Boolean);
    return value != nullptr && value->truth;
  }
  std::vector<std::string> texts(const std::string& key) {
    std::vector<std::string> result;
    const TomlNode* list = find(key, TomlNode::Kind::Array);
    if (list == nullptr) return result;
    for (const TomlNode& item : list->items) {
      if (item.kind != TomlNode::Kind::Text) {
        wrong(key, item, "text in a list");
      } else {
        result.push_back(item.text);
      }
    }
    return result;
  }
  // [[key]] tables.
  std::vector<const TomlNode*> tables(const std::string& key) {
    std::vector<const TomlNode*> result;
    const TomlNode* list = find(key, TomlNode::Kind::Array);
    if (list == nullptr) return result;
    for (const TomlNode& item : list->items) {
      if (item.kind != TomlNode::Kind::Table) {
        wrong(key, item, "a table");
      } else {
        result.push_back(&item);
      }
    }
    return result;
  }
  std::vector<std::string> unknown() const {
    std::vector<std::string> unknown;
    for (const TomlEntry& entry : table_.entries) {
      if (std::find(asked_.begin(), asked_.end(), lower_case(entry.key)) == asked_.end()) {
        unknown.push_back(entry.key);
      }
    }
    return unknown;
  }
  void error(TextPlace place, std::string text, std::string remedy) {
    problems_->error(file_, place, std::move(text), std::move(remedy));
  }

 private:
  void wrong(const std::string& key, const TomlNode& value, std::string_view wanted) {
    error(value.place,
          fmt::format("'{}' in {} is {}, not {}", key, what_, toml_kind_name(value.kind), wanted),
          fmt::format("give {}", wanted));
  }

  const TomlNode& table_;
  std::string what_;
  const std::string& file_;
  ProblemList* problems_;
  std::vector<std::string> asked_;
};

PeerAllowlist read_allowlist(const TomlNode& table, const std::string& file,
                             ProblemList* problems) {
  TableReader keys(table, "an allowlist", file, problems);
  PeerAllowlist list;
  list.place = table.place;
  const std::string condition = lower_case(keys.text("condition"));
  list.all_must_hold = condition == "and" || condition == "&&";
  const bool is_known =
      list.all_must_hold || condition.empty() || condition == "or" || condition == "||";
  // A mistyped AND, taken for OR, would let more pass.
  if (!is_known) {
    keys.error(table.place, fmt::format("an unknown condition '{}'", condition.substr(0, 64)),
               "AND or OR");
  }
  list.commits = keys.texts("commits");
  list.paths = keys.texts("paths");
  list.regexes = keys.texts("regexes");
  list.regex_target = lower_case(keys.text("regextarget"));
  list.stopwords = keys.texts("stopwords");
  list.target_rules = keys.texts("targetrules");
  return list;
}

std::vector<PeerAllowlist> read_allowlists(TableReader& keys, const std::string& file,
                                           ProblemList* problems) {
  std::vector<PeerAllowlist> lists;
  const TomlNode* old_spelling = keys.find("allowlist", TomlNode::Kind::Table);
  if (old_spelling != nullptr) lists.push_back(read_allowlist(*old_spelling, file, problems));
  for (const TomlNode* table : keys.tables("allowlists")) {
    lists.push_back(read_allowlist(*table, file, problems));
  }
  return lists;
}

void read_required(TableReader& keys, const std::string& file, ProblemList* problems,
                   PeerRule& rule) {
  for (const TomlNode* table : keys.tables("required")) {
    rule.required.push_back(TableReader(*table, "required", file, problems).text("id"));
  }
}

void check_rule(TableReader& keys, const PeerRule& rule, double group) {
  if (rule.id.empty()) {
    keys.error(rule.place, "a rule without 'id'", "add id = \"provider-kind\"");
  }
  if (group < 0 || group > 99 || group != static_cast<int>(group)) {
    keys.error(rule.place,
               fmt::format("'secretGroup' is {}, not a whole number from 0 to 99", group),
               "give the number of the group that holds the value");
  }
  if (rule.entropy < 0 || rule.entropy > 8) {
    keys.error(rule.place, fmt::format("'entropy' is {}, not a number from 0 to 8", rule.entropy),
               "give bits a character");
  }
}

PeerRule read_rule(const TomlNode& table, const std::string& file, ProblemList* problems) {
  const TomlNode* id = table.find("id");
  const bool named = id != nullptr && id->kind == TomlNode::Kind::Text;
  TableReader keys(table, named ? fmt::format("rule '{}'", id->text.substr(0, 64)) : "a rule", file,
                   problems);
  PeerRule rule;
  rule.file = file;
  rule.place = table.place;
  rule.id = keys.text("id");
  rule.description = keys.text("description");
  rule.regex = keys.text("regex");
  const TomlNode* regex = table.find("regex");
  rule.regex_place = regex == nullptr ? table.place : regex->place;
  rule.path = keys.text("path");
  const double group = keys.number("secretgroup");
  rule.entropy = keys.number("entropy");
  rule.keywords = keys.texts("keywords");
  rule.allowlists = read_allowlists(keys, file, problems);
  rule.filter = keys.text("filter");
  rule.validate = keys.text("validate");
  read_required(keys, file, problems, rule);
  rule.skip_report = keys.truth("skipreport");
  rule.token_efficiency = keys.truth("tokenefficiency");
  rule.specificity = keys.find("specificity") != nullptr;
  keys.texts("tags");
  rule.unknown_keys = keys.unknown();
  check_rule(keys, rule, group);
  rule.secret_group = std::clamp(static_cast<int>(group), 0, 99);
  return rule;
}

void read_extend(TableReader& keys, const std::string& file, ProblemList* problems,
                 PeerConfig& config) {
  const TomlNode* table = keys.find("extend", TomlNode::Kind::Table);
  if (table == nullptr) return;
  TableReader extend(*table, "extend", file, problems);
  config.extends_default = extend.truth("usedefault");
  config.extends_path = extend.text("path");
  config.extends_url = extend.text("url");
  config.disabled_rules = extend.texts("disabledrules");
}

void take(std::string& field, std::string& from) {
  if (!from.empty()) field = std::move(from);
}

// Lists grow, everything else is replaced where the later rule says something.
void override_rule(PeerRule& rule, PeerRule later) {
  take(rule.description, later.description);
  if (!later.regex.empty()) rule.regex_place = later.regex_place;
  take(rule.regex, later.regex);
  take(rule.path, later.path);
  take(rule.filter, later.filter);
  take(rule.validate, later.validate);
  if (later.secret_group != 0) rule.secret_group = later.secret_group;
  if (later.entropy != 0) rule.entropy = later.entropy;
  std::move(later.keywords.begin(), later.keywords.end(), std::back_inserter(rule.keywords));
  std::move(later.allowlists.begin(), later.allowlists.end(), std::back_inserter(rule.allowlists));
  rule.file = later.file;
  rule.place = later.place;
}

}  // namespace

PeerConfig read_peer_rules(const TomlNode& root, const std::string& file, ProblemList* problems) {
  TableReader keys(root, "the file", file, problems);
  PeerConfig config;
  config.file = file;
  config.title = keys.text("title");
  for (const char* known : {"description", "minversion", "betterleaksminversion"}) keys.text(known);
  read_extend(keys, file, problems, config);
  config.allowlists = read_allowlists(keys, file, problems);
  config.prefilter = keys.text("prefilter");
  config.filter = keys.text("filter");
  for (const TomlNode* table : keys.tables("rules")) {
    if (config.rules.size() >= kMaxRules) {
      keys.error(table->place, fmt::format("more than {} rules", kMaxRules), "split the file");
      break;
    }
    const std::size_t errors = problems->errors();
    PeerRule rule = read_rule(*table, file, problems);
    if (problems->errors() == errors) config.rules.push_back(std::move(rule));
  }
  config.unknown_keys = keys.unknown();
  return config;
}

PeerConfig merged_peer_rules(std::vector<PeerConfig> configs) {
  PeerConfig all;
  std::map<std::string, std::size_t> index;
  std::set<std::string> disabled;
  for (PeerConfig& config : configs) {
    if (all.file.empty()) all.file = config.file;
    take(all.title, config.title);
    take(all.prefilter, config.prefilter);
    take(all.filter, config.filter);
    for (PeerRule& rule : config.rules) {
      const auto [known, is_new] = index.emplace(rule.id, all.rules.size());
      if (is_new || all.rules[known->second].file == rule.file) {
        all.rules.push_back(std::move(rule));
      } else {
        override_rule(all.rules[known->second], std::move(rule));
      }
    }
    std::move(config.allowlists.begin(), config.allowlists.end(),
              std::back_inserter(all.allowlists));
    disabled.insert(config.disabled_rules.begin(), config.disabled_rules.end());
    std::move(config.unknown_keys.begin(), config.unknown_keys.end(),
              std::back_inserter(all.unknown_keys));
    all.extends_default = all.extends_default || config.extends_default;
    // A path is answered by the file that came before; the first file's stays open.
    if (&config == &configs.front()) all.extends_path = config.extends_path;
    take(all.extends_url, config.extends_url);
  }
  std::erase_if(all.rules, [&](const PeerRule& rule) { return disabled.count(rule.id) > 0; });
  return all;
}

}  // namespace leakwarden::scanner
