#include "scanner/cli/rules_import.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "scanner/cli/rules.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

using ::testing::HasSubstr;
using leakwarden::testing::read_file;
using leakwarden::testing::TemporaryFolder;

const char* const kPeer = R"toml(
title = "ours"
[[rules]]
id = "acme-key"
description = "An Acme key."
regex = '''\b(acme_[0-9a-z]{20})\b'''
keywords = ["acme_"]
[[rules]]
id = "corp-key"
regex = '''\bcorp_[0-9a-z]{20}\b'''
path = '''\.env$'''
[[rules]]
id = "some-file"
path = '''\.p12$'''
)toml";

struct Answer {
  int code = 0;
  std::string output;
  std::string errors;
};

Answer run(const std::vector<std::string>& arguments) {
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  Answer result;
  result.code = rules_command(arguments);
  std::fflush(stdout);
  result.output = ::testing::internal::GetCapturedStdout();
  result.errors = ::testing::internal::GetCapturedStderr();
  return result;
}

TEST(RulesImport, WritesAFileThatChecks) {
  const TemporaryFolder folder;
  const std::string peer = folder.write("gitleaks.toml", kPeer);
  const std::string mine = folder / "mine.yaml";
  const Answer imported = run({"import", peer, "--output", mine});
  EXPECT_EQ(imported.code, 0) << imported.errors;
  EXPECT_THAT(imported.output, HasSubstr("3 rules: 1 as they are, 1 changed, 1 left out; 2 written"));
  EXPECT_THAT(imported.output, HasSubstr("some-file"));
  EXPECT_THAT(imported.output, HasSubstr("paths only"));
  EXPECT_THAT(imported.output, HasSubstr("its path is not asked any more"));
  const Answer checked = run({"check", mine});
  EXPECT_EQ(checked.code, 0) << checked.output;
  EXPECT_EQ(run({"import", peer, "--output", mine}).code, 2);  // never overwritten unasked
  EXPECT_EQ(run({"import", peer, "--output", mine, "--force"}).code, 0);
}

TEST(RulesImport, WithoutAPlaceRulesGoToStandardOutput) {
  const TemporaryFolder folder;
  const Answer imported = run({"import", folder.write("g.toml", kPeer)});
  EXPECT_THAT(imported.output, HasSubstr("provider: 'ours'\nrules:\n  - id: acme-key\n"));
  EXPECT_EQ(imported.output.find("left out"), std::string::npos);
  EXPECT_THAT(imported.errors, HasSubstr("1 left out"));
}

TEST(RulesImport, AFolderGetsAFileAProvider) {
  const TemporaryFolder folder;
  const std::string peer = folder.write("g.toml", kPeer);
  EXPECT_EQ(run({"import", peer, "--output", folder / "rules/"}).code, 0);
  EXPECT_THAT(read_file(folder / "rules/acme.yaml"), HasSubstr("provider: 'Acme'"));
  EXPECT_THAT(read_file(folder / "rules/corp.yaml"), HasSubstr("id: corp-key"));
  EXPECT_EQ(run({"check", folder / "rules"}).code, 0);
}

TEST(RulesImport, ToolsReadTheReportAsJson) {
  const TemporaryFolder folder;
  const Answer imported = run({"import", folder.write("g.toml", kPeer), "--output",
                               folder / "mine.yaml", "--format", "json"});
  const nlohmann::json json = nlohmann::json::parse(imported.output);
  EXPECT_EQ(json["rules"], 3);
  EXPECT_EQ(json["left_out"], 1);
  EXPECT_EQ(json["imported"][1]["outcome"], "changed");
  EXPECT_EQ(json["imported"][2]["notes"][0]["kind"], "left out");
}

TEST(RulesImport, NamesOurRuleThatFindsTheSame) {
  const TemporaryFolder folder;
  const std::string peer = folder.write(
      "g.toml", "[[rules]]\nid='postman'\nregex='''\\b(PMAK-[a-f0-9]{24}-[a-f0-9]{34})\\b'''\n");
  const Answer imported = run({"import", peer, "--output", folder / "mine.yaml"});
  EXPECT_EQ(imported.code, 0) << imported.errors;
  EXPECT_THAT(imported.output, HasSubstr("postman (postman-api-key)"));
  EXPECT_THAT(read_file(folder / "mine.yaml"), HasSubstr("https://go.postman.co"));
  const Answer new_only = run({"import", peer, "--only-new", "--output", folder / "new.yaml"});
  EXPECT_FALSE(std::filesystem::exists(folder / "new.yaml")) << new_only.output;
}

TEST(RulesImport, WhatCannotBeReadIsTwo) {
  const TemporaryFolder folder;
  EXPECT_EQ(run({"import"}).code, 2);
  EXPECT_EQ(run({"import", folder / "none"}).code, 2);
  const Answer empty = run({"import", folder.write("e.toml", "title = 'x'\n")});
  EXPECT_EQ(empty.code, 2);
  EXPECT_THAT(empty.errors, HasSubstr("it holds not one rule"));
  const Answer broken = run({"import", folder.write("b.toml", "[[rules]]\nid = \n")});
  EXPECT_EQ(broken.code, 2);
  EXPECT_THAT(broken.errors, HasSubstr("b.toml:2:"));
  const Answer wrong = run({"import", folder.write("w.toml", "[[rules]]\nid='a'\nregex=3\n")});
  EXPECT_THAT(wrong.errors, HasSubstr("w.toml:3:7: 'regex' in rule 'a' is a number, not text"));
}

}  // namespace
}  // namespace leakwarden::scanner
