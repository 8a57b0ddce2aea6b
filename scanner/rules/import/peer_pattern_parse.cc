#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "scanner/rules/import/peer_pattern.h"
#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {
namespace {

struct Flags {
  std::string letters;      // of "isU", in force
  bool many_lines = false;  // m: ^ and $ at lines
};

class Parser {
 public:
  explicit Parser(std::string_view regex) : regex_(regex) {}

  Result<PeerPattern> parse() {
    PeerPattern pattern;
    LEAKWARDEN_TRY(pattern.branches, parse_branches(Flags{}, 0));
    if (!at_end()) return refuse("a closing ) without its (");
    pattern.captures = captures_;
    return pattern;
  }

 private:
  bool at_end() const { return at_ >= regex_.size(); }
  char peek() const { return regex_[at_]; }
  bool looking_at(std::string_view text) const { return regex_.compare(at_, text.size(), text) == 0; }
  Error refuse(std::string why) const {
    return Error::invalid("read the regex", fmt::format("character {} of the regex", at_ + 1),
                          std::move(why));
  }

  Result<std::vector<PeerBranch>> parse_branches(Flags flags, int depth) {
    if (depth > kMaxPatternDepth) {
      return refuse(fmt::format("groups nested deeper than {}", kMaxPatternDepth));
    }
    const std::string outer = flags.letters;
    std::vector<PeerBranch> branches;
    while (true) {
      PeerBranch branch;
      if (flags.letters != outer) branch.flags = flags_text(outer, flags.letters);
      while (!at_end() && peek() != '|' && peek() != ')') {
        LEAKWARDEN_CHECK(parse_item(&flags, depth, &branch));
      }
      branches.push_back(std::move(branch));
      if (at_end() || peek() != '|') return branches;
      ++at_;
    }
  }

  // "(?i-s)": from one set of flags to another.
  static std::string flags_text(const std::string& from, const std::string& to) {
    std::string on;
    std::string off;
    for (const char letter : std::string_view("isU")) {
      const bool was = from.find(letter) != std::string::npos;
      const bool is = to.find(letter) != std::string::npos;
      if (is && !was) on += letter;
      if (was && !is) off += letter;
    }
    if (on.empty() && off.empty()) return "";
    return "(?" + on + (off.empty() ? "" : "-" + off) + ")";
  }

  Status parse_item(Flags* flags, int depth, PeerBranch* branch) {
    std::vector<PeerItem> items;
    const char c = peek();
    if (c == '(') {
      LEAKWARDEN_CHECK(parse_group(flags, depth, &items));
    } else if (c == '[') {
      LEAKWARDEN_CHECK(parse_class(&items));
    } else if (c == '\\') {
      LEAKWARDEN_CHECK(parse_escape(&items));
    } else if ((c == '^' || c == '$') && flags->many_lines) {
      ++at_;
      items.push_back(atom(c == '^' ? "(?:^|\\n)" : "(?:\\n|$)"));
    } else if (c == '*' || c == '+' || c == '?') {
      return refuse("nothing to repeat");
    } else {
      items.push_back(atom(std::string(regex_.substr(at_, utf8_size()))));
      at_ += items.back().text.size();
    }
    if (!items.empty() && !items.back().is_flags) LEAKWARDEN_CHECK(parse_quantifier(&items.back()));
    std::move(items.begin(), items.end(), std::back_inserter(branch->items));
    return done();
  }

  static PeerItem atom(std::string text) {
    PeerItem item;
    item.text = std::move(text);
    return item;
  }

  // A letter outside ASCII is several bytes: one atom, in a group when it is repeated.
  std::size_t utf8_size() const {
    std::size_t size = 1;
    while (at_ + size < regex_.size() && (regex_[at_ + size] & 0xC0) == 0x80) ++size;
    return size;
  }

