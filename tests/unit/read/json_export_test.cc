#include "scanner/read/json_export.h"

#include <gtest/gtest.h>

#include "tests/support/budget.h"
#include "tests/support/read_testing.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::read_all;
using leakwarden::testing::ReadResult;

std::vector<std::string> marked(const ReadResult& result) {
  std::vector<std::string> values;
  for (const DecodedText& text : result.texts) {
    for (const Mark& mark : text.marks()) {
      EXPECT_EQ(mark.rule_id, kPostmanSecretRule);
      values.push_back(text.text().substr(mark.begin, mark.end - mark.begin));
    }
  }
  return values;
}

constexpr const char* kCollection =
    R"({
  "info": {"_postman_id": "1", "name": "Pets",
           "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
  "item": [
    {"name": "one", "request": {"method": "GET",
      "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "b-1", "type": "string"}]},
      "header": [{"key": "X-Api-Key", "value": "h-1"}, {"key": "Accept", "value": "*/*"}],
      "body": {"mode": "raw", "raw": "{\n  \"pin\": \"r-1\"\n}"},
      "url": {"raw": "https://example.com/?k=1", "query": [{"key": "k", "value": "q-1"}]}}},
    {"name": "folder", "item": [{"name": "two", "request": {
      "auth": {"type": "basic", "basic": {"username": "u", "password": "p-1"}},
      "url": "https://example.com"}}],
     "event": [{"listen": "test", "script": {"exec": ["const a =", "  \"s-1\";"]}}]}
  ],
  "variable": [{"key": "v", "value": "v-)"
    R"(1", "type": "secret"}, {"key": "w", "value": "", "type": "secret"}]
})";

TEST(PostmanCollection, NamesAndValuesComeTogetherAtTheirPlaces) {
  const ReadResult result = read_all(kCollection);
  EXPECT_EQ(result.at("item[0].request.auth.bearer"), "\"token\": \"b-1\"\n");
  EXPECT_EQ(result.at("item[0].request.header"), "\"X-Api-Key\": \"h-1\"\n\"Accept\": \"*/*\"\n");
  EXPECT_EQ(result.at("item[0].request.body.raw"), "{\n  \"pin\": \"r-1\"\n}");
  EXPECT_EQ(result.at("item[0].request.url.query"), "\"k\": \"q-1\"\n");
  EXPECT_EQ(result.at("item[1].item[0].request.auth.basic"),
            "\"username\": \"u\"\n\"password\": \"p-1\"\n");
  EXPECT_EQ(result.at("item[1].event[0].script.exec"), "const a =\n  \"s-1\";\n");
  EXPECT_EQ(result.at("variable"), "\"v\": \"v-1\"\n");
  EXPECT_EQ(marked(result), std::vector<std::string>{"v-1"});
  EXPECT_TRUE(result.gaps.empty());
}

TEST(PostmanCollection, AValueStandsWhereItIsWritten) {
  const std::string bytes = kCollection;
  const ReadResult result = read_all(bytes);
  for (const DecodedText& text : result.texts) {
    const std::size_t at = text.text().find("-1");
    if (at == std::string::npos) continue;
    const SourceSpan span = text.source_span(at - 1, at + 2);
    EXPECT_EQ(bytes.substr(span.begin, span.end - span.begin), text.text().substr(at - 1, 3));
  }
}

TEST(PostmanEnvironment, SecretsAreMarkedReferencesAreNot) {
  const ReadResult result = read_all(R"({"id": "1", "name": "prod", "values": [
    {"key": "a", "value": "plain", "type": "default", "enabled": true},
    {"key": "b", "value": "q\"uote\\d", "type": "secret", "enabled": true},
    {"type": "secret", "value": "order", "key": "c"},
    {"key": "d", "value": "", "type": "secret"},
    {"key": "e", "value": "{{vault:prod-key}}", "type": "secret"},
    {"key": "f", "value": "{{other}}", "type": "secret"},
    {"key": "g", "value": "Bearer {{other}}", "type": "secret"},
    {"key": "h", "value": "x{{other}}", "type": "secret"}
  ], "_postman_variable_scope": "environment", "_postman_exported_using": "Postman/11.0"})");
  EXPECT_EQ(marked(result), (std::vector<std::string>{"q\"uote\\d", "order", "x{{other}}"}));
  EXPECT_EQ(result.places(), std::vector<std::string>{"values"});
}

