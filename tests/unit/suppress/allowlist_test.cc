#include "scanner/suppress/allowlist.h"

#include "tests/support/finding_testing.h"
#include "tests/support/planted.h"

namespace leakwarden::scanner {
namespace {

using testing::finding_at;
using testing::planted_characters;
using testing::planted_postman_key;

Result<std::shared_ptr<const Speaker>> read(const std::string& toml) {
  Result<TomlNode> root = parse_toml(toml, "f");
  if (!root.ok()) return root.error();
  ProblemList problems;
  const PeerConfig config = read_peer_rules(*root, "f", &problems);
  EXPECT_FALSE(problems.has_errors()) << problems.text();
  return allowlist_speaker(config, "f");
}

std::shared_ptr<const Speaker> parsed(const std::string& toml) {
  Result<std::shared_ptr<const Speaker>> speaker = read(toml);
  EXPECT_TRUE(speaker.ok()) << speaker.error().message();
  return speaker.ok() ? *speaker : nullptr;
}

bool speaks(const std::string& toml, const Finding& finding) {
  return !parsed(toml)->speaking_for(Subject{finding, finding.location.path}).empty();
}

// A value that ends in a word of ours.
Finding finding_with(const std::string& path, const std::string& tail = "EXAMPLE") {
  Finding finding = finding_at(path, 1, planted_characters(5, "abcdef0123456789", 30) + tail);
  finding.scope = "api_key";
  finding.masked_line = "  const api_key = \"" + finding.secret.mask() + "\"; // made up";
  return finding;
}

TEST(Allowlist, PathsValuesWordsAndCommits) {
  Finding finding = finding_with("vendor/a.js");
  EXPECT_TRUE(speaks("[allowlist]\npaths = ['''^vendor/''']\n", finding));
  EXPECT_FALSE(speaks("[allowlist]\npaths = ['''^endor/''']\n", finding));
  EXPECT_TRUE(speaks("[[allowlists]]\nregexes = ['''EXAMPLE$''']\n", finding));
  EXPECT_FALSE(speaks("[[allowlists]]\nregexes = ['''^EXAMPLE''']\n", finding));
  EXPECT_TRUE(speaks("[[allowlists]]\nstopwords = ['eXample']\n", finding));
  EXPECT_FALSE(speaks("[[allowlists]]\nstopwords = ['sample']\n", finding));
  const std::string commit(40, 'b');
  EXPECT_FALSE(speaks("[allowlist]\ncommits = ['" + commit + "']\n", finding));
  finding.location.commit = commit;
  EXPECT_TRUE(speaks("[allowlist]\ncommits = ['" + commit + "']\n", finding));
}

TEST(Allowlist, OrIsEachAloneAndAndIsOneOfEachKind) {
  const std::string both = "paths = ['''^vendor/''', '''^lib/''']\nregexes = ['''EXAMPLE$''']\n";
  const Finding in_vendor = finding_with("vendor/a.js", "REALITY");
  EXPECT_TRUE(speaks("[[allowlists]]\n" + both, in_vendor));
  EXPECT_FALSE(speaks("[[allowlists]]\ncondition = \"AND\"\n" + both, in_vendor));
  EXPECT_TRUE(speaks("[[allowlists]]\ncondition = \"AND\"\n" + both, finding_with("lib/a.js")));
}

// Joined by "|", the flag of the first and the branch of the second would reach the others.
TEST(Allowlist, EachPatternIsJudgedAlone) {
  const Finding finding = finding_with("a.js");
  EXPECT_FALSE(speaks("[[allowlists]]\nregexes = ['''(?i)nothing''', '''example''']\n", finding));
  EXPECT_FALSE(speaks("[[allowlists]]\nregexes = ['''^a$''', '''^b$''']\n", finding));
  const std::shared_ptr<const Speaker> two =
      parsed("[[allowlists]]\nregexes = ['''nothing''', '''EXAMPLE''']\n");
  EXPECT_EQ(two->statements().size(), 2u);
  EXPECT_EQ(two->speaking_for(Subject{finding, "a.js"}), (std::vector<std::size_t>{1}));
}

TEST(Allowlist, AnEmptyPatternIsLeftOutAndSaid) {
  const std::string toml = "[[allowlists]]\nregexes = ['']\nstopwords = ['']\n";
  EXPECT_FALSE(speaks(toml, finding_with("a.js")));
  EXPECT_EQ(parsed(toml)->remarks().size(), 1u);
}

TEST(Allowlist, WhatARegexLooksAt) {
  const Finding finding = finding_with("a.js");
  const auto with = [](const char* target, const char* regex) {
    return std::string("[[allowlists]]\nregexTarget = \"") + target + "\"\nregexes = ['''" + regex +
           "''']\n";
  };
  EXPECT_FALSE(speaks(with("secret", "made up"), finding));
  EXPECT_TRUE(speaks(with("line", "made up"), finding));
  EXPECT_TRUE(speaks(with("line", "const api_key = \"[a-f0-9]{30}EXAMPLE\";"), finding));
  EXPECT_TRUE(speaks(with("match", "^api_key = .*EXAMPLE$"), finding));
  EXPECT_FALSE(speaks(with("match", "made up"), finding));
  EXPECT_FALSE(speaks(with("match", "const"), finding));
}

TEST(Allowlist, ARulesOwnIsForItsFindingsOnly) {
  const std::string toml =
      "[[rules]]\nid = 'their-key'\nregex = '''[a-f0-9]{30}[A-Z]{7}'''\n"
      "[[rules.allowlists]]\nstopwords = ['example']\n"
      "[[rules]]\nid = 'jwt'\nregex = '''eyJ[a-z]+'''\n"
      "[rules.allowlist]\npaths = ['''^a''']\n";
  // Another name, but their pattern takes the very value.
  EXPECT_TRUE(speaks(toml, finding_with("b.js")));
  // Their pattern does not take it whole, and the name is another.
  Finding other = finding_at("a.js", 1, planted_postman_key(1), "postman-api-key");
  EXPECT_FALSE(speaks(toml, other));
  other.rule_id = "jwt";
  EXPECT_TRUE(speaks(toml, other));
}

TEST(Allowlist, TargetRules) {
  const std::string toml = "[[allowlists]]\ntargetRules = ['jwt']\npaths = ['''^a''']\n";
  EXPECT_TRUE(speaks(toml, finding_at("a.js", 1, planted_postman_key(1), "jwt")));
  EXPECT_FALSE(speaks(toml, finding_at("a.js", 1, planted_postman_key(1), "other")));
}

TEST(Allowlist, FiltersOfBetterleaksSilenceNothingAndAreSaid) {
  const std::string toml = "filter = '''finding[\"secret\"] == \"x\"'''\n";
  const std::shared_ptr<const Speaker> speaker = parsed(toml);
  EXPECT_TRUE(speaker->statements().empty());
  ASSERT_EQ(speaker->remarks().size(), 1u);
  EXPECT_NE(speaker->remarks()[0].find("not supported"), std::string::npos);
}

TEST(Allowlist, WhatMatchesEverythingIsToldApart) {
  for (const char* all : {".*", ".", "(?i)[a-z0-9]"}) {
    const std::string toml = std::string("[[allowlists]]\nregexes = ['''") + all + "''']\n";
    EXPECT_EQ(parsed(toml)->statements()[0].reach, Reach::All) << all;
  }
  EXPECT_EQ(parsed("[allowlist]\npaths = ['''^vendor/''']\n")->statements()[0].reach, Reach::Many);
}

// Off for one rule is off, too; and so is nearly all.
TEST(Allowlist, WhatIsVeryBroadIsToldApart) {
  const auto reach = [](const std::string& toml) { return parsed(toml)->statements()[0].reach; };
  const std::string rule = "[[rules]]\nid = 'jwt'\nregex = '''eyJ'''\n[[rules.allowlists]]\n";
  EXPECT_EQ(reach(rule + "regexes = ['''.+''']\n"), Reach::All);
  EXPECT_EQ(reach("[[allowlists]]\ntargetRules = ['jwt']\npaths = ['''.''']\n"), Reach::All);
  EXPECT_NE(parsed(rule + "regexes = ['''.+''']\n")->statements()[0].said.find("for jwt"),
            std::string::npos);
  EXPECT_EQ(reach(rule + "regexes = ['''EXAMPLE$''']\n"), Reach::Many);
  EXPECT_EQ(reach("[[allowlists]]\nstopwords = ['a']\n"), Reach::All);
  EXPECT_EQ(reach("[[allowlists]]\nstopwords = ['example']\n"), Reach::Many);
  EXPECT_EQ(reach("[[allowlists]]\nregexes = ['''[A-Za-z0-9]{20,}''']\n"), Reach::All);
  EXPECT_EQ(reach("[[allowlists]]\nregexes = ['''^[0-9a-f]{32}$''']\n"), Reach::Many);
  EXPECT_EQ(reach("[[allowlists]]\ncommits = ['" + std::string(40, 'b') + "']\n"), Reach::Value);
}

TEST(Allowlist, Mistakes) {
  const auto where = [](const std::string& toml) {
    const Result<std::shared_ptr<const Speaker>> speaker = read(toml);
    return speaker.ok() ? "" : speaker.error().where;
  };
  EXPECT_EQ(where("\n[[allowlists]]\nregexes = ['''(''']\n").substr(0, 4), "f:2:");
  EXPECT_EQ(where("\n[[allowlists]]\nregexTarget = 'file'\nregexes = ['x']\n").substr(0, 4),
            "f:2:");
}

// People paste what they want to silence.
TEST(Allowlist, AMistakeShowsNothingOfThePattern) {
  const std::string key = planted_postman_key(3);
  const auto speaker = read("[allowlist]\nregexes = ['''a''', '''(" + key + "''']\n");
  ASSERT_FALSE(speaker.ok());
  EXPECT_EQ(speaker.error().message().find(key.substr(0, 12)), std::string::npos);
  EXPECT_NE(speaker.error().message().find("regexes number 2"), std::string::npos)
      << speaker.error().message();
}

TEST(Allowlist, RegexesThatExplodeEndSoon) {
  std::string toml = "[allowlist]\nregexes = [";
  for (int i = 0; i < 5000; ++i) toml += "'''\\pL{30" + std::to_string(i % 10) + "}x''', ";
  EXPECT_FALSE(read(toml + "]\n").ok());
}

TEST(Allowlist, TheLineIsThatOfTheReportWithTheValuePutBack) {
  Finding finding = finding_with("a.js");
  const LineAround line = line_around(finding);
  const std::string value(finding.secret.reveal(RevealFor::Matching));
  EXPECT_EQ(line.text, "  const api_key = \"" + value + "\"; // made up");
  EXPECT_EQ(line.match(), "api_key = \"" + value);
  finding.masked_line = "";
  EXPECT_EQ(line_around(finding).text, value);
}

}  // namespace
}  // namespace leakwarden::scanner
