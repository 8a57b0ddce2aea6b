#include "scanner/rules/pattern.h"

#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "scanner/rules/pattern_error.h"

namespace leakwarden::scanner {
namespace {

constexpr std::int64_t kMaxProgramBytes = 8 << 20;

std::uint32_t saturating_add(std::uint32_t left, std::uint32_t right) {
  return left > kUnbounded - right ? kUnbounded : left + right;
}

std::uint32_t saturating_multiply(std::uint32_t left, std::uint32_t right) {
  if (left == 0 || right == 0) return 0;
  return left > kUnbounded / right ? kUnbounded : left * right;
}

// Flags in force at a place of the pattern.
struct Flags {
  bool caseless = false;
  bool dot_is_any = false;
  std::string text() const {
    if (!caseless && !dot_is_any) return "";
    return fmt::format("(?{}{})", caseless ? "i" : "", dot_is_any ? "s" : "");
  }
};

class PatternParser {
 public:
  PatternParser(std::string_view pattern, ByteSets& byte_sets)
      : pattern_(pattern), byte_sets_(byte_sets) {}

  Result<PatternNode> parse() {
    LEAKWARDEN_TRY(PatternNode root, parse_alternate(Flags{}, 0));
    if (!at_end()) return refuse(position_, "a closing ) without its (", "write \\)");
    return root;
  }

  // Positions of a { that was meant for a count ("{36", "{,3}", "{ 2}") and is a literal brace.
  const std::vector<std::size_t>& broken_counts() const { return broken_counts_; }

 private:
  bool at_end() const { return position_ >= pattern_.size(); }
  char peek() const { return pattern_[position_]; }
  bool looking_at(std::string_view text) const {
    return pattern_.substr(position_, text.size()) == text;
  }

  static Error refuse(std::size_t position, std::string why, std::string remedy = "") {
    return Error::invalid("read the pattern", fmt::format("character {}", position + 1),
                          std::move(why))
        .with_remedy(std::move(remedy));
  }

  // alternate := concat ('|' concat)*
  Result<PatternNode> parse_alternate(Flags flags, int depth) {
    if (depth > kMaxPatternDepth) {
      return refuse(position_, fmt::format("groups nested deeper than {}", kMaxPatternDepth),
                    "flatten the pattern");
    }
    PatternNode node;
    node.kind = PatternNode::Kind::Alternate;
    while (true) {
      LEAKWARDEN_TRY(PatternNode branch, parse_concat(&flags, depth));
      node.children.push_back(std::move(branch));
      if (at_end() || peek() != '|') break;
      position_++;
    }
    if (node.children.size() == 1) return PatternNode(std::move(node.children.front()));
    return node;
  }

  // concat := (atom repeat?)*      A flag group (?i) changes `flags` to the end of its group.
  Result<PatternNode> parse_concat(Flags* flags, int depth) {
    PatternNode node;
    node.kind = PatternNode::Kind::Concat;
    while (!at_end() && peek() != '|' && peek() != ')') {
      LEAKWARDEN_TRY(PatternNode atom, parse_atom(flags, depth));
      LEAKWARDEN_TRY(PatternNode repeated, parse_repeats(std::move(atom)));
      if (repeated.kind != PatternNode::Kind::Empty) node.children.push_back(std::move(repeated));
    }
    if (node.children.empty()) return PatternNode{};
    if (node.children.size() == 1) return PatternNode(std::move(node.children.front()));
    return node;
  }

  Result<PatternNode> parse_atom(Flags* flags, int depth) {
    switch (peek()) {
      case '(':
        return parse_group(flags, depth);
      case '[':
        return parse_class(*flags);
      case '\\':
        return parse_escape(*flags);
      case '.':
        return take_bytes(1, *flags);
      case '^':
      case '$':
        return take_assertion(1);
      case '*':
      case '+':
      case '?':
        return refuse(position_, "nothing to repeat", "write a backslash before it");
      case '{':
        if (has_count_begun()) broken_counts_.push_back(position_);
        return take_bytes(1, *flags);
      default:
        return take_bytes(1, *flags);
    }
  }

  Result<PatternNode> parse_group(Flags* flags, int depth) {
    const std::size_t start = position_;
    PatternNode group;
    group.kind = PatternNode::Kind::Group;
    Flags inner = *flags;
    position_++;
    if (looking_at("?P<")) {
      position_ += 3;
      const std::size_t close = pattern_.find('>', position_);
      if (close == std::string_view::npos) return refuse(start, "a group name without its >");
      group.name = std::string(pattern_.substr(position_, close - position_));
      if (!names_.insert(group.name).second) {  // RE2 lets the last one win
        return refuse(start, fmt::format("the group name '{}' stands twice", group.name),
                      "rename one, or write two rules");
      }
      position_ = close + 1;
    } else if (looking_at("?")) {
      position_++;
      LEAKWARDEN_TRY(const bool only_flags, parse_flags(&inner, start));
      if (only_flags) {
        *flags = inner;
        return PatternNode{};
      }
    }
    LEAKWARDEN_TRY(PatternNode body, parse_alternate(inner, depth + 1));
    if (at_end()) return refuse(start, "an opening ( without its )", "close it, or write \\(");
    position_++;
    group.children.push_back(std::move(body));
    return group;
  }