TEST(PostmanVault, EverythingInItIsASecret) {
  const ReadResult result = read_all(R"({"values": [
    {"key": "a", "value": "one", "enabled": true}, {"key": "b", "value": "{{x}}"}, {"key": "c", "value": ""}
  ], "_postman_variable_scope": "vault"})");
  EXPECT_EQ(marked(result), std::vector<std::string>{"one"});
}

TEST(PostmanReference, IsNoValue) {
  for (const char* text :
       {"", "  ", "{{a}}", "{{vault:a}}", "{{a}}{{b}}", "{{a}}:{{b}}", "Bearer {{a}}"})
    EXPECT_TRUE(is_postman_reference(text)) << text;
  for (const char* text : {"a", "{{a", "a}}", "x{{a}}", "{{a}}x", "{{}", "token", "Bearer"})
    EXPECT_FALSE(is_postman_reference(text)) << text;
}

TEST(PostmanReference, ManyOfThemEndQuickly) {
  std::string references;
  for (int i = 0; i < 1'000'000; ++i) references += "Bearer {{a}}x";
  const leakwarden::testing::Budget budget(1);
  EXPECT_FALSE(is_postman_reference(references));
  references.clear();
  for (int i = 0; i < 1'000'000; ++i) references += "Bearer {{a}}";
  EXPECT_TRUE(is_postman_reference(references));
}

TEST(Notebook, SourcesAndOutputsAreJoined) {
  const ReadResult result = read_all(R"({"cells": [{"cell_type": "code",
    "outputs": [{"name": "stdout", "text": ["out ", "put\n"]}],
    "source": ["import os\n", "key = \"ab\\\n", "cd\""]}],
    "metadata": {}, "nbformat": 4, "nbformat_minor": 5})");
  EXPECT_EQ(result.at("cells[0].source"), "import os\nkey = \"ab\\\ncd\"\n");
  EXPECT_EQ(result.at("cells[0].outputs[0].text"), "out \nput\n");
}

TEST(Har, HeadersAndContent) {
  const ReadResult result =
      read_all(R"({"log": {"version": "1.2", "creator": {"name": "x"}, "entries": [
    {"request": {"headers": [{"name": "Authorization", "value": "Bearer h-1"}]},
     "response": {"content": {"mimeType": "text/plain", "encoding": "base64", "text": "aGVsbG8="}}}]}})");
  EXPECT_EQ(result.at("log.entries[0].request.headers"), "\"Authorization\": \"Bearer h-1\"\n");
  EXPECT_EQ(result.at("log.entries[0].response.content.text > base64"), "hello");
}

TEST(TerraformState, OutputsHaveTheirNames) {
  const ReadResult result = read_all(R"({"version": 4, "terraform_version": "1.5.0",
    "outputs": {"db_password": {"value": "t-1", "type": "string", "sensitive": true}},
    "resources": [{"instances": [{"attributes": {"password": "t-2"}}]}]})");
  EXPECT_NE(result.at("outputs.db_password").find("\"db_password\": \"t-1\""), std::string::npos);
  EXPECT_EQ(result.at("resources[0].instances[0].attributes"), "\"password\": \"t-2\"\n");
}

TEST(DockerConfig, LoginsAreDecoded) {
  const ReadResult result = read_all(R"({"auths": {"https://r.example/v1/": {"auth": "Ym9iOnN3)"
                                     R"(b3JkZmlzaA=="}}})");
  EXPECT_EQ(result.at("auths[\"https://r.example/v1/\"].auth > base64"),
            "\"username\": \"bob\"\n\"password\": \"swordfish\"\n");
}

