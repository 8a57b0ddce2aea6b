#include "scanner/git/config_text.h"

#include <gtest/gtest.h>

#include "tests/support/git_sandbox.h"

namespace leakwarden::scanner {
namespace {

const char kConfig[] =
    "\xef\xbb\xbf# comment\n"
    "[core]\n\tbare = true ; comment\n  FileMode\n"
    "[Remote \"Origin.X\"]\r\n\turl = \"https://a b@c#d\" # comment\r\n"
    "\tpushurl = one \\\n two\n"
    "[section.Sub] key=with\\ttab\\\\ and \\\"quotes\\\"\n"
    "[empty]\n\tvalue =\n"
    "[core]\n\tbare = false\n";

TEST(ConfigText, ReadsValuesAsGitDoes) {
  leakwarden::testing::GitSandbox sandbox;
  leakwarden::testing::write_file(sandbox / "config-file", kConfig);
  std::map<std::string, std::string> config = parse_config(kConfig);
  for (const char* key : {"core.bare", "remote.Origin.X.url", "remote.Origin.X.pushurl",
                          "section.sub.key", "empty.value"}) {
    EXPECT_EQ(config[key], sandbox.git_line({"config", "--file", "config-file", "--get", key}))
        << key;
  }
  EXPECT_EQ(config["core.filemode"], "true");
}

TEST(ConfigText, PassesOverWhatItDoesNotUnderstand) {
  for (const char* text : {"[", "[x", "[\"", "[a \"b", "=", "= value", "[]\nx", "\\", "[a \"b\\"})
    EXPECT_LE(parse_config(text).size(), 1u) << text;
  EXPECT_TRUE(parse_config("").empty());
}

TEST(ConfigIsTrue, AsGit) {
  for (const char* yes : {"true", "Yes", "ON", "1", "007"}) EXPECT_TRUE(config_is_true(yes)) << yes;
  for (const char* no : {"", "false", "no", "off", "0", "00", "x", "1x"})
    EXPECT_FALSE(config_is_true(no)) << no;
}

TEST(ConfigText, AKeyBeforeTheFirstSectionIsSkipped) {
  EXPECT_EQ(parse_config("bare = true\n[core]\nbare = false\n"),
            (std::map<std::string, std::string>{{"core.bare", "false"}}));
}

}  // namespace
}  // namespace leakwarden::scanner
