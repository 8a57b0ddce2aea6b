#include "scanner/rules/import/peer_rules.h"

namespace leakwarden::scanner {
namespace {

using ::testing::HasSubstr;

PeerConfig read(const std::string& text, ProblemList* problems) {
  const Result<TomlNode> root = parse_toml(text, "f.toml");
  EXPECT_TRUE(root.ok()) << root.error().message();
  return root.ok() ? read_peer_rules(*root, "f.toml", problems) : PeerConfig{};
}

TEST(PeerRules, ReadsWhatBothFormatsSay) {
  ProblemList problems;
  const PeerConfig config = read(R"toml(
title = "mine"
minVersion = "v8.0.0"
prefilter = "x"
[extend]
useDefault = true
path = "base.toml"
disabledRules = ["gone"]
[[rules]]
id = "acme-key"
description = "An Acme key."
regex = '''acme_([a-z]{8})'''
path = '\.env$'
secretGroup = 1
entropy = 3.5
keywords = ["acme_"]
tags = ["k"]
tokenEfficiency = true
filter = '''entropy(finding["secret"]) <= 3'''
validate = "v"
colour = "red"
[[rules.allowlists]]
condition = "AND"
regexTarget = "match"
regexes = ["a"]
paths = ["b"]
[[rules.required]]
id = "acme-id"
withinLines = 3
[[allowlists]]
targetRules = ["acme-key"]
stopwords = ["demo"]
)toml",
                                 &problems);
  ASSERT_FALSE(problems.has_errors()) << problems.text();
  EXPECT_TRUE(config.extends_default);
  EXPECT_EQ(config.extends_path, "base.toml");
  ASSERT_EQ(config.rules.size(), 1u);
  const PeerRule& rule = config.rules[0];
  EXPECT_EQ(rule.id, "acme-key");
  EXPECT_EQ(rule.secret_group, 1);
  EXPECT_DOUBLE_EQ(rule.entropy, 3.5);
  EXPECT_TRUE(rule.token_efficiency);
  EXPECT_EQ(rule.required, std::vector<std::string>{"acme-id"});
  EXPECT_EQ(rule.unknown_keys, std::vector<std::string>{"colour"});
  ASSERT_EQ(rule.allowlists.size(), 1u);
  EXPECT_TRUE(rule.allowlists[0].all_must_hold);
  EXPECT_EQ(rule.allowlists[0].regex_target, "match");
  ASSERT_EQ(config.allowlists.size(), 1u);
  EXPECT_EQ(config.allowlists[0].target_rules, std::vector<std::string>{"acme-key"});
}

TEST(PeerRules, ReadsTheOldSpellings) {
  ProblemList problems;
  const PeerConfig config = read(
      "[allowlist]\npaths = ['a']\n[[rules]]\nid = 'x'\nregex = 'y'\n[rules.allowlist]\n"
      "stopwords = ['z']\nregexTarget = 'line'\n",
      &problems);
  EXPECT_EQ(config.allowlists.size(), 1u);
  ASSERT_EQ(config.rules.size(), 1u);
  EXPECT_EQ(config.rules[0].allowlists.size(), 1u);
}

struct Mistake {
  const char* text;
  int line;
  const char* what;
};

TEST(PeerRules, MistakesAreSaidAtTheirPlace) {
  const Mistake mistakes[] = {
      {"[[rules]]\nregex = 'a'\n", 1, "a rule without 'id'"},
      {"[[rules]]\nid = 3\n", 2, "'id' in a rule is a number, not text"},
      {"[[rules]]\nid = 'a'\nregex = ['a']\n", 3, "'regex' in rule 'a' is a list, not text"},
      {"[[rules]]\nid = 'a'\nkeywords = 'a'\n", 3, "'keywords' in rule 'a' is text, not a list"},
      {"[[rules]]\nid = 'a'\nkeywords = [1]\n", 3, "'keywords' in rule 'a' is a number"},
      {"[[rules]]\nid = 'a'\nentropy = 'high'\n", 3, "'entropy' in rule 'a' is text, not a number"},
      {"[[rules]]\nid = 'a'\nentropy = 9\n", 1, "not a number from 0 to 8"},
      {"[[rules]]\nid = 'a'\nsecretGroup = -1\n", 1, "not a whole number from 0 to 99"},
      {"[[rules]]\nid = 'a'\nsecretGroup = 1.5\n", 1, "not a whole number from 0 to 99"},
      {"rules = 'x'\n", 1, "'rules' in the file is text, not a list"},
      {"rules = [1]\n", 1, "'rules' in the file is a number, not a table"},
      {"extend = 1\n", 1, "'extend' in the file is a number, not a table"},
  };
  for (const Mistake& mistake : mistakes) {
    ProblemList problems;
    read(mistake.text, &problems);
    ASSERT_TRUE(problems.has_errors()) << mistake.text;
    EXPECT_EQ(problems.all().front().place.line, mistake.line) << mistake.text;
    EXPECT_THAT(problems.all().front().what, HasSubstr(mistake.what));
  }
}

// Taken for OR, a mistyped AND would let more pass.
TEST(PeerRules, AnAllowlistsConditionIsOneOfTwo) {
  for (const char* good : {"AND", "and", "&&", "OR", "||"}) {
    ProblemList problems;
    read(std::string("[[allowlists]]\ncondition = '") + good + "'\nregexes = ['x']\n", &problems);
    EXPECT_FALSE(problems.has_errors()) << good;
  }
  for (const char* bad : {"ADN", " AND", "XOR"}) {
    ProblemList problems;
    read(std::string("\n[[allowlists]]\ncondition = '") + bad + "'\nregexes = ['x']\n", &problems);
    ASSERT_TRUE(problems.has_errors()) << bad;
    EXPECT_THAT(problems.text(), HasSubstr("f.toml:2:"));
  }
}

TEST(PeerRules, LaterFilesChangeEarlierOnesFieldByField) {
  ProblemList problems;
  const Result<TomlNode> base = parse_toml(
      "[[rules]]\nid='a'\nregex='x'\nkeywords=['k']\nentropy=3\n[[rules]]\nid='b'\nregex='y'\n",
      "base");
  const Result<TomlNode> mine = parse_toml(
      "[extend]\npath='base'\ndisabledRules=['b']\n[[rules]]\nid='a'\nentropy=4\nkeywords=['m']\n",
      "mine");
  ASSERT_TRUE(base.ok() && mine.ok());
  const PeerConfig merged = merged_peer_rules(
      {read_peer_rules(*base, "base", &problems), read_peer_rules(*mine, "mine", &problems)});
  ASSERT_EQ(merged.rules.size(), 1u);
  EXPECT_EQ(merged.rules[0].regex, "x");
  EXPECT_DOUBLE_EQ(merged.rules[0].entropy, 4);
  EXPECT_EQ(merged.rules[0].keywords, (std::vector<std::string>{"k", "m"}));
  EXPECT_EQ(merged.extends_path, "");  // answered by the file before
}

}  // namespace
}  // namespace leakwarden::scanner