TEST(KubernetesJson, DataIsDecoded) {
  const ReadResult result = read_all(R"({"apiVersion": "v1", "kind": "List", "items": [
    {"kind": "Secret", "data": {"password": "c3dv)"
                                     R"(cmRmaXNo", "odd": "not base64!"}}]})");
  EXPECT_EQ(result.at("items[0].data.password > base64"), "\"password\": \"swordfish\"\n");
}

std::string json_quoted(const std::string& text) {
  std::string json = "\"";
  for (const char c : text)
    json += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return json + "\"";
}

constexpr const char* kAllFormats =
    R"({"_postman_id": 1, "nbformat": 4, "log": 0, "creator": 0, "terraform_version": 1,
        "auths": 0, "apiVersion": "v1", "kind": "Secret", )";

TEST(JsonExport, WhatFitsSeveralFormatsIsReadAsAllOfThem) {
  const ReadResult result =
      read_all(std::string(kAllFormats) + R"("data": {"p": "c3dv)"
                                          R"(cmRmaXNo"}, "a": {"auth": "Ym9iOnN3)"
                                          R"(b3JkZmlzaA=="}, "list": [{"name": "n", "value": "1"},
                                     {"key": "k", "value": "2", "type": "secret"}]})");
  EXPECT_EQ(result.at("data.p > base64"), "\"p\": \"swordfish\"\n");
  EXPECT_EQ(result.at("a.auth > base64"), "\"username\": \"bob\"\n\"password\": \"swordfish\"\n");
  EXPECT_EQ(result.at("list"), "\"n\": \"1\"\n\"k\": \"2\"\n");
  EXPECT_EQ(marked(result), std::vector<std::string>{"2"});
}

// Seven readers, each of which hands on the layer below: seven to the power of the depth.
TEST(JsonExport, LayersThatFitEveryFormatAreReadOnceEach) {
  std::string layer = "deepest " + std::string(600, 'x');
  for (int depth = 0; depth < 5; ++depth)
    layer = std::string(kAllFormats) + "\"long\": " + json_quoted(layer) + "}";
  std::size_t deepest = 0;
  ReadBudget budget(layer.size());
  visit_texts(layer, budget, [&deepest](std::string_view text) {
    deepest += text.starts_with("deepest") ? 1 : 0;
    return true;
  });
  EXPECT_EQ(deepest, 1u);
}

TEST(JsonExport, DeepNestingIsAGapAndEndsQuickly) {
  std::string deep = R"({"_postman_id": "1", "item": )" + std::string(5'000'000, '[');
  const ReadResult result = read_all(deep);
  ASSERT_EQ(result.gaps.size(), 1u);
  EXPECT_NE(result.gaps[0].find("nested too deep"), std::string::npos);
}

TEST(JsonExport, CutTextIsReadUpToThere) {
  const std::string whole = kCollection;
  const ReadResult result = read_all(whole.substr(0, whole.find("\"event\"")));
  EXPECT_EQ(result.at("item[0].request.auth.bearer"), "\"token\": \"b-1\"\n");
  EXPECT_TRUE(result.gaps.empty());
}

TEST(JsonExport, WhatWasNeverClosedIsGivenToo) {
  const std::string bytes =
      R"({"_postman_variable_scope": "environment", "values": [{"key": "a", "value": "b", "type": "secret"}, {)";
  EXPECT_EQ(marked(read_all(bytes)), std::vector<std::string>{"b"});
}

TEST(JsonExport, HostileNamesStayShort) {
  std::string text = R"({"_postman_id": "1")";
  for (int i = 0; i < 400; ++i) text += ",\"" + std::string(1000, 'k') + "\":{\"a\":\"b\"";
  const ReadResult result = read_all(text + std::string(400, '}') + "}");
  EXPECT_EQ(result.texts.size(), 400u);
  for (const std::string& place : result.places()) EXPECT_LE(place.size(), 700u);
}

}  // namespace
}  // namespace leakwarden::scanner
