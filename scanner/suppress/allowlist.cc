#include "scanner/suppress/allowlist.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

#include <fmt/core.h>
#include <re2/re2.h>

#include "scanner/suppress/gitleaks_ignore.h"
#include "scanner/suppress/text_lines.h"

namespace leakwarden::scanner {
namespace {

constexpr int kMostProgramBytes = 1 << 20;
constexpr std::size_t kMostInstructions = 1 << 20;  // of a file's regexes, 16 bytes each
constexpr std::size_t kShownBytes = 120;

enum class LooksAt { Path, Commit, Value, Match, Line, Stopword };

using Regex = std::shared_ptr<const re2::RE2>;

struct Pattern {
  LooksAt looks_at = LooksAt::Value;
  std::string text;  // a commit's id, a stopword in lower case
  Regex regex;
};

struct AllowedRule {
  std::string peer_id;
  Regex regex;  // of the peer's rule, where its file tells it
};

// What one statement asks for: one pattern of each group, and one of the rules where there are any.
struct Condition {
  std::vector<std::vector<Pattern>> groups;
  std::vector<AllowedRule> rules;
};

// What a finding shows to patterns, made when first asked for.
class Sight {
 public:
  explicit Sight(const Subject& subject) : subject_(subject) {}

  const Finding& finding() const { return subject_.finding; }
  const std::string& path() const { return subject_.path; }
  std::string_view value() const { return finding().secret.reveal(RevealFor::Matching); }
  const LineAround& line() {
    if (!line_) line_.reset(new LineAround(line_around(finding())));
    return *line_;
  }

 private:
  const Subject& subject_;
  std::unique_ptr<LineAround> line_;
};

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

bool is_found(const Regex& regex, std::string_view text) {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *regex);
}

bool holds(const Pattern& pattern, Sight& sight) {
  switch (pattern.looks_at) {
    case LooksAt::Path:
      return !sight.path().empty() && is_found(pattern.regex, sight.path());
    case LooksAt::Commit:
      return pattern.text == sight.finding().location.commit;
    case LooksAt::Value:
      return is_found(pattern.regex, sight.value());
    case LooksAt::Match:
      return is_found(pattern.regex, sight.line().match());
    case LooksAt::Line:
      return is_found(pattern.regex, sight.line().text);
    case LooksAt::Stopword: {
      std::string lower = lower_case(sight.value());
      const bool found = lower.find(pattern.text) != std::string::npos;
      wipe_memory(lower.data(), lower.size());
      return found;
    }
  }
  return false;
}

bool is_of(const AllowedRule& rule, Sight& sight) {
  if (is_rule_of_peer(sight.finding().rule_id, rule.peer_id)) return true;
  const std::string_view value = sight.value();
  return rule.regex &&
         re2::RE2::FullMatch(re2::StringPiece(value.data(), value.size()), *rule.regex);
}

bool holds(const Condition& condition, Sight& sight) {
  const bool any_rule =
      condition.rules.empty() ||
      std::any_of(condition.rules.begin(), condition.rules.end(),
                  [&sight](const AllowedRule& rule) { return is_of(rule, sight); });
  return any_rule && std::all_of(condition.groups.begin(), condition.groups.end(),
                                 [&sight](const std::vector<Pattern>& group) {
                                   return std::any_of(
                                       group.begin(), group.end(),
                                       [&sight](const Pattern& one) { return holds(one, sight); });
                                 });
}

constexpr std::size_t kShortestStopword = 3;  // one of two letters is in every seventh hex value

// What values look like, each of other letters; none is one.
std::vector<std::string> value_shapes() {
  const std::pair<std::string_view, std::size_t> kShapes[] = {{"4f0b7d29c1e86a35", 32},
                                                              {"Qx7Zm2RkV9tLb4HsYw6PnD3fJc8G", 40},
                                                              {"K4T9XW2MZ7QH3RBN", 20},
                                                              {"v+B3/kQ9zT-x_8LmR2wY7pJd", 44}};
  std::vector<std::string> values;
  for (const auto& [letters, size] : kShapes) {
    std::string& value = values.emplace_back();
    for (std::size_t at = 0; at < size; ++at) value += letters[at * 5 % letters.size()];
  }
  return values;
}

std::size_t found_in(const Regex& regex, const std::vector<std::string>& texts) {
  return static_cast<std::size_t>(
      std::count_if(texts.begin(), texts.end(),
                    [&regex](const std::string& text) { return is_found(regex, text); }));
}

// Fits whatever there is, or nearly: all paths, three of four shapes of values.
bool is_very_broad(const Pattern& pattern) {
  static const std::vector<std::string> kPaths = {"q", "src/x7/main.cc", "ZQ-44", "a1b2.c3d4"};
  static const std::vector<std::string> kValues = value_shapes();
  switch (pattern.looks_at) {
    case LooksAt::Commit:
      return false;
    case LooksAt::Stopword:
      return pattern.text.size() < kShortestStopword;
    case LooksAt::Path:
      return found_in(pattern.regex, kPaths) == kPaths.size();
    default:
      return found_in(pattern.regex, kValues) + 1 >= kValues.size();
  }
}

const char* looks_at_name(LooksAt looks_at) {
  switch (looks_at) {
    case LooksAt::Path:
      return "paths";
    case LooksAt::Commit:
      return "commits";
    case LooksAt::Stopword:
      return "stopwords";
    default:
      return "regexes";
  }
}

std::string words_of(const Pattern& pattern) {
  const std::string text = pattern.regex ? pattern.regex->pattern() : pattern.text;
  return fmt::format("{} '{}'", looks_at_name(pattern.looks_at), text.substr(0, kShownBytes));
}

std::string words_of(const Condition& condition) {
  std::string words;
  for (const std::vector<Pattern>& group : condition.groups) {
    if (!words.empty()) words += " and ";
    words += words_of(group.front());
    if (group.size() > 1) words += fmt::format(" (or {} more)", group.size() - 1);
  }
  if (!condition.rules.empty())
    words += " for " + condition.rules.front().peer_id.substr(0, kShownBytes);
  if (condition.rules.size() > 1) words += fmt::format(" (or {} more)", condition.rules.size() - 1);
  return words;
}

class AllowlistSpeaker final : public Speaker {
 public:
  explicit AllowlistSpeaker(const std::string& file) : Speaker("allowlist", file) {}

