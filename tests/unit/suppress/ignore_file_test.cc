#include "scanner/suppress/ignore_file.h"

#include "tests/support/finding_testing.h"
#include "tests/support/planted.h"

namespace leakwarden::scanner {
namespace {

using testing::finding_at;
using testing::planted_postman_key;

std::shared_ptr<const Speaker> parsed(const std::string& bytes) {
  Result<std::shared_ptr<const Speaker>> speaker = parse_ignore_file(bytes, "f");
  EXPECT_TRUE(speaker.ok()) << speaker.error().message();
  return speaker.ok() ? *speaker : nullptr;
}

// The line that speaks for a finding at `path`; 0 for none.
std::int64_t line_for(const std::string& bytes, const std::string& path,
                      const std::string& rule = "jwt") {
  const std::shared_ptr<const Speaker> speaker = parsed(bytes);
  const Finding finding = finding_at(path, 1, planted_postman_key(3), rule);
  const std::vector<std::size_t> speaking = speaker->speaking_for(Subject{finding, path});
  return speaking.empty() ? 0 : speaker->statements()[speaking.front()].line;
}

std::string where_wrong(const std::string& bytes) {
  const Result<std::shared_ptr<const Speaker>> speaker = parse_ignore_file(bytes, "f");
  return speaker.ok() ? "" : speaker.error().where;
}

TEST(IgnoreFile, PathsAsGitWritesThem) {
  struct Case {
    const char* lines;
    const char* path;
    std::int64_t line;
  };
  const Case cases[] = {
      {"tests/fixtures/\n", "tests/fixtures/a/b.env", 1},
      {"tests/fixtures/\n", "tests/fixtures", 0},  // a file of that name is no folder
      {"tests/fixtures/\n", "x/tests/fixtures/a", 0},
      {"fixtures/\n", "x/tests/fixtures/a", 1},
      {"*.pem\n", "a/b.pem", 1},
      {"*.pem\n", "a/b.pem.txt", 0},
      {"/a.env\n", "a.env", 1},
      {"/a.env\n", "b/a.env", 0},
      {"a/**/z\n", "a/b/c/z", 1},
      {"a/**/z\n", "a/z", 1},
      {"[ab].env\n", "b.env", 1},
      {"docs\n", "docs/a/b.md", 1},
      {"\\#a\n", "#a", 1},
      {"# only a comment\n", "x", 0},
      {"with blank.env\n", "with blank.env", 1},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(line_for(one.lines, one.path), one.line) << one.lines << " " << one.path;
  }
}

TEST(IgnoreFile, TheLastLineDecidesAndTakesBack) {
  const std::string lines = "docs/\n!docs/real.env\ndocs/real.env.d/\n";
  EXPECT_EQ(line_for(lines, "docs/a"), 1);
  EXPECT_EQ(line_for(lines, "docs/real.env"), 0);
  EXPECT_EQ(line_for(lines, "docs/real.env.d/x"), 3);
  // What names a rule or a value alone is no path, and stays.
  EXPECT_EQ(line_for("rule:jwt\n!docs/\n", "docs/a"), 1);
}

TEST(IgnoreFile, RulesAndValues) {
  EXPECT_EQ(line_for("rule:jwt docs/\n", "docs/a"), 1);
  EXPECT_EQ(line_for("rule:jwt docs/\n", "src/a"), 0);
  EXPECT_EQ(line_for("rule:jwt docs/\n", "docs/a", "other"), 0);
  EXPECT_EQ(line_for("rule:jwt\n", "anywhere"), 1);
  const Finding finding = finding_at("a", 1, planted_postman_key(3));
  EXPECT_EQ(line_for("x\n" + finding.fingerprint + "  # revoked\n", "a"), 2);
  EXPECT_EQ(line_for(finding.fingerprint + " docs/\n", "a"), 0);
}

TEST(IgnoreFile, ReasonsAndDays) {
  const std::shared_ptr<const Speaker> speaker =
      parsed("until:2027-06-30 vendor/ # theirs, not ours\na#b\nrule:jwt #\n");
  ASSERT_EQ(speaker->statements().size(), 3u);
  EXPECT_EQ(speaker->statements()[0].expires, "2027-06-30");
  EXPECT_EQ(speaker->statements()[0].reason, "theirs, not ours");
  EXPECT_EQ(speaker->statements()[0].said, "until:2027-06-30 vendor/");
  EXPECT_EQ(speaker->statements()[1].said, "a#b");
  EXPECT_EQ(speaker->statements()[1].reason, "");
  EXPECT_EQ(speaker->statements()[2].said, "rule:jwt");
}

TEST(IgnoreFile, WhatMatchesEverythingIsToldApart) {
  for (const char* broad : {"*", "**", "/**", "**/*", "/*", "?*"}) {
    EXPECT_EQ(parsed(std::string(broad) + "\n")->statements()[0].reach, Reach::All) << broad;
  }
  EXPECT_EQ(parsed("src/\n")->statements()[0].reach, Reach::Many);
  EXPECT_EQ(parsed("rule:jwt **\n")->statements()[0].reach, Reach::Many);
  EXPECT_EQ(parsed("!a\n")->statements()[0].reach, Reach::None);
}

TEST(IgnoreFile, Mistakes) {
  EXPECT_EQ(where_wrong("a\n  s1-0123\n"), "f:2:3");
  EXPECT_EQ(where_wrong("until:2027-02-30 a\n"), "f:1:1");
  EXPECT_EQ(where_wrong("until:2027-02-20\n"), "f:1:1");
  EXPECT_EQ(where_wrong("until:2027-02-20 !a\n"), "f:1:1");
  EXPECT_EQ(where_wrong("rule:a rule:b x\n"), "f:1:1");
  EXPECT_EQ(where_wrong("[a\n"), "f:1:1");
  EXPECT_EQ(where_wrong("w1-3f2-0a1b2\n"), "f:1:1");
  EXPECT_EQ(where_wrong("rule:a w1-3f2-0a1b2 x.env\n"), "");
  EXPECT_EQ(where_wrong("a\n  until:2027-02-20 rule:\n"), "f:2:3");
  EXPECT_EQ(where_wrong("rule: jwt docs/\n"), "f:1:1");
  EXPECT_EQ(where_wrong("rule:jwt,aws docs/\n"), "f:1:1");
  std::string many;
  for (std::size_t i = 0; i <= kMostIgnoreLines; ++i) many += "a\n";
  EXPECT_EQ(where_wrong(many), "f:" + std::to_string(kMostIgnoreLines + 1) + ":1");
}

// They were patterns that fit nothing, and only "unused".
TEST(IgnoreFile, WhatOnlyLooksLikeAWordIsAMistake) {
  for (const char* line : {"rules:jwt docs/", "Rule:jwt", "rule-id:jwt", "Until:2027-01-01 a",
                           "expires:2027-01-01 a", "path:docs/", "fingerprint:s1-0a"}) {
    EXPECT_EQ(where_wrong(std::string(line) + "\n"), "f:1:1") << line;
    EXPECT_EQ(where_wrong("\\" + std::string(line) + "\n"), "") << line;
  }
  EXPECT_EQ(line_for("\\path:a\n", "path:a"), 1);
  EXPECT_EQ(line_for("C:x\n", "C:x"), 1);
  EXPECT_EQ(line_for("with path:a\n", "with path:a"), 1);
}

// 10,000 patterns that all have to be tried, at 300 paths; then more paths than is spent on them.
TEST(IgnoreFile, ThousandsOfWildPatternsEndAndAreSaid) {
  std::string lines;
  for (std::size_t i = 0; i < kMostIgnoreLines; ++i) {
    lines += "*" + std::string(1, "abcdefgh"[i % 8]) + "*" + "abcdefgh"[i / 8 % 8] + "*z\n";
  }
  const std::shared_ptr<const Speaker> speaker = parsed(lines);
  const std::string folder = "src/" + std::string(360, 'q') + "/";
  std::size_t asked = 0;
  for (; asked < 300; ++asked) {
    const std::string path = folder + std::to_string(asked) + ".env";
    const Finding finding = finding_at(path, 1, planted_postman_key(3));
    EXPECT_TRUE(speaker->speaking_for(Subject{finding, path}).empty());
  }
  ASSERT_EQ(speaker->remarks().size(), 1u);
  EXPECT_NE(speaker->remarks()[0].find("stay reported"), std::string::npos);
}

// A finding without a path (a commit message) is spoken for by no path.
TEST(IgnoreFile, WhatHasNoPath) {
  EXPECT_EQ(line_for("**\n", ""), 0);
  EXPECT_EQ(line_for("rule:jwt\n", ""), 1);
}

}  // namespace
}  // namespace leakwarden::scanner
