#include "scanner/suppress/ignore_file.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <unordered_map>
#include <utility>

#include <fmt/core.h>

#include "scanner/base/fingerprint.h"
#include "scanner/match/ascii.h"
#include "scanner/suppress/date.h"
#include "scanner/suppress/ignore_pattern.h"
#include "scanner/suppress/letter_index.h"
#include "scanner/suppress/text_lines.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kRule = "rule:";
constexpr std::string_view kUntil = "until:";
constexpr const char* kGrammar =
    "[rule:ID] [until:YYYY-MM-DD] [FINGERPRINT] [PATH PATTERN] [# REASON]";

// Words that people write for ours. A path that begins so is written with a "\" before it.
constexpr std::string_view kOtherWords[] = {"rules",  "ruleid",  "id",          "until", "expires",
                                            "expire", "expiry",  "fingerprint", "path",  "paths",
                                            "reason", "comment", "commit"};

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

std::string quoted(std::string_view word) {
  return "'" + std::string(word.substr(0, 64)) + "'";
}

bool is_rule_id(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return is_name_character(c) || c == '-' || c == '.';
  });
}

// "rules:jwt", "Until: 2027-01-31": meant as one of our words, and none.
bool looks_like_word(std::string_view word) {
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos) return false;
  std::string name;
  for (const char c : word.substr(0, colon)) {
    if (c != '-' && c != '_') name += ascii_lower(c);
  }
  return name == "rule" ||
         std::find(std::begin(kOtherWords), std::end(kOtherWords), name) != std::end(kOtherWords);
}

// The path itself, or a folder it lies in.
bool fits_path(const IgnorePattern& pattern, std::string_view path) {
  return !path.empty() && pattern.matches_or_holds(path);
}

bool fits_everything(const IgnorePattern& pattern) {
  for (const char* path : {"a", "build.gradle", "src/x/y/main.cc", "Q/7.env"}) {
    if (!fits_path(pattern, path)) return false;
  }
  return true;
}

// The longest run of plain letters, which each path that the pattern fits must hold.
std::string letters_of(std::string_view pattern) {
  std::string_view longest;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= pattern.size(); ++at) {
    const bool plain =
        at < pattern.size() && std::string_view("*?[]\\/!").find(pattern[at]) == std::string::npos;
    if (plain) continue;
    if (at - begin > longest.size()) longest = pattern.substr(begin, at - begin);
    begin = at + 1;
  }
  // Inside [a-z] stands a choice, not a run.
  return pattern.find('[') == std::string_view::npos ? std::string(longest) : "";
}

struct IgnoreLine {
  std::string rule;
  std::string fingerprint;
  std::optional<IgnorePattern> path;
  std::string letters;  // of `path`

  // All but the path.
  bool is_about(const Finding& finding) const {
    return (rule.empty() || rule == finding.rule_id) &&
           (fingerprint.empty() || fingerprint == finding.fingerprint);
  }

  bool takes_back() const { return path && path->negated(); }
};

// One line, word by word.
class LineReader {
 public:
  LineReader(const TextLine& line, const std::string& file) : line_(line), file_(file) {}

  Status read(IgnoreLine& parsed, Statement& statement) {
    std::string_view text = without_reason(statement);
    statement.line = line_.number;
    statement.said = text.substr(0, 200);
    while (!text.empty()) {
      const std::string_view word = text.substr(0, text.find_first_of(kBlanks));
      LEAKWARDEN_TRY(const bool is_word, take_word(word, parsed, statement));
      if (!is_word) break;
      text.remove_prefix(word.size());
      text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    }
    if (!text.empty()) LEAKWARDEN_CHECK(take_pattern(text, parsed));
    statement.reach = reach_of(parsed);
    return check(parsed, statement);
  }

 private:
  std::string_view without_reason(Statement& statement) const {
    std::string_view text = line_.text;
    for (std::size_t sign = text.find('#', 1); sign != std::string_view::npos;
         sign = text.find('#', sign + 1)) {
      if (kBlanks.find(text[sign - 1]) == std::string_view::npos) continue;
      const std::size_t begin = text.find_first_not_of(kBlanks, sign + 1);
      if (begin != std::string_view::npos) statement.reason = text.substr(begin);
      text = text.substr(0, sign);
      return text.substr(0, text.find_last_not_of(kBlanks) + 1);
    }
    return text;
  }

  Result<bool> take_word(std::string_view word, IgnoreLine& parsed, Statement& statement) const {
    if (starts_with(word, kRule)) {
      const std::string_view id = word.substr(kRule.size());
      if (!is_rule_id(id)) return wrong(quoted(word) + " names no rule", kGrammar);
      return set_once(parsed.rule, id, "a second rule");
    }
    if (starts_with(word, kUntil)) {
      if (!is_date(word.substr(kUntil.size()))) {
        return wrong(quoted(word) + " names no day", "a day such as until:2027-01-31");
      }
      return set_once(statement.expires, word.substr(kUntil.size()), "a second until:");
    }
    if (looks_like_word(word)) return wrong(quoted(word) + " is no word that is known", kGrammar);
    if (!is_of_strong_value(word) && !is_of_weak_value(word)) return false;
    if (!is_fingerprint(word)) {
      return wrong("no whole fingerprint",
                   "s1- and 32 digits; leakwarden scan --format jsonl shows it");
    }
    return set_once(parsed.fingerprint, word, "a second fingerprint");
  }

  Result<bool> set_once(std::string& field, std::string_view value, const char* twice) const {
    if (!field.empty()) return wrong(std::string(twice) + " on one line", kGrammar);
    field = value;
    return true;
  }

