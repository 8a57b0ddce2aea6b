#include "scanner/rules/import/allowlist_values.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "scanner/rules/literals.h"
#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kGap = "…";
constexpr std::size_t kMostPlaceholders = 64;  // of one regex
constexpr std::size_t kShownBytes = 60;
constexpr int kMostParentheses = 8;  // around a whole filter
constexpr std::size_t kAnyBytes = 200;  // a class of so many bytes is a gap

std::string shown(const std::string& text) {
  return text.size() <= kShownBytes ? text : text.substr(0, kShownBytes) + "…";
}

bool is_gap(const PatternNode& node) {
  return node.kind == PatternNode::Kind::Repeat && node.most == kUnbounded &&
         node.children.front().kind == PatternNode::Kind::Bytes &&
         node.children.front().bytes.count() >= kAnyBytes;
}

bool is_assertion(const PatternNode& node, std::string_view one, std::string_view other) {
  return node.kind == PatternNode::Kind::Assertion && (node.name == one || node.name == other);
}

// One branch: literals with gaps between them, anchored or not.
class BranchValues {
 public:
  explicit BranchValues(const PatternNode& branch) {
    if (branch.kind == PatternNode::Kind::Concat) {
      for (const PatternNode& child : branch.children) parts_.push_back(&child);
    } else {
      parts_.push_back(&branch);
    }
  }

  std::optional<std::vector<std::string>> values() {
    const bool from_start = !parts_.empty() && is_assertion(*parts_.front(), "^", "\\A");
    if (from_start) parts_.erase(parts_.begin());
    const bool to_end = !parts_.empty() && is_assertion(*parts_.back(), "$", "\\z");
    if (to_end) parts_.pop_back();
    if (!from_start) open_gap();
    for (const PatternNode* part : parts_) {
      if (is_gap(*part)) {
        open_gap();
      } else if (!append(*part)) {
        return std::nullopt;
      }
    }
    if (!to_end) open_gap();
    return std::move(values_);
  }

  bool says_something() const { return literal_bytes_ > 0; }

 private:
  void open_gap() {
    for (std::string& value : values_) {
      if (!value.ends_with(kGap)) value += kGap;
    }
  }

  bool append(const PatternNode& part) {
    const std::optional<std::vector<std::string>> literals = literals_of(part);
    if (!literals || literals->empty() || literals->size() * values_.size() > kMostPlaceholders) {
      return false;
    }
    std::vector<std::string> longer;
    for (const std::string& value : values_) {
      for (const std::string& literal : *literals) {
        longer.push_back(value + literal);
        literal_bytes_ += literal.size();
      }
    }
    values_ = std::move(longer);
    return true;
  }

  std::vector<const PatternNode*> parts_;
  std::vector<std::string> values_ = {""};
  std::size_t literal_bytes_ = 0;
};

const PatternNode& without_groups(const PatternNode& node) {
  return node.kind == PatternNode::Kind::Group ? without_groups(node.children.front()) : node;
}

void add_regexes(const std::vector<std::string>& regexes, const char* of_what,
                 AllowedValues& values) {
  for (const std::string& regex : regexes) {
    const std::optional<std::vector<std::string>> found = placeholders_of(regex);
    if (found) {
      values.placeholders.insert(values.placeholders.end(), found->begin(), found->end());
    } else {
      values.notes.push_back(
          {NoteKind::Louder, fmt::format("{} regex is more than a fixed text and was left out", of_what),
           shown(regex)});
    }
  }
}

void left_out(AllowedValues& values, const std::string& what, const std::string& detail = "") {
  values.notes.push_back({NoteKind::Louder, what, detail});
}

// The condition of one allowlist that no placeholder can say; "" when it has none.
std::string foreign_condition(const PeerAllowlist& list) {
  const bool with_values = !list.regexes.empty() || !list.stopwords.empty();
  if (!list.regexes.empty() && !list.regex_target.empty() && list.regex_target != "secret") {
    return list.stopwords.empty() || list.all_must_hold
               ? fmt::format("an allowlist looks at the whole {}", list.regex_target)
               : "";
  }
  if (!with_values && !list.paths.empty()) return "an allowlist of paths";
  if (!with_values && !list.commits.empty()) return "an allowlist of commits";
  const int conditions = !list.regexes.empty() + !list.stopwords.empty() + !list.paths.empty() +
                         !list.commits.empty();
  if (list.all_must_hold && conditions > 1) return "an allowlist of several conditions together";
  return "";
}

// Text without `// comments`, in one piece.
std::string without_comments(const std::string& text) {
  std::string result;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    const std::size_t word = line.find_first_not_of(" \t");
    if (word != std::string::npos && line.compare(word, 2, "//") != 0) result += line + "\n";
    begin = end + 1;
  }
  return result;
}

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

// One past the string literal that begins at `at`.
std::size_t literal_end(const std::string& text, std::size_t at) {
  const char quote = text[at];
  for (++at; at < text.size() && text[at] != quote; ++at) {
    if (text[at] == '\\' && quote != '`') ++at;
  }
  return std::min(at + 1, text.size());
}

bool opens_literal(char c) {
  return c == '"' || c == '`' || c == '\'';
}

// The parts between the outermost ||; one part when it is wrapped in parentheses.
std::vector<std::string> disjuncts(const std::string& text) {
  std::vector<std::string> parts(1);
  int depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char c = text[at];
    if (opens_literal(c)) {
      at = literal_end(text, at);
    } else {
      if (c == '(' || c == '[' || c == '{') ++depth;
      if (c == ')' || c == ']' || c == '}') --depth;
      if (depth == 0 && text.compare(at, 2, "||") == 0) {
        parts.emplace_back();
        at += 2;
        continue;
      }
      ++at;
    }
    parts.back() += text.substr(begin, at - begin);
  }
  return parts;
}

