#include "scanner/hooks/agent_texts.h"

#include <algorithm>

#include "tests/unit/hooks/agent_calls.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::claude_base;
using leakwarden::testing::Json;
using leakwarden::testing::sample_calls;
using leakwarden::testing::with;

AgentTexts texts_of_message(const Json& message) {
  const std::string json = message.dump();
  return texts_of(json, read_agent_call(json));
}

Json claude_call(const std::string& tool, const Json& input) {
  return with(claude_base("PreToolUse"), {{"tool_name", tool}, {"tool_input", input}});
}

bool holds(const AgentTexts& texts, const std::string& part) {
  return std::any_of(texts.texts.begin(), texts.texts.end(), [&](const AgentText& text) {
    return text.text.find(part) != std::string::npos;
  });
}

TEST(AgentTexts, EveryFieldOfEveryFormIsLookedAt) {
  for (const auto& sample : sample_calls("needle")) {
    EXPECT_TRUE(holds(texts_of_message(sample.message), "needle")) << sample.name;
  }
}

TEST(AgentTexts, TheEnvelopeIsNot) {
  const AgentTexts texts = texts_of_message(claude_call("Bash", {{"command", "ls"}}));
  for (const char* part : {"abc123", "00893aaf", "default", "PreToolUse", "Bash"}) {
    EXPECT_FALSE(holds(texts, part)) << part;
  }
}

TEST(AgentTexts, LinesKnowTheirFields) {
  const AgentTexts texts =
      texts_of_message(claude_call("X", {{"one", "aaa"}, {"two", {"b b", "ccc"}}}));
  ASSERT_EQ(texts.texts.size(), 2u);
  EXPECT_EQ(texts.texts[0].text, "aaa\nb b\nccc\n");
  EXPECT_EQ(texts.texts[1].text, "one: \"aaa\"\ntwo: \"ccc\"\n");
  const std::vector<std::uint32_t>& fields = texts.texts[0].line_fields;
  ASSERT_EQ(fields.size(), 3u);
  EXPECT_EQ(texts.fields[fields[0]], "tool_input.one");
  EXPECT_EQ(texts.fields[fields[2]], "tool_input.two[]");
}

TEST(AgentTexts, NamesThatAreNoWordsAreNotShown) {
  const AgentTexts texts =
      texts_of_message(claude_call("X", {{"k3y" + std::string(40, 'x'), "a"}}));
  ASSERT_FALSE(texts.fields.empty());
  for (const std::string& field : texts.fields) EXPECT_EQ(field.find("k3y"), std::string::npos);
  EXPECT_EQ(texts.fields.back(), "tool_input.…");
}

TEST(AgentTexts, LongNamesAreLookedAtThemselves) {
  EXPECT_TRUE(
      holds(texts_of_message(claude_call("X", {{"needle-needle-needle", 1}})), "needle-needle"));
}

TEST(AgentTexts, AnEditIsTakenApart) {
  const AgentTexts texts = texts_of_message(
      claude_call("Edit", {{"file_path", "a"}, {"new_string", "new"}, {"old_string", "old"}}));
  EXPECT_FALSE(holds(texts, "old"));
  EXPECT_TRUE(holds(texts, "new"));
  EXPECT_EQ(texts.before, std::vector<std::string>{"old"});
}

TEST(AgentTexts, AnOldStringWithoutANewOneIsAStringLikeOthers) {
  EXPECT_TRUE(holds(texts_of_message(claude_call("X", {{"old_string", "old"}})), "old"));
}

TEST(AgentTexts, AServersToolMayMeanAnythingByOldString) {
  const AgentTexts texts =
      texts_of_message(claude_call("mcp__a__b", {{"old_string", "old"}, {"new_string", "new"}}));
  EXPECT_TRUE(holds(texts, "old"));
  EXPECT_TRUE(texts.before.empty());
}

TEST(AgentTexts, APatchIsTakenApart) {
  const std::string patch =
      "*** Begin Patch\n*** Update File: a\n@@\n kept\n-gone\n+come\n*** End Patch";
  const AgentTexts texts = texts_of_message(claude_call("apply_patch", {{"command", patch}}));
  EXPECT_TRUE(holds(texts, "come"));
  EXPECT_TRUE(holds(texts, "Update File: a"));
  EXPECT_FALSE(holds(texts, "gone"));
  EXPECT_FALSE(holds(texts, "kept"));
  // A shell would run its lines.
  EXPECT_TRUE(holds(texts_of_message(claude_call("Bash", {{"command", patch}})), "gone"));
}

TEST(AgentTexts, JsonInStringsOfJsonIsRead) {
  const std::string inner = Json({{"a", "x\nneedle"}}).dump();
  const std::string outer = Json({{"b", inner}}).dump();
  EXPECT_TRUE(holds(texts_of_message(claude_call("X", {{"c", outer}})), "x\nneedle"));
}

// Copilot's arguments are JSON in a string: an edit that takes a key out must pass there as well.
TEST(AgentTexts, AnEditWrittenAsAStringIsAnEdit) {
  const Json input = {{"path", "a"}, {"old_str", "gone"}, {"new_str", "come"}};
  Json message = {{"sessionId", "1"}, {"timestamp", 1}, {"toolName", "edit"}};
  message["toolArgs"] = input.dump();
  const AgentTexts texts = texts_of_message(message);
  EXPECT_FALSE(holds(texts, "gone"));
  EXPECT_TRUE(holds(texts, "come"));
  EXPECT_EQ(texts.before, std::vector<std::string>{"gone"});
  message["toolArgs"] = input.dump() + " {";
  EXPECT_TRUE(holds(texts_of_message(message), "gone"));
}

TEST(AgentTexts, ManySmallStringsAreFewTexts) {
  Json list = Json::array();
  for (int i = 0; i < 10'000; ++i) list.push_back("v" + std::to_string(i));
  EXPECT_EQ(texts_of_message(claude_call("X", {{"list", list}})).texts.size(), 2u);
}

}  // namespace
}  // namespace leakwarden::scanner
