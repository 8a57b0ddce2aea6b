// Every candidate of every file below a folder, with what the judge measures about it, as JSON
// lines: what the recipe in this folder learns from (README.md).
//
//   accuracy_dump FOLDER [TABLE]     TABLE instead of the built-in one (words and trigrams suffice)
//   accuracy_dump --features         names of the features and the digest of their list
//
// A line is {file, start, end, begin, size, rule, family, generic, judged, standing, scores,
// reason, confidence, name, secret, terms, features}; standing as in value_judge.h; the last two
// only where the rule is judged.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "scanner/match/judge/file_terms.h"
#include "scanner/match/judge/judge_verdict.h"
#include "scanner/match/judge/measure.h"
#include "scanner/match/judge/table.h"
#include "scanner/match/judge/value_judge.h"
#include "scanner/match/lines.h"
#include "scanner/match/matcher.h"
#include "scanner/match/passes.h"

namespace leakwarden::scanner {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kLargestFile = 16u << 20;

std::string read_file(const fs::path& path) {
  std::ifstream input(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>()};
}

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\')
      out += std::string("\\") + c;
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    else
      out += c;
  }
  return out + "\"";
}

std::string features_of(const judging::Features& features) {
  std::string out;
  for (std::size_t i = 0; i < judging::kFeatureCount; ++i)
    out += fmt::format("{}{}", i == 0 ? "" : ",", features.at(i));
  return out;
}

// The judge's own, also of what it turned away by bounds. What was turned away before it was asked
// has none.
judging::Scores scores_of(std::string_view text, const LocalVerdict& verdict, bool placed) {
  const judging::Scores said{verdict.credential_score, verdict.strong_score};
  const bool was_asked = said.credential != 0 || said.strong != 0;
  if (verdict.reason != Reason::Unlikely || !was_asked) return said;
  return judging::exact_scores(text, verdict, placed);
}

class Dump {
 public:
  Dump(Matcher matcher, const judging::Table& table)
      : matcher_(std::move(matcher)), table_(table) {}

  void file(const std::string& name, const std::string& text) {
    Result<LocalVerdicts> found = matcher_.find(text);
    if (!found.ok()) return;
    LocalVerdicts verdicts = std::move(found.value());
    drop_stormed(verdicts.stormed_rules, verdicts.verdicts);
    drop_duplicate_ends(verdicts.verdicts);
    std::sort(verdicts.verdicts.begin(), verdicts.verdicts.end(),
              [](const LocalVerdict& left, const LocalVerdict& right) {
                return left.secret.begin < right.secret.begin;
              });
    std::vector<judging::FileTermValues> terms =
        judging::file_terms(matcher_.rules().rules(), text, verdicts.verdicts);
    LineCursor begins(text);
    for (std::size_t i = 0; i < terms.size(); ++i) {
      const LocalVerdict& verdict = verdicts.verdicts[i];
      if (verdict.reason == Reason::NoMatch || verdict.secret.size() == 0) continue;
      std::int64_t start = begins.at(verdict.secret.begin).line;
      std::string_view value =
          std::string_view(text).substr(verdict.secret.begin, verdict.secret.size());
      std::int64_t end = start + std::count(value.begin(), value.end(), '\n');
      print(name, text, verdict, terms[i], start, end);
    }
  }

 private:
  void print(const std::string& name, const std::string& text, const LocalVerdict& verdict,
             const judging::FileTermValues& terms, std::int64_t start, std::int64_t end) {
    const Rule& rule = matcher_.rules().rules()[verdict.rule];
    const Rule& family = matcher_.rules().rules()[verdict.family];
    bool judged = family.judging != Judging::None &&
                  (verdict.reason == Reason::Kept || verdict.reason == Reason::Unlikely);
    judging::Subject subject = judging::subject_of(text, verdict.secret);
    judging::OwnKey key = judging::own_key_of(subject);
    if (family.placed) key = judging::at_place(key);
    judging::Features features =
        judged ? judging::measure(table_, subject, key) : judging::Features();
    const judging::Scores scores = scores_of(text, verdict, family.placed);
    fmt::print(
        "{{\"file\":{},\"start\":{},\"end\":{},\"begin\":{},\"size\":{},\"rule\":{},\"family\":{},",
        json_text(name), start, end, verdict.secret.begin, verdict.secret.size(),
        json_text(rule.id), json_text(family.id));
    fmt::print(
        "\"generic\":{},\"judged\":{},\"standing\":{},\"scores\":[{},{}],\"reason\":{},"
        "\"confidence\":{},\"name\":{},\"secret\":{}",
        is_generic(rule), judged, static_cast<int>(judging::standing_of(subject, key, features)),
        scores.credential, scores.strong, json_text(reason_name(verdict.reason)),
        json_text(confidence_name(rule.confidence)), json_text(key.name),
        json_text(subject.whole.substr(0, 4096)));
    if (judged)
      fmt::print(",\"terms\":[{}],\"features\":[{}]", fmt::join(terms, ","), features_of(features));
    fmt::print("}}\n");
  }

  Matcher matcher_;
  judging::Table table_;
};

Status dump(const fs::path& folder, const judging::Table& table) {
  LEAKWARDEN_TRY(std::shared_ptr<const RuleSet> rules, RuleSet::builtin());
  LEAKWARDEN_TRY(Matcher matcher, Matcher::create(rules, Limits{}, 1'790'000'000));
  Dump dumper(std::move(matcher), table);
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && !entry.is_symlink() && entry.file_size() <= kLargestFile)
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files)
    dumper.file(fs::relative(file, folder).string(), read_file(file));
  return done();
}

void print_features() {
  for (const judging::FeatureInfo& info : judging::kFeatureInfos)
    fmt::print("{} {}\n", info.name, static_cast<int>(info.area));
  fmt::print("digest {}\n", judging::feature_list_digest());
}

int run(int argc, char** argv) {
  std::string first = argc > 1 ? argv[1] : "";
  if (first == "--features") return print_features(), 0;
  std::string block = argc > 2 ? read_file(argv[2]) : std::string(judging::builtin_judge_block());
  std::optional<judging::Table> table = judging::Table::open(block);
  if (first.empty() || !table)
    return fmt::print(stderr, "usage: accuracy_dump FOLDER [TABLE]\n"), 2;
  Status done = dump(first, *table);
  if (done.ok()) return 0;
  fmt::print(stderr, "{}\n", done.error().message());
  return 1;
}

}  // namespace
}  // namespace leakwarden::scanner

int main(int argc, char** argv) {
  return leakwarden::scanner::run(argc, argv);
}
