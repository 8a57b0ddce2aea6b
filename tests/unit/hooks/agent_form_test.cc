#include "scanner/hooks/agent_form.h"

#include <set>

#include "tests/unit/hooks/agent_calls.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::sample_calls;

TEST(AgentForm, EachDocumentedMessageIsKnownByItsFields) {
  for (const auto& sample : sample_calls("x")) {
    const AgentCall call = read_agent_call(sample.message.dump());
    EXPECT_EQ(call.event->form, sample.form) << sample.name;
    EXPECT_EQ(call.event->stage, sample.stage) << sample.name;
    EXPECT_EQ(call.end, JsonEnd::Whole);
  }
}

TEST(AgentForm, EveryRowOfTheTableHasAMessage) {
  std::set<std::size_t> seen;
  for (const auto& sample : sample_calls("x")) {
    const std::string message = sample.message.dump();
    seen.insert(number_of(*read_agent_call(message).event));
  }
  for (std::size_t row = 0; row < agent_event_count(); ++row) {
    const std::string_view name = agent_event(row).name;
    const bool has_none = name == "afterTabFileEdit" || name == "pre_read_code" ||
                          name == "post_run_command" || name == "post_mcp_tool_use";
    EXPECT_EQ(seen.count(row) == 0, has_none) << name;
    EXPECT_EQ(number_of(agent_event(row)), row);
  }
  EXPECT_EQ(agent_event(100'000).form, AgentForm::Unknown);
}

TEST(AgentForm, TheBeginningOfAMessageIsEnough) {
  for (const auto& sample : sample_calls("x")) {
    if (sample.form != AgentForm::Claude) continue;
    std::string message = sample.message.dump();
    message.resize(message.find("tool_name\":") == std::string::npos
                       ? message.size() - 1
                       : message.find("tool_name\":"));
    EXPECT_EQ(read_agent_call(message).event->form, sample.form) << sample.name;
  }
}

TEST(AgentForm, ToolsOfServersAreKnown) {
  EXPECT_TRUE(
      read_agent_call(R"({"hook_event_name":"PreToolUse","tool_name":"mcp__a__b"})").is_mcp);
  EXPECT_TRUE(
      read_agent_call(R"({"hook_event_name":"beforeMCPExecution","tool_name":"b"})").is_mcp);
  EXPECT_FALSE(read_agent_call(R"({"hook_event_name":"PreToolUse","tool_name":"Edit"})").is_mcp);
}

TEST(AgentForm, WhatIsNotAMessageIsUnknown) {
  for (const char* text : {"", "{", "null", "[]", "\"x\"", "{\"hook_event_name\":7}", "\xff\xfe"}) {
    EXPECT_EQ(read_agent_call(text).event->form, AgentForm::Unknown) << text;
  }
}

}  // namespace
}  // namespace leakwarden::scanner
