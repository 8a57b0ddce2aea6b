#include "scanner/match/pattern_bytes.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <charconv>
#include <cstddef>
#include <optional>
#include <system_error>

#include "scanner/match/ascii.h"
#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kPlaces = FirstBytes::kPlaces;

// What a part of the pattern may match: which bytes, in how many.
struct Bytes {
  std::array<ByteSet, kPlaces> at;  // at its first places
  ByteSet last;
  ByteSet all;
  std::bitset<kPlaces + 1> sizes;  // the last one: kPlaces or more

  bool may_be_empty() const { return sizes[0]; }
};

Bytes nothing() {
  Bytes begin;
  begin.sizes.set(0);
  return begin;
}

Bytes one_of(const ByteSet& bytes) {
  Bytes begin;
  begin.at[0] = begin.last = begin.all = bytes;
  begin.sizes.set(1);
  return begin;
}

Bytes either(const Bytes& one, const Bytes& other) {
  Bytes both = one;
  for (std::size_t i = 0; i < kPlaces; ++i) both.at[i] |= other.at[i];
  both.last |= other.last;
  both.all |= other.all;
  both.sizes |= other.sizes;
  return both;
}

Bytes joined(const Bytes& left, const Bytes& right) {
  Bytes both;
  both.at = left.at;
  both.last = right.may_be_empty() ? left.last | right.last : right.last;
  both.all = left.all | right.all;
  for (std::size_t size = 0; size <= kPlaces; ++size) {
    if (!left.sizes[size]) continue;
    for (std::size_t i = size; i < kPlaces; ++i) both.at[i] |= right.at[i - size];
    for (std::size_t more = 0; more <= kPlaces; ++more)
      if (right.sizes[more]) both.sizes.set(std::min(size + more, kPlaces));
  }
  return both;
}

Bytes repeated(const Bytes& one, std::size_t least, std::size_t most) {
  Bytes all = nothing();
  Bytes sum = nothing();
  for (std::size_t i = 1; i <= std::min(most, kPlaces); ++i) {
    sum = joined(sum, one);
    all = i <= least ? sum : either(all, sum);
  }
  return all;
}

std::size_t place(char c) {
  return static_cast<unsigned char>(c);
}

ByteSet every_byte() {
  return ByteSet().set();
}

ByteSet of_character(char c) {
  return ByteSet().set(place(c));
}

template <typename Holds>
ByteSet set_of(Holds holds) {
  ByteSet set;
  for (std::size_t c = 0; c < set.size(); ++c) set[c] = holds(static_cast<char>(c));
  return set;
}

// Beyond ASCII, which letters are a pair is not looked up: any may be.
ByteSet in_any_case(ByteSet set) {
  for (char c = 'a'; c <= 'z'; ++c) {
    const std::size_t upper = place(static_cast<char>(c - 'a' + 'A'));
    const bool either = set[place(c)] || set[upper];
    set[place(c)] = set[upper] = either;
  }
  bool beyond_ascii = false;
  for (std::size_t c = 0x80; c < set.size(); ++c) beyond_ascii = beyond_ascii || set[c];
  for (std::size_t c = 0x80; beyond_ascii && c < set.size(); ++c) set.set(c);
  return set;
}

// \d \w \s and what they leave out.
std::optional<ByteSet> perl_class(char letter) {
  switch (letter) {
    case 'd':
      return set_of(is_digit);
    case 'w':
      return set_of(is_name_character);
    case 's':
      return set_of([](char c) { return is_blank(c) || c == '\n' || c == '\r' || c == '\f'; });
    case 'D':
    case 'W':
    case 'S':
      return ~*perl_class(ascii_lower(letter));
    default:
      return std::nullopt;
  }
}

std::optional<char> escaped_character(char letter) {
  switch (letter) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'f':
      return '\f';
    case 'v':
      return '\v';
    case 'a':
      return '\a';
    default:
      return is_alphanumeric(letter) ? std::nullopt : std::optional<char>(letter);
  }
}

