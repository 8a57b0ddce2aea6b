#include "scanner/cli/rules_import.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include "scanner/base/file.h"
#include "scanner/base/limits.h"
#include "scanner/base/sanitize.h"
#include "scanner/cli/console.h"
#include "scanner/cli/import_report.h"
#include "scanner/cli/matcher_probe.h"
#include "scanner/cli/rule_twin.h"
#include "scanner/rules/generate.h"
#include "scanner/rules/import/carry_over.h"
#include "scanner/rules/import/peer_names.h"
#include "scanner/rules/import/rule_text.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {
namespace {

constexpr unsigned kRuleFileMode = 0644;

Result<PeerConfig> read_peer_file(const std::string& path) {
  std::error_code ignored;
  const std::string real = std::filesystem::canonical(path, ignored).string();
  LEAKWARDEN_TRY(const std::string text, read_regular_file(AT_FDCWD, real.empty() ? path : real,
                                                           Limits{}.max_config_bytes));
  LEAKWARDEN_TRY(const TomlNode root, parse_toml(text, path));
  ProblemList problems;
  PeerConfig config = read_peer_rules(root, path, &problems);
  if (!problems.has_errors()) return config;
  const RuleProblem& first = problems.all().front();
  const std::string others =
      problems.errors() == 1 ? "" : fmt::format(" (and {} more)", problems.errors() - 1);
  return Error::invalid("import rules",
                        fmt::format("{}:{}:{}", path, first.place.line, first.place.column),
                        first.what + others)
      .with_remedy(first.remedy);
}

Result<PeerConfig> read_peer_files(const std::vector<std::string>& paths) {
  std::vector<PeerConfig> configs;
  for (const std::string& path : paths) {
    LEAKWARDEN_TRY(PeerConfig config, read_peer_file(path));
    configs.push_back(std::move(config));
  }
  PeerConfig merged = merged_peer_rules(std::move(configs));
  if (!merged.rules.empty()) return merged;
  return Error::invalid("import rules", paths.front(), "it holds not one rule")
      .with_remedy("name a gitleaks.toml or betterleaks.toml with [[rules]]");
}

std::string heading_of(const std::vector<std::string>& files) {
  std::string names;
  for (const std::string& file : files) {
    names += (names.empty() ? "" : ", ") +
             sanitize_for_header(std::filesystem::path(file).filename().string(), 200);
  }
  return "Imported from " + names + " by `leakwarden rules import`. Severity, advice and revoke\n"
         "URLs are not in such files: complete them. `leakwarden rules check` says what is missing.";
}


std::vector<Rule> all_rules(const Imported& imported) {
  std::vector<Rule> rules;
  for (const ImportedRule& one : imported.rules) {
    rules.insert(rules.end(), one.rules.begin(), one.rules.end());
  }
  return rules;
}

bool names_folder(const std::string& path) {
  std::error_code ignored;
  return path.ends_with('/') || std::filesystem::is_directory(path, ignored);
}

Status write_file(const std::string& path, const std::string& text, bool overwrite) {
  std::error_code ignored;
  if (!overwrite && std::filesystem::exists(path, ignored)) {
    return Error::refused("write rules", path, "it is there already")
        .with_remedy("name another place, or add --force");
  }
  return write_output_file(path, text, kRuleFileMode);
}

// One file a provider.
Status write_folder(const std::string& folder, const std::vector<Rule>& rules,
                    const std::string& heading, bool overwrite) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (failure) return Error::from_errno("make folder", folder, failure.value());
  std::map<std::string, std::vector<Rule>> by_provider;
  for (const Rule& rule : rules) by_provider[id_from_peer(rule.provider)].push_back(rule);
  for (const std::pair<const std::string, std::vector<Rule>>& one : by_provider) {
    const std::string path = (std::filesystem::path(folder) / (one.first + ".yaml")).string();
    const std::string text =
        rule_file_text(one.second.front().provider, one.second, heading);
    LEAKWARDEN_CHECK(write_file(path, text, overwrite));
  }
  return done();
}

std::string provider_of_file(const PeerConfig& config) {
  return config.title.empty() ? "Imported" : sanitize_for_header(config.title, 100);
}

Status write_rules(const ImportWish& wish, const PeerConfig& config,
                   const std::vector<Rule>& rules) {
  const std::string heading = heading_of(wish.files);
  if (!wish.output.empty() && names_folder(wish.output)) {
    return write_folder(wish.output, rules, heading, wish.overwrite);
  }
  const std::string text = rule_file_text(provider_of_file(config), rules, heading);
  if (wish.output.empty()) return write_output(text, "");
  return write_file(wish.output, text, wish.overwrite);
}

// What our own rules find already is named in the report and not written.
void drop_twins(Imported& imported, RuleTwins& twins) {
  for (ImportedRule& one : imported.rules) {
    const std::size_t before = one.rules.size();
    std::erase_if(one.rules, [&](const Rule& rule) { return twins.twin_of(rule) != nullptr; });
    if (one.rules.size() != before) {
      one.notes.push_back({NoteKind::Told, "not written: ours is enough (--only-new)"});
    }
  }
}

// Samples that a scan would drop (fillers, references) are no examples: as many are asked for as are
// found one after the other.
Status settle_examples(Imported& imported) {
  std::vector<Rule> rules = all_rules(imported);
  if (rules.empty()) return done();
  std::sort(rules.begin(), rules.end(),
            [](const Rule& left, const Rule& right) { return left.id < right.id; });
  LEAKWARDEN_TRY(RulesMatcher made, matcher_over(rules));
  MatcherProbe probe(std::move(*made.matcher));
  for (ImportedRule& one : imported.rules) {
    for (Rule& rule : one.rules) {
      const Result<SampleSource> samples = SampleSource::create(rule);
      if (!samples.ok()) continue;
      std::uint32_t found = 0;
      for (; found < rule.seeded_examples; ++found) {
        const std::optional<Sample> sample = samples->example(found);
        if (!sample || !probe.find(rule, sample->text).found) break;
      }
      rule.seeded_examples = found;
      if (found == 0) one.notes.push_back({NoteKind::Told, "no example can be drawn from it; add one"});
    }
  }
  return done();
}

}  // namespace

Status import_rule_files(const ImportWish& wish) {
  LEAKWARDEN_TRY(const PeerConfig config, read_peer_files(wish.files));
  LEAKWARDEN_TRY(RuleTwins twins, RuleTwins::create());
  LEAKWARDEN_TRY(const std::shared_ptr<const RuleSet> builtin, RuleSet::builtin());
  ImportOptions options;
  for (const Rule& rule : builtin->rules()) options.taken_ids.insert(rule.id);
  options.twin = [&](const Rule& rule) { return twins.twin_of(rule); };
  Imported imported = import_rules(config, options);
  LEAKWARDEN_CHECK(settle_examples(imported));
  if (wish.only_new) drop_twins(imported, twins);
  const std::vector<Rule> rules = all_rules(imported);
  if (!rules.empty()) LEAKWARDEN_CHECK(write_rules(wish, config, rules));
  const std::string report = wish.json_report ? import_report_json(imported, wish.output)
                                              : import_report_text(imported, wish.output);
  if (!wish.output.empty()) return write_output(report, "");
  std::cerr << report;
  return done();
}

}  // namespace leakwarden::scanner
