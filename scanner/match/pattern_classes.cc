#include "scanner/match/pattern_classes.h"

#include <cstddef>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner {
namespace {

std::size_t place(char c) {
  return static_cast<unsigned char>(c);
}

template <typename Holds>
ByteSet set_of(Holds holds) {
  ByteSet set;
  for (std::size_t c = 0; c < set.size(); ++c) set[c] = holds(static_cast<char>(c));
  return set;
}

void pair(ByteSet& set, std::size_t one, std::size_t other) {
  const bool any = set[one] || set[other];
  set[one] = set[other] = any;
}

}  // namespace

ByteSet byte_set_of(char byte) {
  return ByteSet().set(place(byte));
}

ByteSet byte_range(char low, char high) {
  ByteSet set;
  for (std::size_t c = place(low); c <= place(high); ++c) set.set(c);
  return set;
}

ByteSet in_any_case(const ByteSet& set) {
  constexpr std::size_t kTimes = 0xD7;  // stands among letters, as its partner ÷ does
  ByteSet all = set;
  for (std::size_t upper = 'A'; upper <= 'Z'; ++upper) pair(all, upper, upper + 0x20);
  for (std::size_t upper = 0xC0; upper <= 0xDE; ++upper)
    if (upper != kTimes) pair(all, upper, upper + 0x20);
  return all;
}

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
      break;
  }
  const bool is_sign = !is_name_character(letter) && place(letter) < 0x80;
  return is_sign ? std::optional<char>(letter) : std::nullopt;
}

}  // namespace leakwarden::scanner