  Status take_pattern(std::string_view text, IgnoreLine& parsed) const {
    const std::optional<IgnorePattern> pattern = IgnorePattern::parse(text);
    if (!pattern) return wrong("a pattern that fits nothing", "a path as .gitignore writes it");
    parsed.path = pattern;
    parsed.letters = letters_of(text);
    return done();
  }

  static Reach reach_of(const IgnoreLine& parsed) {
    if (parsed.takes_back()) return Reach::None;
    if (!parsed.fingerprint.empty()) return Reach::Value;
    const bool everything = parsed.rule.empty() && parsed.path && fits_everything(*parsed.path);
    return everything ? Reach::All : Reach::Many;
  }

  Status check(const IgnoreLine& parsed, const Statement& statement) const {
    if (parsed.rule.empty() && parsed.fingerprint.empty() && !parsed.path) {
      return wrong("it names no path, rule or value", kGrammar);
    }
    if (parsed.takes_back() && !statement.expires.empty()) {
      return wrong("what takes back does not end", "the line without until:");
    }
    const bool weak = is_of_weak_value(parsed.fingerprint);
    if (!weak || (!parsed.rule.empty() && parsed.path)) return done();
    return wrong("a weak fingerprint alone", "rule:ID and a path beside it");
  }

  Error wrong(std::string what, std::string allowed) const {
    return mistake_at(file_, line_, std::move(what), std::move(allowed));
  }

  const TextLine& line_;
  const std::string& file_;
};

class IgnoreFileSpeaker final : public Speaker {
 public:
  explicit IgnoreFileSpeaker(const std::string& file) : Speaker("ignore-file", file) {}

  Status take(const TextLine& line) {
    if (line.text[0] == '#') return done();
    IgnoreLine parsed;
    Statement statement;
    LEAKWARDEN_CHECK(LineReader(line, file_).read(parsed, statement));
    if (lines_.size() >= kMostIgnoreLines) {
      return mistake_at(file_, line, "more statements than are heeded",
                        fmt::format("at most {}; values in bulk in a baseline", kMostIgnoreLines));
    }
    add_to_index(parsed);
    lines_.push_back(std::move(parsed));
    statements_.push_back(std::move(statement));
    return done();
  }

  void finish() { with_path_.build(); }

  std::vector<std::size_t> speaking_for(const Subject& subject) const override {
    std::vector<std::size_t> speaking;
    const std::vector<std::size_t> fitting = fitting_lines(subject);
    for (const std::size_t number : fitting) {
      if (!lines_[number].is_about(subject.finding)) continue;
      if (!lines_[number].takes_back()) {
        speaking.push_back(number);
        continue;
      }
      std::erase_if(speaking, [this](std::size_t one) { return lines_[one].path.has_value(); });
    }
    std::reverse(speaking.begin(), speaking.end());
    return speaking;
  }

  std::vector<std::string> remarks() const override {
    if (untried_ == 0) return {};
    return {fmt::format(
        "{}: its patterns cost more than is spent on them; the paths of {} findings were not "
        "looked at, and they stay reported: fewer wild patterns",
        file_, untried_)};
  }

 private:
  void add_to_index(const IgnoreLine& line) {
    const std::size_t number = lines_.size();
    if (line.path) return with_path_.add(number, line.letters);
    if (line.fingerprint.empty()) return by_rule_[line.rule].push_back(number);
    by_fingerprint_[line.fingerprint].push_back(number);
  }

  using Numbers = std::unordered_map<std::string, std::vector<std::size_t>>;

  static void take_named(const Numbers& numbers, const std::string& name,
                         std::vector<std::size_t>& fitting) {
    const auto found = numbers.find(name);
    if (found == numbers.end()) return;
    fitting.insert(fitting.end(), found->second.begin(), found->second.end());
  }

  // Ascending.
  std::vector<std::size_t> fitting_lines(const Subject& subject) const {
    std::vector<std::size_t> fitting = of_path(subject.path);
    take_named(by_rule_, subject.finding.rule_id, fitting);
    take_named(by_fingerprint_, subject.finding.fingerprint, fitting);
    std::sort(fitting.begin(), fitting.end());
    return fitting;
  }

  // Findings come file by file: the last path's are kept.
  const std::vector<std::size_t>& of_path(const std::string& path) const {
    if (path == last_path_) return of_last_path_;
    if (spent_ > kMostPatternWork) {
      ++untried_;
      return none_;
    }
    last_path_ = path;
    of_last_path_.clear();
    const std::vector<std::size_t> candidates = with_path_.candidates(path);
    spent_ += candidates.size() * path.size();
    for (const std::size_t number : candidates) {
      if (fits_path(*lines_[number].path, path)) of_last_path_.push_back(number);
    }
    return of_last_path_;
  }

  std::vector<IgnoreLine> lines_;  // as statements_
  LetterIndex with_path_;
  Numbers by_rule_;         // of lines without a path and a value
  Numbers by_fingerprint_;  // of lines without a path
  const std::vector<std::size_t> none_;
  mutable std::string last_path_;
  mutable std::vector<std::size_t> of_last_path_;
  mutable std::uint64_t spent_ = 0;
  mutable std::size_t untried_ = 0;  // findings
};

}  // namespace

Result<std::shared_ptr<const Speaker>> parse_ignore_file(std::string_view bytes,
                                                         const std::string& file) {
  const std::shared_ptr<IgnoreFileSpeaker> speaker = std::make_shared<IgnoreFileSpeaker>(file);
  LEAKWARDEN_CHECK(
      each_line(bytes, file, [&speaker](const TextLine& line) { return speaker->take(line); }));
  speaker->finish();
  return std::shared_ptr<const Speaker>(speaker);
}

}  // namespace leakwarden::scanner