  Status read(const PeerConfig& config) {
    for (const PeerRule& rule : config.rules) {
      regex_texts_.emplace(rule.id, rule.regex);
    }
    for (const PeerAllowlist& list : config.allowlists) {
      LEAKWARDEN_CHECK(take(list, list.target_rules));
    }
    bool filters = !config.filter.empty() || !config.prefilter.empty();
    for (const PeerRule& rule : config.rules) {
      filters = filters || !rule.filter.empty();
      for (const PeerAllowlist& list : rule.allowlists) LEAKWARDEN_CHECK(take(list, {rule.id}));
    }
    if (filters)
      remarks_.push_back(file_ + ": its filter expressions are not supported and silence nothing");
    if (empty_patterns_ > 0) {
      remarks_.push_back(
          fmt::format("{}: {} empty patterns were left out; each would match everything", file_,
                      empty_patterns_));
    }
    return done();
  }

  std::vector<std::size_t> speaking_for(const Subject& subject) const override {
    std::vector<std::size_t> speaking;
    Sight sight(subject);
    for (std::size_t number = 0; number < conditions_.size(); ++number) {
      if (holds(conditions_[number], sight)) speaking.push_back(number);
    }
    return speaking;
  }

 private:
  Status take(const PeerAllowlist& list, const std::vector<std::string>& rules) {
    LEAKWARDEN_TRY(const LooksAt target, target_of(list));
    std::vector<std::vector<Pattern>> groups(4);
    LEAKWARDEN_CHECK(add(list, list.paths, LooksAt::Path, groups[0]));
    LEAKWARDEN_CHECK(add(list, list.commits, LooksAt::Commit, groups[1]));
    LEAKWARDEN_CHECK(add(list, list.regexes, target, groups[2]));
    LEAKWARDEN_CHECK(add(list, list.stopwords, LooksAt::Stopword, groups[3]));
    std::erase_if(groups, [](const std::vector<Pattern>& group) { return group.empty(); });
    if (groups.empty()) return done();
    const std::vector<AllowedRule> allowed = rules_named(rules);
    if (list.all_must_hold) return state(list, Condition{std::move(groups), allowed});
    for (const std::vector<Pattern>& group : groups) {
      for (const Pattern& pattern : group) {
        LEAKWARDEN_CHECK(state(list, Condition{{{pattern}}, allowed}));
      }
    }
    return done();
  }

  Result<LooksAt> target_of(const PeerAllowlist& list) const {
    if (list.regex_target.empty() || list.regex_target == "secret") return LooksAt::Value;
    if (list.regex_target == "match") return LooksAt::Match;
    if (list.regex_target == "line") return LooksAt::Line;
    return wrong(list, "an unknown regexTarget '" + list.regex_target.substr(0, 64) + "'",
                 "secret, match or line");
  }