// The parts before, in and behind the secret.
struct Split {
  Bytes before;
  Bytes secret;
  Bytes behind;
};

// Every function that finds what it does not know gives up, and then the answer is every byte.
class Reader {
 public:
  explicit Reader(std::string_view pattern) : rest_(pattern) {}

  std::optional<Bytes> read() {
    bool caseless = false;
    Bytes whole = sequence(caseless, 0);
    if (at('|')) {
      split_.reset();
      take("|");
      whole = either(whole, alternatives(caseless, 1));
    }
    if (given_up_ || !rest_.empty()) return std::nullopt;
    return whole;
  }
  // After read(): around the secret and of itself, where every match has it.
  const std::optional<Split>& split() const { return split_; }

 private:
  bool at(char c) const { return !rest_.empty() && rest_.front() == c; }
  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  char next() {
    if (rest_.empty()) {
      give_up();
      return '\0';
    }
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }
  void give_up() {
    given_up_ = true;
    rest_ = {};
  }

  Bytes alternatives(bool caseless, int depth) {
    Bytes all;
    if (depth > kMaxPatternDepth) give_up();
    do all = either(all, sequence(caseless, depth));
    while (take("|"));
    return all;
  }

  Bytes sequence(bool& caseless, int depth) {
    Bytes all = nothing();
    while (!rest_.empty() && !at('|') && !at(')')) {
      const bool is_secret = depth == 0 && rest_.starts_with("(?P<secret>");
      const Bytes part = atom(caseless, depth);
      const std::size_t left = rest_.size();
      const Bytes counted = with_counts(part);
      note(all, counted, is_secret && left == rest_.size(), depth);
      all = joined(all, counted);
    }
    return all;
  }

  void note(const Bytes& before, const Bytes& part, bool is_secret, int depth) {
    if (is_secret)
      split_ = Split{before, part, nothing()};
    else if (depth == 0 && split_)
      split_->behind = joined(split_->behind, part);
  }

  Bytes atom(bool& caseless, int depth) {
    if (take("(")) return group(caseless, depth);
    if (take("^") || take("$")) return nothing();
    if (take("\\")) return escape(caseless);
    if (take(".")) return one_of(every_byte());
    const ByteSet bytes = take("[") ? character_class() : of_character(next());
    return one_of(caseless ? in_any_case(bytes) : bytes);
  }

  // (…) (?:…) (?P<name>…) (?i:…) (?i)
  Bytes group(bool& caseless, int depth) {
    bool inside = caseless;
    if (take("?P<")) {
      while (!rest_.empty() && !at('>')) next();
      take(">");
    } else if (take("?")) {
      if (take("i")) inside = true;
      if (take(")")) {
        caseless = inside;
        return nothing();
      }
      if (!take(":")) give_up();
    }
    const Bytes found = alternatives(inside, depth + 1);
    if (!take(")")) give_up();
    return found;
  }

  Bytes escape(bool caseless) {
    const char letter = next();
    if (letter == 'b' || letter == 'B' || letter == 'A' || letter == 'z') return nothing();
    const std::optional<ByteSet> known = perl_class(letter);
    const ByteSet bytes = known ? *known : of_character(escaped(letter));
    return one_of(caseless ? in_any_case(bytes) : bytes);
  }

  char escaped(char letter) {
    const std::optional<char> found = letter == 'x' ? hexadecimal() : escaped_character(letter);
    if (!found) give_up();
    return found.value_or('\0');
  }

  std::optional<char> hexadecimal() {
    if (rest_.size() < 2) return std::nullopt;
    unsigned value = 0;
    const auto read = std::from_chars(rest_.data(), rest_.data() + 2, value, 16);
    if (read.ptr != rest_.data() + 2) return std::nullopt;
    rest_.remove_prefix(2);
    return static_cast<char>(value);
  }

  ByteSet character_class() {
    const bool negated = take("^");
    ByteSet set;
    for (bool first = true; !rest_.empty() && (first || !at(']')); first = false) {
      if (rest_.starts_with("[:")) give_up();
      set |= class_part();
    }
    if (!take("]")) give_up();
    return negated ? ~set : set;
  }