  Status parse_group(Flags* flags, int depth, std::vector<PeerItem>* items) {
    PeerItem group;
    group.is_group = true;
    group.text = "(?:";
    Flags inner = *flags;
    if (looking_at("(?P<") || looking_at("(?<")) {
      at_ = regex_.find('>', at_);
      if (at_ == std::string_view::npos) return unfinished("a group name without its >");
      ++at_;
      group.capture = ++captures_;
    } else if (looking_at("(?")) {
      at_ += 2;
      LEAKWARDEN_TRY(const bool only_flags, parse_flags(&inner));
      const std::string change = flags_text(flags->letters, inner.letters);
      if (only_flags) {
        if (!change.empty()) items->push_back(atom(change));
        if (!change.empty()) items->back().is_flags = true;
        *flags = inner;
        return done();
      }
      if (!change.empty()) group.text = change.substr(0, change.size() - 1) + ":";
    } else {
      ++at_;
      group.capture = ++captures_;
    }
    LEAKWARDEN_TRY(group.branches, parse_branches(inner, depth + 1));
    if (at_end()) return refuse("an opening ( without its )");
    ++at_;
    items->push_back(std::move(group));
    return done();
  }

  Error unfinished(std::string why) {
    at_ = regex_.size();
    return refuse(std::move(why));
  }

  Result<bool> parse_flags(Flags* flags) {
    for (bool value = true; !at_end(); ++at_) {
      const char letter = peek();
      if (letter == ':' || letter == ')') {
        ++at_;
        return letter == ')';
      }
      if (letter == '-') {
        value = false;
      } else if (letter == 'm') {
        flags->many_lines = value;
      } else if (letter == 'i' || letter == 's' || letter == 'U') {
        std::erase(flags->letters, letter);
        if (value) flags->letters += letter;
      } else {
        return refuse("a kind of group neither dialect knows, such as look-around");
      }
    }
    return refuse("a group without its end");
  }

  Status parse_class(std::vector<PeerItem>* items) {
    std::size_t end = at_ + 1;
    if (end < regex_.size() && regex_[end] == '^') ++end;
    for (bool first = true; end < regex_.size() && (first || regex_[end] != ']'); first = false) {
      if (static_cast<signed char>(regex_[end]) < 0) {
        return refuse("a letter outside ASCII in a class; our patterns match bytes");
      }
      if (regex_.compare(end, 2, "\\p") == 0 || regex_.compare(end, 2, "\\P") == 0) {
        return refuse("a class of Unicode letters (\\p); our patterns match bytes");
      }
      const std::size_t named = regex_.compare(end, 2, "[:") == 0 ? regex_.find(":]", end)
                                                                  : std::string_view::npos;
      if (named != std::string_view::npos) {
        end = named + 2;
      } else {
        end += regex_[end] == '\\' ? 2 : 1;
      }
    }
    if (end >= regex_.size()) return refuse("a class [ without its ]");
    items->push_back(atom(std::string(regex_.substr(at_, end + 1 - at_))));
    at_ = end + 1;
    return done();
  }

  Status parse_escape(std::vector<PeerItem>* items) {
    if (at_ + 1 >= regex_.size()) return refuse("a lone backslash at the end");
    const char letter = regex_[at_ + 1];
    if (letter == 'p' || letter == 'P') {
      return refuse("a class of Unicode letters (\\p); our patterns match bytes");
    }
    if (letter == 'C') return refuse("\\C is no part of rule patterns");
    if (letter == 'Q') return parse_quoted(items);
    if (letter == 'x') return parse_hex(items);
    if (letter >= '0' && letter <= '7') return parse_octal(items);
    items->push_back(atom(std::string(regex_.substr(at_, 2))));
    at_ += 2;
    return done();
  }

