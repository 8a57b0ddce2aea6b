#include "scanner/rules/problem.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

TEST(Problem, SaysWhereWhatAndWhatToDo) {
  EXPECT_EQ(problem_text({ProblemLevel::Error, "r.yaml", {3, 7}, "it is wrong", "mend it"}),
            "r.yaml:3:7: error: it is wrong\n  try: mend it");
  EXPECT_EQ(problem_text({ProblemLevel::Warning, "r.yaml", {}, "it is odd", ""}),
            "r.yaml: warning: it is odd");
}

TEST(Problem, HostileTextIsMadeSafe) {
  const std::string text = problem_text({ProblemLevel::Error, "a\x1b[2J", {1, 1}, "b\nc", "d\re"});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text, "a^[[2J:1:1: error: b^Jc\n  try: d^Me");
}

TEST(ProblemList, CountsBeyondItsBoundPerFile) {
  ProblemList list;
  for (int i = 0; i < 60; i++) list.error("a", {i + 1, 1}, "x");
  list.error("b", {1, 1}, "y");
  list.warning("a", {1, 1}, "z");
  EXPECT_EQ(list.all().size(), 52U);
  EXPECT_EQ(list.left_out(), 10U);
  EXPECT_EQ(list.errors(), 61U);
  EXPECT_TRUE(list.has_errors());
}

TEST(ProblemList, WarningsAloneAreNoErrors) {
  ProblemList list;
  list.warning("a", {1, 1}, "z");
  EXPECT_FALSE(list.has_errors());
  ProblemList other;
  other.error("b", {2, 2}, "y");
  list.append(other);
  EXPECT_TRUE(list.has_errors());
  EXPECT_EQ(list.text(), "a:1:1: warning: z\nb:2:2: error: y");
}

}  // namespace
}  // namespace leakwarden::scanner