std::string without_outer_parentheses(std::string text) {
  text = trimmed(text);
  for (int layer = 0; layer < kMostParentheses; ++layer) {
    if (text.size() < 2 || text.front() != '(' || text.back() != ')') break;
    int depth = 0;
    std::size_t at = 0;
    while (at < text.size()) {
      if (opens_literal(text[at])) {
        at = literal_end(text, at);
        continue;
      }
      if (text[at] == '(') ++depth;
      if (text[at] == ')' && --depth == 0) break;
      ++at;
    }
    if (at + 1 != text.size()) break;
    text = trimmed(text.substr(1, text.size() - 2));
  }
  return text;
}

// The string literals of `text`, unquoted; nothing when anything else but , [ ] ) stands there.
std::optional<std::vector<std::string>> literals_in(const std::string& text) {
  std::vector<std::string> found;
  for (std::size_t at = 0; at < text.size();) {
    if (!opens_literal(text[at])) {
      if (std::string_view(" \t\r\n,[])").find(text[at]) == std::string_view::npos) {
        return std::nullopt;
      }
      ++at;
      continue;
    }
    const std::size_t end = literal_end(text, at);
    std::string literal;
    for (std::size_t i = at + 1; i + 1 < end; ++i) {
      if (text[i] == '\\' && text[at] != '`' && i + 2 < end) ++i;
      literal += text[i];
    }
    found.push_back(std::move(literal));
    at = end;
  }
  return found;
}

std::optional<std::string> after(const std::string& text, const std::string& prefix) {
  if (text.compare(0, prefix.size(), prefix) != 0) return std::nullopt;
  return text.substr(prefix.size());
}

bool add_entropy(const std::string& part, AllowedValues& values) {
  std::optional<std::string> rest = after(part, "entropy(finding[\"secret\"])");
  if (!rest) return false;
  std::string number = trimmed(*rest);
  if (number.empty() || number[0] != '<') return false;
  number = trimmed(number.substr(number.compare(0, 2, "<=") == 0 ? 2 : 1));
  if (number.empty() || number.find_first_not_of("0123456789.") != std::string::npos) return false;
  values.entropy = std::max(values.entropy, std::atof(number.c_str()));
  return true;
}

bool add_lists(const std::string& part, AllowedValues& values) {
  for (const char* call : {"containsAny", "matchesAny"}) {
    const std::optional<std::string> rest =
        after(part, std::string(call) + "(finding[\"secret\"],");
    const std::optional<std::vector<std::string>> list =
        rest ? literals_in(*rest) : std::nullopt;
    if (!list) continue;
    if (std::string_view(call) == "matchesAny") {
      add_regexes(*list, "a filter's", values);
    } else {
      for (const std::string& word : *list) values.placeholders.push_back(kGap + word + kGap);
    }
    return true;
  }
  const std::optional<std::string> equal = after(part, "finding[\"secret\"] == ");
  const std::optional<std::vector<std::string>> one = equal ? literals_in(*equal) : std::nullopt;
  if (one && one->size() == 1) values.placeholders.push_back(one->front());
  return one && one->size() == 1;
}

}  // namespace

std::optional<std::vector<std::string>> placeholders_of(const std::string& regex) {
  ByteSets byte_sets;
  const Result<PatternNode> pattern = parse_pattern(regex, byte_sets);
  if (!pattern.ok()) return std::nullopt;
  const PatternNode& root = without_groups(*pattern);
  std::vector<const PatternNode*> branches = {&root};
  if (root.kind == PatternNode::Kind::Alternate) {
    branches.clear();
    for (const PatternNode& child : root.children) branches.push_back(&child);
  }
  std::vector<std::string> all;
  for (const PatternNode* branch : branches) {
    BranchValues reader(*branch);
    const std::optional<std::vector<std::string>> values = reader.values();
    if (!values || !reader.says_something()) return std::nullopt;
    all.insert(all.end(), values->begin(), values->end());
  }
  if (all.size() > kMostPlaceholders) return std::nullopt;
  return all;
}

void add_allowlist(const PeerAllowlist& list, AllowedValues& values) {
  const std::string foreign = foreign_condition(list);
  if (!foreign.empty()) {
    return left_out(values, foreign + " and was left out; a rule's placeholders are values only");
  }
  const bool on_value = list.regex_target.empty() || list.regex_target == "secret";
  if (!on_value && !list.regexes.empty()) {
    left_out(values, fmt::format("an allowlist's regexes look at the whole {} and were left out",
                                 list.regex_target));
  }
  if (on_value) add_regexes(list.regexes, "an allowlist's", values);
  for (const std::string& word : list.stopwords) {
    if (!word.empty()) values.placeholders.push_back(kGap + word + kGap);
  }
  if (!list.paths.empty() || !list.commits.empty()) {
    left_out(values, list.paths.empty() ? "an allowlist's commits were left out"
                                        : "an allowlist's paths were left out");
  }
}

void add_filter(const std::string& filter, AllowedValues& values) {
  const std::string text = without_outer_parentheses(without_comments(filter));
  if (text.empty()) return;
  for (const std::string& piece : disjuncts(text)) {
    std::string part = without_outer_parentheses(piece);
    if (after(part, "filter.")) part = part.substr(std::string("filter.").size());
    if (part.empty() || add_entropy(part, values) || add_lists(part, values)) continue;
    if (after(part, "failsTokenEfficiency(finding[\"secret\"])")) {
      left_out(values, "its token-efficiency test was left out");
    } else {
      left_out(values, "a filter that is more than values and entropy was left out",
               shown(part.substr(0, part.find('\n'))));
    }
  }
}

}  // namespace leakwarden::scanner
