#include "scanner/match/owner_lines.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner {
namespace {

// Of the first "acme" of a text, for the value VALUE, with everything seen.
OwnerLine owner_in(const std::string& text) {
  const std::uint64_t word = text.find("acme");
  const std::uint64_t value = text.find("VALUE");
  return owner_line_of(text, {0, text.size()}, {word, word + 4}, {value, value + 5});
}

TEST(OwnerLines, ALineThatHeadsTheBlockByIndentation) {
  EXPECT_EQ(owner_in("acme:\n  enabled: true\n  token: VALUE\n"), OwnerLine::Block);
  EXPECT_EQ(owner_in("{\n  \"acme\": {\n    \"token\": \"VALUE\"\n  }\n}"), OwnerLine::Block);
  EXPECT_EQ(owner_in("provider \"acme\" {\n  api_key = \"VALUE\"\n}"), OwnerLine::Block);
  EXPECT_EQ(owner_in("acme.configure do |config|\n  config.token = 'VALUE'\nend"),
            OwnerLine::Block);
  EXPECT_EQ(owner_in("client = acme.Client(\n    token=\"VALUE\",\n)"), OwnerLine::Block);
  EXPECT_EQ(owner_in("acme:\n\n  api:\n    v1: yes\n    token: VALUE\n"), OwnerLine::Block)
      << "of a block in the block";
  EXPECT_EQ(owner_in("<acme>\n  <token>VALUE</token>\n</acme>"), OwnerLine::Block);
  EXPECT_EQ(owner_in("steps:\n  - uses: acme/login@v2\n    with:\n      token: VALUE\n"),
            OwnerLine::Block);
}

TEST(OwnerLines, ALineBesideTheBlockIsNoHeadOfIt) {
  EXPECT_EQ(owner_in("acme:\n  a: 1\nother:\n  token: VALUE\n"), OwnerLine::None);
  EXPECT_EQ(owner_in("  acme:\n    a: 1\n  token: VALUE\n"), OwnerLine::None);
  EXPECT_EQ(owner_in("def acme(self):\n    token = \"VALUE\"\n"), OwnerLine::None);
  EXPECT_EQ(owner_in("if acme {\n    token = \"VALUE\"\n"), OwnerLine::None);
  EXPECT_EQ(owner_in("class TestOf_acme:\n    token = \"VALUE\"\n"), OwnerLine::None);
}

TEST(OwnerLines, ABracketThatIsOpenStill) {
  EXPECT_EQ(owner_in("acme: { token: 'VALUE' }"), OwnerLine::Block);
  EXPECT_EQ(owner_in("{\"acme\":{\"id\":[1,2],\"token\":\"VALUE\"}}"), OwnerLine::Block);
  EXPECT_EQ(owner_in("new acme.Client({ a: {}, token: 'VALUE' })"), OwnerLine::Block);
  EXPECT_EQ(owner_in("{\"acme\":{\"id\":1},\"token\":\"VALUE\"}"), OwnerLine::None) << "closed";
  EXPECT_EQ(owner_in("like acme, we use f(token='VALUE')"), OwnerLine::None) << "no head of it";
}

TEST(OwnerLines, ASectionUpToTheNext) {
  EXPECT_EQ(owner_in("[acme]\nenabled = 1\n\ntoken = VALUE\n"), OwnerLine::Block);
  EXPECT_EQ(owner_in("[services.acme]\r\ntoken = \"VALUE\"\r\n"), OwnerLine::Block);
  EXPECT_EQ(owner_in("[acme]\na = 1\n[other]\ntoken = VALUE\n"), OwnerLine::None);
}

TEST(OwnerLines, TheNearestCommentWithoutABlankLineBetween) {
  EXPECT_EQ(owner_in("# acme\nTOKEN=VALUE\n"), OwnerLine::Comment);
  EXPECT_EQ(owner_in("// acme settings\nconst url = 1;\nconst token = \"VALUE\";\n"),
            OwnerLine::Comment);
  EXPECT_EQ(owner_in("# acme\n# for tests\nTOKEN=VALUE\n"), OwnerLine::Comment);
  EXPECT_EQ(owner_in("token = \"VALUE\"  # of acme"), OwnerLine::Comment);
  EXPECT_EQ(owner_in("# acme\n\nTOKEN=VALUE\n"), OwnerLine::None);
  EXPECT_EQ(owner_in("# acme\nA=1\n# other\nTOKEN=VALUE\n"), OwnerLine::None);
  EXPECT_EQ(owner_in("token = \"VALUE\", acme"), OwnerLine::None);
}

TEST(OwnerLines, AHostAndAnImport) {
  EXPECT_EQ(owner_in("GET https://api.acme.com/v1\nX-Api-Key: VALUE\n"), OwnerLine::Host);
  EXPECT_EQ(owner_in("GET /v1 HTTP/1.1\nHost: api.acme.com\nX-Api-Key: VALUE\n"), OwnerLine::Host);
  EXPECT_EQ(owner_in("token: VALUE\nbase: https://acme.io/v1/\n"), OwnerLine::Host);
  EXPECT_EQ(owner_in("token: VALUE\nbase: https://acme.io/about\n"), OwnerLine::None) << "a page";
  EXPECT_EQ(owner_in("see /opt/acme.d/x\ntoken: VALUE\n"), OwnerLine::None);
  EXPECT_EQ(owner_in("https://example.com/acme\ntoken: VALUE\n"), OwnerLine::None) << "its path";
  EXPECT_EQ(owner_in("from acme import Client\n\ntoken = \"VALUE\"\n"), OwnerLine::Import);
  EXPECT_EQ(owner_in("const c = require('acme');\ntoken = 'VALUE';\n"), OwnerLine::Import);
  EXPECT_EQ(owner_in("import com.acme.Client;\ntoken = \"VALUE\";\n"), OwnerLine::Import);
}

// Everybody's sources lie there.
TEST(OwnerLines, WhereSourcesAreKeptSaysNothing) {
  const auto of_github = [](const std::string& text) {
    const std::uint64_t word = text.find("github");
    const std::uint64_t value = text.find("VALUE");
    return owner_line_of(text, {0, text.size()}, {word, word + 6}, {value, value + 5});
  };
  EXPECT_EQ(of_github("import com.github.someone.Client;\ntoken = \"VALUE\";\n"), OwnerLine::None);
  EXPECT_EQ(of_github("# see https://github.com/acme/client\ntoken = VALUE\n"), OwnerLine::None);
  EXPECT_EQ(of_github("from github import Github\n\ntoken = \"VALUE\"\n"), OwnerLine::Import);
}

TEST(OwnerLines, ALineThatSaysItsKindInTheSameBlock) {
  EXPECT_EQ(owner_in("db:\n  type: acme\n  password: VALUE\n"), OwnerLine::Block);
  EXPECT_EQ(owner_in("{\n  \"token\": \"VALUE\",\n  \"provider\": \"acme\"\n}"), OwnerLine::Block);
  EXPECT_EQ(owner_in("  type: acme\nother:\n  password: VALUE\n"), OwnerLine::None);
  EXPECT_EQ(owner_in("type: acme\n\npassword: VALUE\n"), OwnerLine::None);
  EXPECT_EQ(owner_in("title: acme\npassword: VALUE\n"), OwnerLine::None);
}

TEST(OwnerLines, APairOfTheSameLineSaysItsKind) {
  EXPECT_EQ(owner_in("{ \"provider\": \"acme\", \"a\": 1, \"b\": 2, \"token\": \"VALUE\" }"),
            OwnerLine::Block);
  EXPECT_EQ(owner_in("{\"token\": \"VALUE\", \"a\": 1, \"type\": \"acme\"}"), OwnerLine::Block);
  EXPECT_EQ(owner_in("[{\"type\": \"acme\"}, {\"a\": 1, \"token\": \"VALUE\"}]"), OwnerLine::None)
      << "another object's";
  EXPECT_EQ(owner_in("{\"title\": \"acme\", \"a\": 1, \"token\": \"VALUE\"}"), OwnerLine::None);
}

// A Secret of Kubernetes is named for what is in it.
TEST(OwnerLines, TheNameOfAnObject) {
  const std::string metadata = "kind: Secret\nmetadata:\n  name: acme-token\n";
  EXPECT_EQ(owner_in(metadata + "type: Opaque\nstringData:\n  token: VALUE\n"), OwnerLine::Block);
  EXPECT_EQ(owner_in(metadata + "spec:\n  token: VALUE\n"), OwnerLine::None);
  EXPECT_EQ(owner_in(metadata + "---\nstringData:\n  token: VALUE\n"), OwnerLine::None)
      << "another object";
  EXPECT_EQ(owner_in("people:\n  name: acme\nstringData:\n  token: VALUE\n"), OwnerLine::None);
}

TEST(OwnerLines, LongCommentsSayManyThings) {
  EXPECT_EQ(owner_in("# of all who were asked acme answered first, so it is kept\nTOKEN=VALUE\n"),
            OwnerLine::None);
  EXPECT_EQ(owner_in("# a\n# acme\nTOKEN=VALUE\n"), OwnerLine::None) << "no first line";
  EXPECT_EQ(owner_in("# acme\n# b\n# c\nTOKEN=VALUE\n"), OwnerLine::None) << "of three";
}

TEST(OwnerLines, WhatIsSaidElsewhereSaysNothing) {
  EXPECT_EQ(owner_in("we tried acme first\ntoken = VALUE\n"), OwnerLine::None);
  EXPECT_EQ(owner_in("acme = 1\ntoken = VALUE\n"), OwnerLine::None);
}

// A verdict is inherited where the bytes around it are: nothing else may change it.
TEST(OwnerLines, ReadsNothingThatIsNotSeen) {
  const std::string shown = "acme:\n  token: VALUE\n";
  for (const std::string& before : {std::string("\n"), std::string("x: y\n")}) {
    for (const std::string& behind : {std::string("acme.com"), std::string("\n# acme")}) {
      const std::string text = before + shown + behind;
      const std::uint64_t word = text.find("acme");
      const std::uint64_t value = text.find("VALUE");
      EXPECT_EQ(owner_line_of(text, {before.size(), before.size() + shown.size()}, {word, word + 4},
                              {value, value + 5}),
                OwnerLine::Block)
          << text;
    }
  }
}

// One space far above a value changed its name.
TEST(OwnerLines, ALineThatIsCutBeginsWithNothing) {
  const std::string shown = "# acme\ntoken: VALUE\n";
  for (const std::string& before : {std::string("x = 1 "), std::string("said of \"")}) {
    const std::string text = before + shown;
    const std::uint64_t word = text.find("acme");
    const std::uint64_t value = text.find("VALUE");
    EXPECT_EQ(
        owner_line_of(text, {before.size(), text.size()}, {word, word + 4}, {value, value + 5}),
        OwnerLine::None);
  }
}

TEST(OwnerLines, SectionsOfEveryFormEndTheOneAbove) {
  for (const char* section : {"[vercel] # other", "[[foo]]", "[\"foo.bar\"]", "[1password]  ; x"})
    EXPECT_EQ(owner_in("[acme]\na = 1\n\n" + std::string(section) + "\ntoken = VALUE\n"),
              OwnerLine::None)
        << section;
  EXPECT_EQ(owner_in("[acme] # ours\ntoken = VALUE\n"), OwnerLine::Block);
}

TEST(OwnerLines, CodeAndProseThatOnlyBeginAlike) {
  for (const char* text :
       {"elif acme:\n    token = VALUE\n", "class acme:\n    token = VALUE\n",
        "# not acme\nTOKEN=VALUE\n", "# TODO replace acme\nTOKEN=VALUE\n",
        "from acme you get nothing.\ntoken: VALUE\n", "requires acme account\ntoken = VALUE\n"})
    EXPECT_EQ(owner_in(text), OwnerLine::None) << text;
  EXPECT_EQ(owner_in("token = VALUE ; acme\n"), OwnerLine::Comment);
}

}  // namespace
}  // namespace leakwarden::scanner
