#include "scanner/suppress/ignore_file.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/core.h>

#include "scanner/base/fingerprint.h"
#include "scanner/suppress/date.h"
#include "scanner/suppress/ignore_pattern.h"
#include "scanner/suppress/text_lines.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kRule = "rule:";
constexpr std::string_view kUntil = "until:";
constexpr const char* kGrammar =
    "[rule:ID] [until:YYYY-MM-DD] [FINGERPRINT] [PATH PATTERN] [# REASON]";

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

// A pattern with the letters that each path it fits must hold: most paths are told apart by them.
struct PathPattern {
  IgnorePattern pattern;
  std::string letters;

  // The path itself, or a folder it lies in.
  bool fits(std::string_view path) const {
    if (path.empty() || path.find(letters) == std::string_view::npos) return false;
    for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
         slash = path.find('/', slash + 1)) {
      if (slash > 0 && pattern.matches(path.substr(0, slash), true)) return true;
    }
    return pattern.matches(path, false);
  }

  bool fits_everything() const {
    return fits("a") && fits("build.gradle") && fits("src/x/y/main.cc") && fits("Q/7.env");
  }
};

// The longest run of plain letters of one part of the path.
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
  std::optional<PathPattern> path;

  bool fits(const Subject& subject) const {
    const Finding& finding = subject.finding;
    if (!rule.empty() && rule != finding.rule_id) return false;
    if (!fingerprint.empty() && fingerprint != finding.fingerprint) return false;
    return !path || path->fits(subject.path);
  }

  bool takes_back() const { return path && path->pattern.negated(); }
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
    if (starts_with(word, kRule) && word.size() > kRule.size()) {
      return set_once(parsed.rule, word.substr(kRule.size()), "a second rule");
    }
    if (starts_with(word, kUntil)) {
      if (!is_date(word.substr(kUntil.size()))) {
        return wrong("'" + std::string(word.substr(0, 64)) + "' names no day",
                     "a day such as until:2027-01-31");
      }
      return set_once(statement.expires, word.substr(kUntil.size()), "a second until:");
    }
    if (!starts_with(word, "s1-") && !starts_with(word, "w1-")) return false;
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
    parsed.path = PathPattern{*pattern, letters_of(text)};
    return done();
  }

  static Reach reach_of(const IgnoreLine& parsed) {
    if (parsed.takes_back()) return Reach::None;
    if (!parsed.fingerprint.empty()) return Reach::Value;
    const bool everything = parsed.rule.empty() && parsed.path && parsed.path->fits_everything();
    return everything ? Reach::All : Reach::Many;
  }

  Status check(const IgnoreLine& parsed, const Statement& statement) const {
    if (parsed.rule.empty() && parsed.fingerprint.empty() && !parsed.path) {
      return wrong("it names no path, rule or value", kGrammar);
    }
    if (parsed.takes_back() && !statement.expires.empty()) {
      return wrong("what takes back does not end", "the line without until:");
    }
    const bool weak = starts_with(parsed.fingerprint, "w1-");
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
    lines_.push_back(std::move(parsed));
    statements_.push_back(std::move(statement));
    return done();
  }

  std::vector<std::size_t> speaking_for(const Subject& subject) const override {
    std::vector<std::size_t> speaking;
    for (std::size_t number = 0; number < lines_.size(); ++number) {
      if (!lines_[number].fits(subject)) continue;
      if (!lines_[number].takes_back()) {
        speaking.push_back(number);
        continue;
      }
      std::erase_if(speaking, [this](std::size_t one) { return lines_[one].path.has_value(); });
    }
    std::reverse(speaking.begin(), speaking.end());
    return speaking;
  }

 private:
  std::vector<IgnoreLine> lines_;  // as statements_
};

}  // namespace

Result<std::shared_ptr<const Speaker>> parse_ignore_file(std::string_view bytes,
                                                         const std::string& file) {
  const std::shared_ptr<IgnoreFileSpeaker> speaker = std::make_shared<IgnoreFileSpeaker>(file);
  LEAKWARDEN_CHECK(
      each_line(bytes, file, [&speaker](const TextLine& line) { return speaker->take(line); }));
  return std::shared_ptr<const Speaker>(speaker);
}

}  // namespace leakwarden::scanner