  ByteSet class_part() {
    char low = next();
    if (low == '\\') {
      const char letter = next();
      if (const std::optional<ByteSet> known = perl_class(letter)) return *known;
      low = escaped(letter);
    }
    char high = low;
    if (rest_.size() >= 2 && at('-') && rest_[1] != ']') {
      next();
      high = next();
      if (high == '\\') high = escaped(next());
    }
    ByteSet set;
    for (std::size_t c = place(low); c <= place(high); ++c) set.set(c);
    return set;
  }

  // Takes * + ? {n} {n,} {n,m} behind a part, and the ? that asks for the shortest.
  Bytes with_counts(Bytes one) {
    while (true) {
      if (take("*"))
        one = repeated(one, 0, kPlaces);
      else if (take("+"))
        one = repeated(one, 1, kPlaces);
      else if (take("?"))
        one = repeated(one, 0, 1);
      else if (is_count())
        one = counted(one);
      else
        return one;
      take("?");
    }
  }
  bool is_count() const {
    if (rest_.size() < 3 || rest_[0] != '{' || !is_digit(rest_[1])) return false;
    return rest_.find_first_not_of("0123456789,", 1) == rest_.find('}');
  }
  Bytes counted(const Bytes& one) {
    take("{");
    const std::size_t least = number();
    std::size_t most = least;
    if (take(",")) most = at('}') ? least + kPlaces : number();
    if (!take("}")) give_up();
    return repeated(one, least, most);
  }
  std::size_t number() {
    constexpr std::size_t kMost = 10'000;
    std::size_t value = 0;
    while (!rest_.empty() && is_digit(rest_.front()))
      value = std::min(kMost, value * 10 + static_cast<std::size_t>(next() - '0'));
    return value;
  }

  std::string_view rest_;
  bool given_up_ = false;
  std::optional<Split> split_;
};

}  // namespace

FirstBytes FirstBytes::of(std::string_view pattern) {
  FirstBytes first;
  const std::optional<Bytes> begin = Reader(pattern).read();
  if (!begin) return first;
  while (first.known_ < kPlaces && !begin->sizes[first.known_]) ++first.known_;
  for (std::size_t i = 0; i < first.known_; ++i)
    for (std::size_t c = 0; c < first.places_.size(); ++c)
      first.places_[c] = static_cast<std::uint8_t>(first.places_[c] | begin->at[i][c] << i);
  return first;
}

std::size_t FirstBytes::count() const {
  if (known_ == 0) return places_.size();
  return static_cast<std::size_t>(std::count_if(places_.begin(), places_.end(),
                                                [](std::uint8_t places) { return places & 1; }));
}

std::optional<SecretPlace> SecretPlace::of(std::string_view pattern) {
  Reader reader(pattern);
  if (!reader.read() || !reader.split()) return std::nullopt;
  const Split& split = *reader.split();
  const bool is_at_begin = split.before.all.none();
  const bool has_one_begin = is_at_begin || (!split.before.may_be_empty() &&
                                             (split.before.last & split.secret.all).none());
  const bool has_one_end =
      !split.secret.may_be_empty() && (split.behind.all & split.secret.last).none();
  if (!has_one_begin || !has_one_end) return std::nullopt;
  SecretPlace place;
  place.ends_ = split.secret.last;
  place.before_ = split.before.last;
  return place;
}

Span SecretPlace::in(std::string_view text, const Span& match) const {
  const auto holds = [text](const ByteSet& set, std::uint64_t at) {
    return set[static_cast<unsigned char>(text[at])];
  };
  Span secret = match;
  while (secret.end > secret.begin && !holds(ends_, secret.end - 1)) --secret.end;
  if (before_.none()) return secret;
  secret.begin = secret.end;
  while (secret.begin > match.begin && !holds(before_, secret.begin - 1)) --secret.begin;
  return secret;
}

}  // namespace leakwarden::scanner
