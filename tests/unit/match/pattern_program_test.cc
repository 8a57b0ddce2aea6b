#include "scanner/match/pattern_program.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <optional>
#include <string>

namespace leakwarden::scanner::testing {
namespace {

// Each byte class of RE2's, byte by byte.
TEST(PatternProgram, ClassesAreThoseOfRe2) {
  for (const char* pattern : {"\\d",
                              "\\D",
                              "\\w",
                              "\\W",
                              "\\s",
                              "\\S",
                              ".",
                              "[^a]",
                              "(?i)[^a\xe0]",
                              "(?i)\\w",
                              "(?i)[^\\w]",
                              "(?i)[\\W]",
                              "(?i)k",
                              "(?i)s",
                              "(?i)[\xc0-\xff]",
                              "(?i)[^\xd7]",
                              "(?i)\xff",
                              "(?i)\xdf",
                              "[\\x00-\\x1f\\x7f]",
                              "[\\w.-]"}) {
    const std::optional<PatternProgram> program = PatternProgram::of(pattern);
    ASSERT_TRUE(program.has_value()) << pattern;
    const re2::RE2 re2(pattern, pattern_options());
    for (int c = 0; c < 256; ++c) {
      const char byte = static_cast<char>(c);
      EXPECT_EQ(program->holds(program->ops[0], byte),
                re2::RE2::FullMatch(re2::StringPiece(&byte, 1), re2))
          << pattern << " and byte " << c;
    }
  }
}

TEST(PatternProgram, IsNotMadeOfWhatIsNotUnderstoodOrLong) {
  for (const char* pattern : {"\\pL",
                              "[[:alpha:]]",
                              "(?s:a)",
                              "\\Qa\\E",
                              "(",
                              "[a",
                              "a)",
                              "(?P<x",
                              "\\",
                              "*a",
                              "a**",
                              "a{2}{3}",
                              "(?:a?)*",
                              "(?:a|){2,3}",
                              "(?P<x>a)+",
                              "\\x{41}",
                              "[b-a]",
                              "a{1001}",
                              "(?:abcdefgh){500}",
                              "\\1",
                              "(?:(?:ab){30}){30}"})
    EXPECT_FALSE(PatternProgram::of(pattern).has_value()) << pattern;
  const std::string deep = std::string(4000, '(') + "a" + std::string(4000, ')');
  EXPECT_FALSE(PatternProgram::of(deep).has_value());
}

// What is said of a byte that a way may begin with, by hand.
TEST(PatternProgram, KnowsWhichBytesAWayBeginsWith) {
  const PatternProgram program = PatternProgram::of("a?[bc]+(?:d|e{0,3}f)(?:gh)*$").value();
  const auto begins = [&](std::size_t op) {
    std::string bytes;
    for (std::size_t c = 0; c < 256; ++c)
      if (program.begins[op][c]) bytes += static_cast<char>(c);
    return program.may_end[op] ? "end" : bytes;
  };
  EXPECT_EQ(begins(0), "abc");  // a?
  EXPECT_EQ(begins(1), "bc");   // [bc]+
  EXPECT_EQ(begins(2), "def");  // the choice
  EXPECT_EQ(begins(3), "d");
  EXPECT_EQ(begins(5), "ef");
  EXPECT_EQ(begins(7), "end");  // (?:gh)* may take nothing, and the text end there
}

}  // namespace
}  // namespace leakwarden::scanner::testing