  Status add(const PeerAllowlist& list, const std::vector<std::string>& texts, LooksAt looks_at,
             std::vector<Pattern>& group) {
    for (const std::string& text : texts) {
      if (text.empty()) {
        ++empty_patterns_;
        continue;
      }
      if (looks_at == LooksAt::Commit || looks_at == LooksAt::Stopword) {
        group.push_back({looks_at, lower_case(text), nullptr});
        continue;
      }
      if (++regex_count_ > kMostAllowPatterns || instructions_ > kMostInstructions) {
        return wrong(list, "more or larger regexes than are heeded",
                     fmt::format("at most {} in a file", kMostAllowPatterns));
      }
      const Regex regex = compiled(text);
      if (!regex->ok()) {
        return wrong(list,
                     fmt::format("{} number {} is no regex: {}", looks_at_name(looks_at),
                                 &text - texts.data() + 1, reason_of(*regex)),
                     "the syntax of RE2");
      }
      group.push_back({looks_at, "", regex});
    }
    return done();
  }

  Status state(const PeerAllowlist& list, Condition condition) {
    if (conditions_.size() >= kMostAllowPatterns) {
      return wrong(list, "more patterns than are heeded",
                   fmt::format("at most {}", kMostAllowPatterns));
    }
    // Of one rule's findings or of all: what nobody looked at is silent.
    const bool everything = std::all_of(
        condition.groups.begin(), condition.groups.end(), [](const std::vector<Pattern>& group) {
          return std::any_of(group.begin(), group.end(), is_very_broad);
        });
    const bool one_commit =
        condition.groups.size() == 1 && condition.groups[0].front().looks_at == LooksAt::Commit;
    const Reach reach = everything ? Reach::All : one_commit ? Reach::Value : Reach::Many;
    const std::string words = words_of(condition);
    statements_.push_back({list.place.line, words, "allowlist of " + file_ + ", " + words, "",
                           reach, Confidence::Medium});
    conditions_.push_back(std::move(condition));
    return done();
  }

  std::vector<AllowedRule> rules_named(const std::vector<std::string>& ids) {
    std::vector<AllowedRule> rules;
    for (const std::string& id : ids) {
      Regex& regex = regexes_[id];
      const auto text = regex_texts_.find(id);
      if (!regex && text != regex_texts_.end() && !text->second.empty()) {
        regex = compiled(text->second);
      }
      rules.push_back({id, regex && regex->ok() ? regex : nullptr});
    }
    return rules;
  }

  Regex compiled(const std::string& text) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kMostProgramBytes);
    Regex regex = std::make_shared<const re2::RE2>(text, options);
    if (regex->ok()) instructions_ += static_cast<std::size_t>(regex->ProgramSize());
    return regex;
  }

  // Without the piece of the pattern that RE2 adds: patterns quote secrets.
  static std::string reason_of(const re2::RE2& regex) {
    const std::string& reason = regex.error();
    const std::string piece = ": " + regex.error_arg();
    const bool has_piece = reason.size() > piece.size() && reason.ends_with(piece);
    return has_piece ? reason.substr(0, reason.size() - piece.size()) : reason;
  }

  Error wrong(const PeerAllowlist& list, std::string what, std::string allowed) const {
    return mistake_at(file_, list.place.line, list.place.column, std::move(what),
                      std::move(allowed));
  }

  std::vector<Condition> conditions_;  // as statements_
  std::size_t empty_patterns_ = 0;
  std::size_t regex_count_ = 0;
  std::size_t instructions_ = 0;                    // of all that were compiled
  std::map<std::string, std::string> regex_texts_;  // of the file's rules, by id
  std::map<std::string, Regex> regexes_;
};

}  // namespace

LineAround::~LineAround() {
  wipe_memory(text.data(), text.size());
}

LineAround line_around(const Finding& finding) {
  const std::string mask = finding.secret.mask();
  const Secret& written = finding.written.empty() ? finding.secret : finding.written;
  const std::string_view value = written.reveal(RevealFor::Matching);
  const std::size_t at = finding.masked_line.find(mask);
  const bool one_line = value.find('\n') == std::string_view::npos;
  LineAround line;
  const bool known = at != std::string::npos && one_line && !mask.empty();
  line.text.reserve(finding.masked_line.size() + value.size());
  line.text = known ? finding.masked_line.substr(0, at) : "";
  line.value_at = line.text.size();
  line.text += value;
  line.value_bytes = value.size();
  if (known) line.text += finding.masked_line.substr(at + mask.size());
  const std::size_t name =
      finding.scope.empty() || line.value_at == 0
          ? std::string::npos
          : std::string_view(line.text).substr(0, line.value_at).rfind(finding.scope);
  line.match_at = name == std::string::npos ? line.value_at : name;
  return line;
}

Result<std::shared_ptr<const Speaker>> allowlist_speaker(const PeerConfig& config,
                                                         const std::string& file) {
  const std::shared_ptr<AllowlistSpeaker> speaker = std::make_shared<AllowlistSpeaker>(file);
  LEAKWARDEN_CHECK(speaker->read(config));
  return std::shared_ptr<const Speaker>(speaker);
}

}  // namespace leakwarden::scanner
