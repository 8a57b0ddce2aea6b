#include "scanner/rules/pattern_error.h"

#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {
namespace {

using ::testing::HasSubstr;

TEST(PatternError, SaysWhereAndWhatToDo) {
  const struct {
    const char* pattern;
    const char* where;
    const char* remedy;
  } cases[] = {
      {"ab[cd", "character 3", "close the class"},   {"ab(cd", "the pattern", "close the group"},
      {"ab[z-a]", "character 4", "smaller end"},     {"ab(?=c)", "character 3", "no look-around"},
      {"ab\\k", "character 3", "backslash"},         {"a{2000}", "character 2", "1000"},
      {"*a", "character 1", "what is repeated"},     {"a**", "character 2", "one repeat"},
      {"ab\\", "", "\\\\"},                          {"[[:foo:]]", "character 2", "alnum"},
      {"(?P<a b>c)", "character 1", "letters"},
  };
  for (const auto& one : cases) {
    const re2::RE2 program(one.pattern, pattern_options());
    ASSERT_FALSE(program.ok()) << one.pattern;
    const Error error = refused_by_re2(program, one.pattern);
    if (*one.where == 't') {
      EXPECT_THAT(error.where, HasSubstr("pattern"));
    } else {
      EXPECT_THAT(error.where, HasSubstr(one.where)) << one.pattern << ": " << error.message();
    }
    EXPECT_THAT(error.remedy, HasSubstr(one.remedy)) << one.pattern;
  }
}

}  // namespace
}  // namespace leakwarden::scanner
