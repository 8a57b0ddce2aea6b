#include "scanner/suppress/ignore_pattern.h"
#include "tests/support/slowdown.h"

#include <chrono>

namespace leakwarden::scanner {
namespace {

bool matches(std::string_view line, std::string_view path, bool is_folder = false) {
  const std::optional<IgnorePattern> pattern = IgnorePattern::parse(line);
  return pattern && pattern->matches(path, is_folder);
}

// The cases of gitignore(5); tests/unit/scan/ignore_rules_test.cc compares with git itself.
TEST(IgnorePattern, WithoutASlashItMatchesAtAnyDepth) {
  EXPECT_TRUE(matches("*.o", "a.o"));
  EXPECT_TRUE(matches("*.o", "x/y/a.o"));
  EXPECT_FALSE(matches("*.o", "a.oo"));
  EXPECT_TRUE(matches("hello.*", "hello.c"));
  EXPECT_TRUE(matches("foo?", "foo1"));
  EXPECT_FALSE(matches("foo?", "foo"));
}

TEST(IgnorePattern, ASlashAnchorsIt) {
  EXPECT_TRUE(matches("/hello.*", "hello.c"));
  EXPECT_FALSE(matches("/hello.*", "a/hello.c"));
  EXPECT_TRUE(matches("doc/frotz", "doc/frotz"));
  EXPECT_FALSE(matches("doc/frotz", "a/doc/frotz"));
  EXPECT_FALSE(matches("foo/*", "foo/bar/hello.c"));
  EXPECT_TRUE(matches("foo/*", "foo/bar"));
}

TEST(IgnorePattern, ATrailingSlashMeansFolders) {
  EXPECT_TRUE(matches("frotz/", "a/frotz", true));
  EXPECT_FALSE(matches("frotz/", "a/frotz", false));
}

TEST(IgnorePattern, TwoStarsCrossFolders) {
  EXPECT_TRUE(matches("**/foo", "foo"));
  EXPECT_TRUE(matches("**/foo", "a/b/foo"));
  EXPECT_TRUE(matches("abc/**", "abc/x/y"));
  EXPECT_FALSE(matches("abc/**", "abd/x"));
  EXPECT_TRUE(matches("a/**/b", "a/b"));
  EXPECT_TRUE(matches("a/**/b", "a/x/y/b"));
  EXPECT_FALSE(matches("a/**/b", "a/xb"));
  EXPECT_TRUE(matches("/x**y", "xaay"));
  EXPECT_FALSE(matches("/x**y", "xa/ay"));
}

TEST(IgnorePattern, ClassesAndEscapes) {
  EXPECT_TRUE(matches("a[0-9].c", "a5.c"));
  EXPECT_FALSE(matches("a[!0-9].c", "a5.c"));
  EXPECT_TRUE(matches("a[]x]", "a]"));
  EXPECT_TRUE(matches("a[[:digit:]]", "a7"));
  EXPECT_FALSE(matches("a[[:nonsense:]]", "a7"));
  EXPECT_FALSE(matches("a[/]b", "a/b"));
  EXPECT_TRUE(matches("\\#x", "#x"));
  EXPECT_TRUE(matches("\\!x", "!x"));
  EXPECT_TRUE(matches("x\\ ", "x "));
  EXPECT_TRUE(matches("x  ", "x"));
}

// The path and its folders in one go, against one after the other.
TEST(IgnorePattern, AWalkOverAPathIsOneOverEachOfItsFolders) {
  const char* const lines[] = {"*.o",   "docs",  "docs/", "/docs", "a/b",    "a/*", "**",
                               "**/b/", "a/**",  "*",     "?*",    "a/**/b", "b*",  "/*/b",
                               "x**y",  "[ab]/", "*/",    "a/**/", "do*s/",  "b/c"};
  const char* const paths[] = {"a",       "docs",    "docs/a",      "x/docs/a.o", "a/b",
                               "a/b/c",   "b/a/b/c", "a/x/y/b/c.o", "xay",        "x/y",
                               "docsx/a", "a//b",    "/a/b",        "b.o/x",      "ab/docs/"};
  for (const char* line : lines) {
    const std::optional<IgnorePattern> pattern = IgnorePattern::parse(line);
    ASSERT_TRUE(pattern) << line;
    for (const std::string path : paths) {
      bool expected = pattern->matches(path, false);
      for (std::size_t at = path.find('/'); at != std::string::npos; at = path.find('/', at + 1))
        expected = expected || (at > 0 && pattern->matches(path.substr(0, at), true));
      EXPECT_EQ(pattern->matches_or_holds(path), expected) << line << " " << path;
    }
  }
}

TEST(IgnorePattern, WhatIsNoPattern) {
  for (std::string_view line : {"", "   ", "# comment", "/", "!", "[a", "x\\"}) {
    EXPECT_FALSE(IgnorePattern::parse(line)) << line;
  }
  EXPECT_TRUE(IgnorePattern::parse("!x")->negated());
}

TEST(IgnorePattern, HostilePatternsStayLinear) {
  std::string line;
  for (int i = 0; i < 60; ++i) line += "*a";
  const std::string path(1000, 'a');  // tried one after the other, this would not end
  const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  EXPECT_FALSE(matches(line + "b", path));
  EXPECT_LT(std::chrono::steady_clock::now() - start, leakwarden::testing::kSlowdown * std::chrono::seconds(30));
}

}  // namespace
}  // namespace leakwarden::scanner