  // After "(?": letters, then ':' (a group) or ')' (flags for the rest of this group).
  Result<bool> parse_flags(Flags* flags, std::size_t start) {
    bool value = true;
    while (!at_end()) {
      const char letter = pattern_[position_++];
      if (letter == ':') return false;
      if (letter == ')') return true;
      if (letter == '-')
        value = false;
      else if (letter == 'i')
        flags->caseless = value;
      else if (letter == 's')
        flags->dot_is_any = value;
      else if (letter != 'U')
        break;  // U swaps greediness, which no width depends on
    }
    return refuse(start, "a kind of group that rules do not know",
                  "use (?:…), (?P<name>…), (?i:…) or (?s:…)");
  }

  Result<PatternNode> parse_class(const Flags& flags) {
    std::size_t end = position_ + 1;
    if (end < pattern_.size() && pattern_[end] == '^') end++;
    bool first = true;
    while (end < pattern_.size() && (first || pattern_[end] != ']')) {
      first = false;
      if (pattern_.compare(end, 2, "[:") == 0 &&
          pattern_.find(":]", end) != std::string_view::npos) {
        end = pattern_.find(":]", end) + 2;
      } else {
        end += pattern_[end] == '\\' ? 2 : 1;
      }
    }
    if (end >= pattern_.size()) return refuse(position_, "a class [ without its ]", "write \\[");
    const std::string_view text = pattern_.substr(position_, end + 1 - position_);
    const bool ascii = std::all_of(text.begin(), text.end(),
                                   [](char c) { return static_cast<signed char>(c) >= 0; });
    if (!ascii) {
      return refuse(position_, "a letter outside ASCII in a class, which matches bytes",
                    "use an alternation: (?:ä|ö)");
    }
    return take_bytes(text.size(), flags);
  }

  Result<PatternNode> parse_escape(const Flags& flags) {
    if (position_ + 1 >= pattern_.size()) return refuse(position_, "a lone backslash at the end");
    const char letter = pattern_[position_ + 1];
    switch (letter) {
      case 'b':
      case 'B':
      case 'A':
      case 'z':
        return take_assertion(2);
      case 'x':
        return take_bytes(hex_escape_size(), flags);
      case 'p':
      case 'P':
      case 'C':
      case 'Q':
      case 'E':
      case 'X':
        return refuse(position_, fmt::format("\\{} is not part of rule patterns", letter),
                      "write the bytes or a class [...] instead");
      default:
        break;
    }
    if (letter >= '0' && letter <= '9') {
      return refuse(position_, "a backslash before a digit", "write bytes as \\x00 to \\xff");
    }
    return take_bytes(2, flags);
  }

  std::size_t hex_escape_size() const {
    if (position_ + 2 < pattern_.size() && pattern_[position_ + 2] == '{') {
      const std::size_t close = pattern_.find('}', position_);
      return close == std::string_view::npos ? 3 : close + 1 - position_;
    }
    return 4;
  }

  Result<PatternNode> take_bytes(std::size_t size, const Flags& flags) {
    const std::string_view text = pattern_.substr(position_, size);
    const std::optional<ByteSet> bytes = byte_sets_.of(text, flags.text());
    if (!bytes) return refuse(position_, fmt::format("'{}' is not one byte", text));
    if (bytes->none()) return refuse(position_, fmt::format("'{}' matches nothing", text));
    position_ += size;
    PatternNode node;
    node.kind = PatternNode::Kind::Bytes;
    node.bytes = *bytes;
    return node;
  }

  Result<PatternNode> take_assertion(std::size_t size) {
    PatternNode node;
    node.kind = PatternNode::Kind::Assertion;
    node.name = std::string(pattern_.substr(position_, size));
    position_ += size;
    return node;
  }

  // repeat := ('*' | '+' | '?' | '{' m [',' [n]] '}') '?'?
  Result<PatternNode> parse_repeats(PatternNode atom) {
    int count = 0;
    std::uint32_t least = 0;
    std::uint32_t most = 0;
    while (!at_end() && take_repeat(&least, &most)) {
      if (++count > 2) return refuse(position_, "repeats of repeats of repeats", "use one repeat");
      if (!at_end() && peek() == '?') position_++;
      PatternNode repeat;
      repeat.kind = PatternNode::Kind::Repeat;
      repeat.least = least;
      repeat.most = most;
      repeat.children.push_back(std::move(atom));
      atom = std::move(repeat);
    }
    return atom;
  }

