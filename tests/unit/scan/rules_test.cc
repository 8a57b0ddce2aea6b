#include "scanner/cli/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace leakwarden::scanner {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::MatchesRegex;

const char* const kGood = R"yaml(provider: Example
rules:
  - id: example-key
    name: Example key
    severity: high
    confidence: high
    opens: Everything.
    pattern: '(?P<secret>EXKQ-[0-9a-f]{24})\b'
    examples: {seeded: 3}
    counter_examples: ['EXKQ-<key>', 'EXKQ-0123']
    revoke: {url: https://example.com/keys, steps: [Delete the key]}
    docs: https://example.com/docs
)yaml";

struct Answer {
  int code = 0;
  std::string output;
  std::string errors;
};

Answer run(const std::vector<std::string>& arguments) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Answer result;
  result.code = rules_command(arguments);
  std::fflush(stdout);
  result.output = testing::internal::GetCapturedStdout();
  result.errors = testing::internal::GetCapturedStderr();
  return result;
}

class RulesCommand : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "leakwarden-cli-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    ::setenv("XDG_CACHE_HOME", (folder_ + "/cache").c_str(), 1);
  }
  void TearDown() override {
    ::unsetenv("XDG_CACHE_HOME");
    fs::remove_all(folder_);
  }
  std::string write(const std::string& text) {
    const std::string path = folder_ + "/r.yaml";
    std::ofstream(path) << text;
    return path;
  }
  static std::string changed(const std::string& from, const std::string& to) {
    std::string text = kGood;
    return text.replace(text.find(from), from.size(), to);
  }
  std::string folder_;
};

TEST_F(RulesCommand, ListsTheBuiltinRules) {
  const Answer listed = run({"list"});
  EXPECT_EQ(listed.code, 0);
  EXPECT_THAT(listed.output, HasSubstr("postman-api-key"));
  const Answer json = run({"list", "--format", "json"});
  const nlohmann::json parsed = nlohmann::json::parse(json.output);
  EXPECT_GE(parsed["rules"].size(), 60U);
  EXPECT_EQ(parsed["ruleset"].get<std::string>().size(), 64U);
}

TEST_F(RulesCommand, ListsOtherRules) {
  const Answer listed = run({"list", "--rules", write(kGood)});
  EXPECT_EQ(listed.code, 0);
  EXPECT_THAT(listed.output, HasSubstr("example-key  high      high    Example key"));
  EXPECT_THAT(listed.output, HasSubstr("1 rules"));
}

TEST_F(RulesCommand, ShowsWhatWasDerivedAndWhatToDo) {
  const Answer shown = run({"show", "postman-api-key"});
  EXPECT_EQ(shown.code, 0);
  for (const char* text :
       {"pattern", "trigger     PMAK-", "(derived)", "match at most 64", "revoke", "  1. "}) {
    EXPECT_THAT(shown.output, HasSubstr(text));
  }
  const nlohmann::json json =
      nlohmann::json::parse(run({"show", "postman-api-key", "--format", "json"}).output);
  EXPECT_EQ(json["width"], 64);
  EXPECT_TRUE(json["trigger"]["derived"].get<bool>());
  EXPECT_FALSE(json["advice"]["steps"].empty());
}

