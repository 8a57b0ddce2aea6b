#include "scanner/match/judge/byte_marks.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner::judging {
namespace {

// Byte by byte.
bool is_set(const Marks& marks, std::size_t at) {
  return marks.next_set(at) == at;
}

void expect_right(const std::string& text) {
  const ByteMarks marks(text);
  for (std::size_t at = 0; at < kReach; ++at) {
    const char c = at < text.size() ? text[at] : '\x01';
    ASSERT_EQ(is_set(marks.letters, at), is_letter(c)) << at;
    ASSERT_EQ(is_set(marks.digits, at), is_digit(c)) << at;
    ASSERT_EQ(is_set(marks.words, at), is_alphanumeric(c)) << at;
    ASSERT_EQ(is_set(marks.names, at), is_name_character(c)) << at;
    ASSERT_EQ(is_set(marks.newlines, at), c == '\n') << at;
    ASSERT_EQ(is_set(marks.blanks, at), is_blank(c) || c == '\r') << at;
    ASSERT_EQ(is_set(marks.quotes, at), c == '"' || c == '\'' || c == '`') << at;
    ASSERT_EQ(is_set(marks.commas, at), c == ',' || c == ';' || c == '|') << at;
  }
}

TEST(ByteMarks, OfEveryByteAndSize) {
  std::string every;
  for (int c = 0; c < 256; ++c) every += static_cast<char>(c);
  for (std::size_t size = 0; size <= kReach; ++size) {
    ASSERT_NO_FATAL_FAILURE(expect_right(every.substr(0, size)));
    ASSERT_NO_FATAL_FAILURE(expect_right(every.substr(kReach - size)));
  }
}

TEST(Marks, GoFromBitToBit) {
  std::mt19937 random(31);
  for (int round = 0; round < 200; ++round) {
    std::string text;
    for (std::size_t size = random() % (kReach + 1); text.size() < size;)
      text += std::string(random() % 90, random() % 2 == 0 ? 'a' : '.');
    text.resize(std::min(text.size(), kReach));
    const Marks marks = ByteMarks(text).words;
    text.resize(kReach, '.');
    for (std::size_t at = 0; at <= kReach; ++at) {
      ASSERT_EQ(marks.next_set(at), std::min(text.find('a', at), kReach));
      ASSERT_EQ(marks.next_clear(at), std::min(text.find('.', at), kReach));
      const std::size_t end = at + random() % (kReach + 1 - at);
      ASSERT_EQ(marks.count(at, end),
                std::count(text.begin() + static_cast<std::ptrdiff_t>(at),
                           text.begin() + static_cast<std::ptrdiff_t>(end), 'a'));
    }
  }
}

}  // namespace
}  // namespace leakwarden::scanner::judging