  bool take_repeat(std::uint32_t* least, std::uint32_t* most) {
    const char letter = peek();
    *least = letter == '+' ? 1 : 0;
    *most = letter == '?' ? 1 : kUnbounded;
    if (letter == '*' || letter == '+' || letter == '?') {
      position_++;
      return true;
    }
    return letter == '{' && take_counts(least, most);
  }

  // RE2 takes a { that begins no count as a literal; so do we.
  bool take_counts(std::uint32_t* least, std::uint32_t* most) {
    std::size_t at = position_ + 1;
    if (!take_number(&at, least)) return false;
    *most = *least;
    if (at < pattern_.size() && pattern_[at] == ',') {
      at++;
      if (!take_number(&at, most)) *most = kUnbounded;
    }
    if (at >= pattern_.size() || pattern_[at] != '}') return false;
    position_ = at + 1;
    return true;
  }

  bool has_count_begun() const {
    const std::size_t next = pattern_.find_first_not_of(" ,", position_ + 1);
    return next != std::string_view::npos && pattern_[next] >= '0' && pattern_[next] <= '9';
  }

  bool take_number(std::size_t* at, std::uint32_t* number) const {
    const std::size_t start = *at;
    std::uint32_t value = 0;
    while (*at < pattern_.size() && pattern_[*at] >= '0' && pattern_[*at] <= '9' &&
           *at - start < 6) {
      value = value * 10 + static_cast<std::uint32_t>(pattern_[*at] - '0');
      (*at)++;
    }
    if (*at == start) return false;
    *number = value;
    return true;
  }

  std::string_view pattern_;
  ByteSets& byte_sets_;
  std::set<std::string> names_;
  std::size_t position_ = 0;
  std::vector<std::size_t> broken_counts_;
};

enum class Bound { Least, Most };

std::uint32_t width(const PatternNode& node, Bound bound) {
  const bool least = bound == Bound::Least;
  switch (node.kind) {
    case PatternNode::Kind::Empty:
    case PatternNode::Kind::Assertion:
      return 0;
    case PatternNode::Kind::Bytes:
      return 1;
    case PatternNode::Kind::Group:
      return width(node.children.front(), bound);
    case PatternNode::Kind::Repeat:
      return saturating_multiply(width(node.children.front(), bound),
                                 least ? node.least : node.most);
    case PatternNode::Kind::Concat:
    case PatternNode::Kind::Alternate:
      break;
  }
  const bool all = node.kind == PatternNode::Kind::Concat;
  std::uint32_t total = least && !all ? kUnbounded : 0;
  for (const PatternNode& child : node.children) {
    const std::uint32_t one = width(child, bound);
    if (all)
      total = saturating_add(total, one);
    else
      total = least ? std::min(total, one) : std::max(total, one);
  }
  return total;
}

}  // namespace

std::uint32_t min_width(const PatternNode& node) {
  return width(node, Bound::Least);
}

std::uint32_t max_width(const PatternNode& node) {
  return width(node, Bound::Most);
}

re2::RE2::Options pattern_options() {
  re2::RE2::Options options;
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  options.set_log_errors(false);
  options.set_max_mem(kMaxProgramBytes);
  return options;
}

std::optional<ByteSet> ByteSets::of(std::string_view expression, std::string_view flags) {
  const std::string text = fmt::format("{}(?:{})", flags, expression);
  const std::map<std::string, ByteSet>::const_iterator known = known_.find(text);
  if (known != known_.end()) return known->second;
  const re2::RE2 program(text, pattern_options());
  if (!program.ok()) return std::nullopt;
  ByteSet bytes;
  for (int value = 0; value < 256; value++) {
    const char byte = static_cast<char>(value);
    bytes[static_cast<std::size_t>(value)] =
        re2::RE2::FullMatch(re2::StringPiece(&byte, 1), program);
  }
  known_.emplace(text, bytes);
  return bytes;
}

Result<PatternNode> parse_pattern(std::string_view pattern, ByteSets& byte_sets) {
  const std::string where = "the pattern";
  if (pattern.empty()) return Error::invalid("read the pattern", where, "it is empty");
  if (pattern.size() > kMaxPatternBytes) {
    return Error::invalid("read the pattern", where,
                          fmt::format("longer than {} bytes", kMaxPatternBytes));
  }
  const re2::RE2 program(re2::StringPiece(pattern.data(), pattern.size()), pattern_options());
  if (!program.ok()) return refused_by_re2(program, pattern);
  return parse_again(pattern, byte_sets);
}

Result<PatternNode> parse_again(std::string_view pattern, ByteSets& byte_sets) {
  return PatternParser(pattern, byte_sets).parse();
}

std::vector<std::size_t> broken_counts(std::string_view pattern) {
  ByteSets byte_sets;
  PatternParser parser(pattern, byte_sets);
  return parser.parse().ok() ? parser.broken_counts() : std::vector<std::size_t>();
}

}  // namespace leakwarden::scanner
