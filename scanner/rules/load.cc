#include "scanner/rules/load.h"

#include <fcntl.h>
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <system_error>
#include <utility>

#include "scanner/base/file.h"
#include "scanner/base/limits.h"
#include "scanner/rules/mapping_reader.h"
#include "scanner/rules/provider_credential.h"
#include "scanner/rules/rule_reader.h"

namespace leakwarden::scanner {
namespace {

// "read YAML: file:line:column: why" → a problem at that place.
void report_syntax(const std::string& file, const Error& error, ProblemList* problems) {
  TextPlace place{1, 1};  // of the file as a whole
  const std::size_t column = error.where.rfind(':');
  const std::size_t line =
      column == std::string::npos ? column : error.where.rfind(':', column - 1);
  if (line != std::string::npos && error.where.compare(0, line, file) == 0) {
    place.line = std::atoi(error.where.c_str() + line + 1);
    place.column = std::atoi(error.where.c_str() + column + 1);
  }
  problems->error(file, place, error.why, error.remedy);
}

void load_entries(const YamlNode& list, const RuleFile& file, ByteSets& byte_sets,
                  LoadedRules* loaded) {
  if (list.kind != YamlNode::Kind::Sequence) {
    loaded->problems.error(file.name, list.place, "'rules' is no list", "write '- id: …' entries");
  }
  for (const YamlNode& node : list.items) {
    if (loaded->rules.size() >= kMaxRules) {
      loaded->problems.error(file.name, node.place, fmt::format("more than {} rules", kMaxRules),
                             "leave out rules that are not needed");
      return;
    }
    std::optional<ReadRule> read = read_rule(node, file, byte_sets, &loaded->problems);
    if (!read) continue;
    loaded->rules.push_back(std::move(read->rule));
    loaded->places.push_back(std::move(read->places));
  }
}

// All their problems are at `names`.
void add_credentials(const std::vector<std::string>& names, TextPlace place, const Rule& first,
                     LoadedRules* loaded) {
  for (Rule& rule : provider_credentials(first, names)) {
    RulePlaces places;
    places.rule = place;
    places.keys["id"] = place;
    places.examples.assign(rule.examples.size(), place);
    places.counter_examples.assign(rule.counter_examples.size(), place);
    rule.source_line = place.line;
    loaded->rules.push_back(std::move(rule));
    loaded->places.push_back(std::move(places));
  }
}

void load_text(const RuleText& text, ByteSets& byte_sets, LoadedRules* loaded) {
  const Result<YamlNode> root = parse_yaml(text.bytes, text.name);
  if (!root.ok()) return report_syntax(text.name, root.error(), &loaded->problems);
  MappingReader keys(*root, "a rule file", text.name, {"provider", "homepage", "names", "rules"},
                     &loaded->problems);
  if (root->kind != YamlNode::Kind::Mapping) return;
  RuleFile file;
  file.name = text.name;
  file.provider = keys.text("provider", Presence::Required);
  file.homepage = keys.url("homepage");
  const std::vector<std::string> names = keys.texts("names");
  const YamlNode* list = keys.find("rules", Presence::Required);
  if (list == nullptr) return;
  const std::size_t before = loaded->rules.size();
  load_entries(*list, file, byte_sets, loaded);
  if (!names.empty() && loaded->rules.size() > before)
    add_credentials(names, keys.place_of("names"), Rule(loaded->rules[before]), loaded);
}

void sort_by_id(LoadedRules* loaded) {
  std::vector<std::size_t> order(loaded->rules.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return loaded->rules[left].id < loaded->rules[right].id;
  });
  std::vector<Rule> rules;
  std::vector<RulePlaces> places;
  for (std::size_t index : order) {
    rules.push_back(std::move(loaded->rules[index]));
    places.push_back(std::move(loaded->places[index]));
  }
  loaded->rules = std::move(rules);
  loaded->places = std::move(places);
}

void report_duplicates(LoadedRules* loaded) {
  for (std::size_t i = 1; i < loaded->rules.size(); i++) {
    const Rule& first = loaded->rules[i - 1];
    const Rule& second = loaded->rules[i];
    if (first.id != second.id) continue;
    loaded->problems.error(second.source_file, loaded->places[i].keys["id"],
                           fmt::format("rule id '{}' is taken, by {}:{}", second.id,
                                       first.source_file, loaded->places[i - 1].keys["id"].line),
                           "give this rule an id of its own");
  }
}

bool is_rule_file_name(const std::string& name) {
  const std::string extension = std::filesystem::path(name).extension().string();
  return !name.empty() && name.front() != '.' && (extension == ".yaml" || extension == ".yml");
}

Result<std::vector<std::string>> files_of_folder(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code failure;
  std::filesystem::directory_iterator entry(folder, failure);
  for (; !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure)) {
    const std::string name = entry->path().filename().string();
    if (is_rule_file_name(name)) files.push_back(entry->path().string());
  }
  if (failure) return Error::from_errno("read rules", folder, failure.value());
  if (files.empty()) {
    return Error::invalid("read rules", folder, "no rule file in this folder")
        .with_remedy("put *.yaml files into it, or name another folder");
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

void report_taken_ids(const std::vector<Rule>& taken, LoadedRules* loaded) {
  std::map<std::string_view, const Rule*> by_id;
  for (const Rule& rule : taken) by_id.emplace(rule.id, &rule);
  for (std::size_t i = 0; i < loaded->rules.size(); i++) {
    const Rule& rule = loaded->rules[i];
    const auto other = by_id.find(rule.id);
    if (other == by_id.end()) continue;
    loaded->problems.error(rule.source_file, loaded->places[i].keys["id"],
                           fmt::format("rule id '{}' is taken, by {}:{}", rule.id,
                                       other->second->source_file, other->second->source_line),
                           "give this rule an id of its own");
  }
}

LoadedRules load_rules(const std::vector<RuleText>& texts) {
  LoadedRules loaded;
  ByteSets byte_sets;
  for (const RuleText& text : texts) load_text(text, byte_sets, &loaded);
  sort_by_id(&loaded);
  report_duplicates(&loaded);
  return loaded;
}

Result<std::vector<RuleText>> read_rule_files(const std::vector<std::string>& paths) {
  std::vector<RuleText> texts;
  for (const std::string& path : paths) {
    std::vector<std::string> files = {path};
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
      LEAKWARDEN_TRY(files, files_of_folder(path));
    }
    for (const std::string& file : files) {
      // Whoever names a rule file trusts it, so its links are followed (Kubernetes mounts
      // configuration as links); read_regular_file() itself follows none.
      const std::string real = std::filesystem::canonical(file, ignored).string();
      LEAKWARDEN_TRY(std::string bytes, read_regular_file(AT_FDCWD, real.empty() ? file : real,
                                                          Limits{}.max_config_bytes));
      texts.push_back({file, std::move(bytes)});
    }
  }
  return texts;
}

}  // namespace leakwarden::scanner
