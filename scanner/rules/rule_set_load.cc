// RuleSet::builtin() and RuleSet::load(). Apart from rule_set.cc so that the tool that makes the
// built-in image can use the rest of the room without one.

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "scanner/base/sha256.h"
#include "scanner/rules/builtin_image.h"
#include "scanner/rules/load.h"
#include "scanner/rules/rule_cache.h"
#include "scanner/rules/rule_set_state.h"
#include "scanner/rules/trigger_database.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kBuiltin = "builtin";

// The sources of one rule set, read but not parsed.
struct Sources {
  std::shared_ptr<const RuleSet> builtin;  // where asked for
  std::vector<RuleText> texts;
};

Result<Sources> read_sources(const std::vector<std::string>& names) {
  Sources sources;
  std::vector<std::string> paths;
  for (const std::string& name : names) {
    if (name != kBuiltin) paths.push_back(name);
  }
  if (paths.size() != names.size()) {
    LEAKWARDEN_TRY(sources.builtin, RuleSet::builtin());
  }
  LEAKWARDEN_TRY(sources.texts, read_rule_files(paths));
  return sources;
}

std::string cache_key(const Sources& sources) {
  Sha256 hash;
  hash.update(fmt::format("leakwarden:rule-cache:{}:{}:", kRuleImageVersion, engine_version()));
  if (sources.builtin) hash.update(sources.builtin->digest());
  for (const RuleText& text : sources.texts) {
    hash.update(fmt::format(":{}:{}:", text.name.size(), text.bytes.size()));
    hash.update(text.name);
    hash.update(text.bytes);
  }
  const Sha256Digest digest = hash.finish();
  return to_hex(digest.data(), digest.size());
}

Error first_mistake(const ProblemList& problems) {
  const std::vector<RuleProblem>::const_iterator first =
      std::find_if(problems.all().begin(), problems.all().end(),
                   [](const RuleProblem& problem) { return problem.level == ProblemLevel::Error; });
  std::string why = first->what;
  const std::size_t others = problems.errors() - 1;
  if (others != 0) {
    why +=
        fmt::format(" (and {} more; 'leakwarden rules check {}' shows all)", others, first->file);
  }
  return Error::invalid(
             "load rules",
             fmt::format("{}:{}:{}", first->file, first->place.line, first->place.column), why)
      .with_remedy(first->remedy);
}

// Adds the built-in rules to those of the user's files; an id may stand in one of them only.
Status add_builtin(const RuleSet& builtin, LoadedRules* loaded) {
  report_taken_ids(builtin.rules(), loaded);
  if (loaded->problems.has_errors()) return first_mistake(loaded->problems);
  loaded->rules.insert(loaded->rules.end(), builtin.rules().begin(), builtin.rules().end());
  std::sort(loaded->rules.begin(), loaded->rules.end(),
            [](const Rule& left, const Rule& right) { return left.id < right.id; });
  return done();
}

Result<std::string> build_from(const Sources& sources) {
  LoadedRules loaded = load_rules(sources.texts);
  if (loaded.problems.has_errors()) return first_mistake(loaded.problems);
  if (sources.builtin) LEAKWARDEN_CHECK(add_builtin(*sources.builtin, &loaded));
  if (loaded.rules.empty()) {
    return Error::invalid("load rules", sources.texts.empty() ? "rules" : sources.texts[0].name,
                          "there is not one rule, so nothing could ever be found")
        .with_remedy("name rule files, or 'builtin'");
  }
  return build_rule_image(loaded.rules);
}

}  // namespace

// Opened once, and never taken apart: at the end of a short run that would cost as much as opening.
Result<std::shared_ptr<const RuleSet>> RuleSet::builtin() {
  static const Result<std::shared_ptr<const RuleSet>>* const kBuiltin = [] {
    std::unique_ptr<State> state = std::make_unique<State>();
    state->bytes = builtin_rule_image();
    return new Result<std::shared_ptr<const RuleSet>>(open(std::move(state), Verify::HeaderOnly));
  }();
  return *kBuiltin;
}

Result<std::shared_ptr<const RuleSet>> RuleSet::load(const std::vector<std::string>& sources,
                                                     const std::string& cache_folder) {
  LEAKWARDEN_TRY(const Sources read, read_sources(sources));
  if (read.texts.empty() && read.builtin) return read.builtin;
  const std::string key = cache_key(read);
  const std::optional<RuleCache> cache = RuleCache::open(cache_folder);
  if (cache) {
    const Result<Descriptor> file = cache->find(key);
    Result<std::shared_ptr<const RuleSet>> cached =
        file.ok() ? from_file(*file) : Result<std::shared_ptr<const RuleSet>>(file.error());
    if (cached.ok()) return cached;
  }
  LEAKWARDEN_TRY(const std::string image, build_from(read));
  // A cache that cannot be written costs time, not correctness.
  if (cache) static_cast<void>(cache->store(key, image));
  std::unique_ptr<State> state = std::make_unique<State>();
  state->memory = AlignedBytes(image);
  state->bytes = state->memory.view();
  return open(std::move(state), Verify::HeaderOnly);
}

}  // namespace leakwarden::scanner