  // \Q…\E: as it stands.
  Status parse_quoted(std::vector<PeerItem>* items) {
    const std::size_t begin = at_ + 2;
    const std::size_t end = std::min(regex_.find("\\E", begin), regex_.size());
    for (const char c : regex_.substr(begin, end - begin)) {
      const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                         (c >= 'A' && c <= 'Z') || static_cast<signed char>(c) < 0;
      items->push_back(atom(plain ? std::string(1, c) : std::string("\\") + c));
    }
    at_ = std::min(end + 2, regex_.size());
    return done();
  }

  Status parse_hex(std::vector<PeerItem>* items) {
    const bool braced = at_ + 2 < regex_.size() && regex_[at_ + 2] == '{';
    const std::size_t close = braced ? regex_.find('}', at_) : at_ + 3;
    if (close >= regex_.size()) return refuse("a byte \\x without its two digits");
    const std::size_t begin = at_ + (braced ? 3 : 2);
    const std::string digits(regex_.substr(begin, close + (braced ? 0 : 1) - begin));
    const unsigned long value = std::strtoul(digits.c_str(), nullptr, 16);
    if (value > 0x7f) return refuse("a letter outside ASCII by number; our patterns match bytes");
    items->push_back(atom(fmt::format("\\x{:02x}", value)));
    at_ = close + 1;
    return done();
  }

  Status parse_octal(std::vector<PeerItem>* items) {
    unsigned value = 0;
    std::size_t end = at_ + 1;
    for (; end < regex_.size() && end < at_ + 4 && regex_[end] >= '0' && regex_[end] <= '7'; ++end) {
      value = value * 8 + static_cast<unsigned>(regex_[end] - '0');
    }
    if (value > 0x7f) return refuse("a byte by number outside ASCII");
    items->push_back(atom(fmt::format("\\x{:02x}", value)));
    at_ = end;
    return done();
  }

  Status parse_quantifier(PeerItem* item) {
    if (at_end()) return done();
    const std::size_t begin = at_;
    const char c = peek();
    if (c == '*' || c == '+' || c == '?') {
      item->least = c == '+' ? 1 : 0;
      item->most = c == '?' ? 1 : kUnbounded;
      ++at_;
    } else if (c != '{' || !take_counts(item)) {
      return done();
    }
    if (!at_end() && peek() == '?') ++at_;
    item->quantifier = std::string(regex_.substr(begin, at_ - begin));
    if (item->text.size() > 1 && static_cast<signed char>(item->text[0]) < 0) {
      item->text = "(?:" + item->text + ")";
    }
    if (!at_end() && (peek() == '*' || peek() == '+')) return refuse("a repeat of a repeat");
    return done();
  }

  bool take_counts(PeerItem* item) {
    const std::size_t close = regex_.find('}', at_);
    if (close == std::string_view::npos || close - at_ > 12) return false;
    const std::string counts(regex_.substr(at_ + 1, close - at_ - 1));
    const bool good = !counts.empty() && counts[0] != ',' &&
                      counts.find_first_not_of("0123456789,") == std::string::npos &&
                      std::count(counts.begin(), counts.end(), ',') <= 1;
    if (!good) return false;
    const std::size_t comma = counts.find(',');
    item->least = static_cast<std::uint32_t>(std::strtoul(counts.c_str(), nullptr, 10));
    item->most = item->least;
    if (comma != std::string::npos) {
      const std::string most = counts.substr(comma + 1);
      item->most = most.empty() ? kUnbounded
                                : static_cast<std::uint32_t>(std::strtoul(most.c_str(), nullptr, 10));
    }
    at_ = close + 1;
    return true;
  }

  std::string_view regex_;
  std::size_t at_ = 0;
  int captures_ = 0;
};

}  // namespace

Result<PeerPattern> parse_peer_pattern(std::string_view regex) {
  if (regex.size() > kMaxPatternBytes) {
    return Error::invalid("read the regex", "the regex",
                          fmt::format("longer than {} bytes", kMaxPatternBytes));
  }
  return Parser(regex).parse();
}

}  // namespace leakwarden::scanner