TEST_F(RulesCommand, SuggestsTheNearestIdAndCommand) {
  Answer wrong = run({"show", "postman-api-kye"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.errors, HasSubstr("try: leakwarden rules show postman-api-key"));
  wrong = run({"lsit"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.errors, HasSubstr("try: leakwarden rules list"));
}

TEST_F(RulesCommand, GeneratesTextsThatItsRuleFinds) {
  const Answer examples = run({"generate", "postman-api-key", "--count", "2"});
  EXPECT_EQ(examples.code, 0) << examples.errors;
  EXPECT_EQ(examples.output, run({"generate", "postman-api-key", "--count", "2"}).output);
  std::ofstream(folder_ + "/text") << examples.output;
  const Answer explained = run({"explain", folder_ + "/text"});
  EXPECT_EQ(explained.code, 0);
  EXPECT_THAT(explained.output, HasSubstr("how sure"));
  const nlohmann::json json = nlohmann::json::parse(
      run({"generate", "postman-api-key", "--near-miss", "--format", "json"}).output);
  EXPECT_EQ(json["kind"], "near-miss");
  EXPECT_EQ(json["texts"].size(), 3U);
  EXPECT_EQ(run({"generate", "no-such-rule"}).code, 2);
  EXPECT_EQ(run({"generate", "postman-api-key", "--count", "0"}).code, 2);
  EXPECT_EQ(run({"generate", "postman-api-key", "--count", "99999999"}).code, 2);
}

TEST_F(RulesCommand, ExplainsWhatIsDropped) {
  std::ofstream(folder_ + "/text") << "k = PMAK-${POSTMAN_KEY}\n" << "PMAK-" << std::string(24, 'a')
                                   << "-" << std::string(34, 'a') << "\n";
  const Answer explained = run({"explain", folder_ + "/text", "--id", "postman-api-key"});
  EXPECT_EQ(explained.code, 0) << explained.errors;
  EXPECT_THAT(explained.output, HasSubstr("not reported"));
  EXPECT_EQ(run({"explain", folder_ + "/none"}).code, 2);
  EXPECT_EQ(run({"explain", folder_ + "/text", "--id", "none"}).code, 2);
}

TEST_F(RulesCommand, WrongUsageIsTwoAndHelpIsNone) {
  EXPECT_EQ(run({}).code, 2);
  EXPECT_EQ(run({"list", "--format", "xml"}).code, 2);
  EXPECT_EQ(run({"show"}).code, 2);
  EXPECT_EQ(run({"show", "postman-api-key", "github-token"}).code, 2);
  EXPECT_EQ(run({"list", "postman-api-key"}).code, 2);
  EXPECT_EQ(run({"--help"}).code, 0);
  EXPECT_EQ(run({"check", "--help"}).code, 0);
}

TEST_F(RulesCommand, BuiltinRulesAreGood) {
  const Answer checked = run({"check"});
  EXPECT_EQ(checked.code, 0) << checked.output;
}

TEST_F(RulesCommand, GoodFileIsGood) {
  const Answer checked = run({"check", write(kGood)});
  EXPECT_EQ(checked.code, 0) << checked.output;
  EXPECT_THAT(checked.output,
              MatchesRegex("1 rules: good\n"
                           "tried on 8 texts of their own, [0-9]+ candidates compared with the "
                           "definition\n"
                           "cost: none of them slows a scan noticeably\n"));
}

TEST_F(RulesCommand, MistakesAreTwoWithTheirPlaces) {
  const std::string path = write(changed("severity: high", "severity: hihg"));
  const Answer checked = run({"check", path});
  EXPECT_EQ(checked.code, 2);
  EXPECT_THAT(checked.output,
              HasSubstr("r.yaml:5:15: error: 'severity' cannot be 'hihg'\n  try: write 'high'"));
  const nlohmann::json json =
      nlohmann::json::parse(run({"check", path, "--format", "json"}).output);
  EXPECT_EQ(json["errors"], 1);
  EXPECT_EQ(json["problems"][0]["line"], 5);
  EXPECT_EQ(json["problems"][0]["column"], 15);
}

// 1 says that a secret was found.
TEST_F(RulesCommand, WhatLintAndExamplesRefuseIsTwoAsWell) {
  const Answer lint = run({"check", write(changed("{seeded: 3}", "{seeded: 0}"))});
  EXPECT_EQ(lint.code, 2);
  EXPECT_THAT(lint.output, HasSubstr("r.yaml:9:15: error: rule 'example-key' has no examples"));
  const Answer counter =
      run({"check", write(changed("'EXKQ-0123'", "'EXKQ-9f04d7c16be28a3550bd7e1f'"))});
  EXPECT_EQ(counter.code, 2);
  EXPECT_THAT(counter.output,
              HasSubstr("r.yaml:10:38: error: rule 'example-key': counter-example 2 is found"));
  const Answer example = run({"check", write(changed("{seeded: 3}", "['EXKQ-12']"))});
  EXPECT_EQ(example.code, 2);
  EXPECT_THAT(example.output, HasSubstr("example 1 is not found (its trigger does not fire)"));
}

TEST_F(RulesCommand, WarningsAreGood) {
  const Answer warned = run({"check", write(changed("[0-9a-f]{24}", "[0-9a-f]{24}{36"))});
  EXPECT_EQ(warned.code, 0) << warned.output;
  EXPECT_THAT(warned.output, HasSubstr("r.yaml:8:14: warning: rule 'example-key' has a { at "
                                       "character 29"));
}

TEST_F(RulesCommand, AnIdThatIsBuiltInIsAnErrorAtItsPlace) {
  const std::string path = write(changed("id: example-key", "id: postman-api-key"));
  const Answer checked = run({"check", path});
  EXPECT_EQ(checked.code, 2);
  EXPECT_THAT(checked.output, HasSubstr("r.yaml:3:9: error: rule id 'postman-api-key' is taken, by "
                                        "builtin:postman.yaml:"));
  EXPECT_THAT(checked.output, HasSubstr("\n  try: give this rule an id of its own"));
  const nlohmann::json json =
      nlohmann::json::parse(run({"check", path, "--format", "json"}).output);
  EXPECT_EQ(json["problems"][0]["line"], 3);
  EXPECT_EQ(json["problems"][0]["column"], 9);
  EXPECT_THAT(run({"--help"}).output, HasSubstr("cannot redefine a built-in rule"));
}

// Its ids are built in because they were built from it; of a copy elsewhere that is not true.
TEST_F(RulesCommand, TheCataloguesOwnFilesAreGood) {
  const std::string file = std::string(LEAKWARDEN_SOURCE_DIR) + "/rules/catalog/postman.yaml";
  const Answer checked = run({"check", file});
  EXPECT_EQ(checked.code, 0) << checked.output;
  fs::copy_file(file, folder_ + "/postman.yaml");
  EXPECT_THAT(run({"check", folder_ + "/postman.yaml"}).output, HasSubstr("is taken, by builtin:"));
}

TEST_F(RulesCommand, WhatHoldsNothingIsSaidAtItsFirstLineWithARemedy) {
  for (const char* text : {"", "\n\n", "# only a comment\n", "---\n", "provider: X\nrules: []\n"}) {
    const std::string path = write(text);
    const Answer checked = run({"check", path});
    EXPECT_EQ(checked.code, 2) << text;
    EXPECT_THAT(checked.output, HasSubstr("r.yaml:1:1: error: ")) << text;
    EXPECT_THAT(checked.output, HasSubstr("\n  try: ")) << text;
    const nlohmann::json json =
        nlohmann::json::parse(run({"check", path, "--format", "json"}).output);
    EXPECT_EQ(json["problems"][0]["line"], 1) << text;
    EXPECT_EQ(json["problems"][0]["column"], 1) << text;
  }
}

TEST_F(RulesCommand, MistypedOptionsGetASuggestion) {
  for (const char* verb : {"list", "show", "check"}) {
    const Answer wrong = run({verb, "--fromat", "json"});
    EXPECT_EQ(wrong.code, 2);
    EXPECT_THAT(wrong.errors, HasSubstr("--fromat: unknown option\ntry: --format")) << verb;
  }
}

TEST_F(RulesCommand, MissingFileIsTwo) {
  const Answer checked = run({"check", folder_ + "/none.yaml"});
  EXPECT_EQ(checked.code, 2);
  EXPECT_THAT(checked.errors, HasSubstr("none.yaml"));
}

}  // namespace
}  // namespace leakwarden::scanner
