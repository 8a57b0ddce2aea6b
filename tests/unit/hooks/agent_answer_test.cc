#include "scanner/hooks/agent_answer.h"

#include "tests/support/no_leak.h"
#include "tests/support/planted.h"
#include "tests/support/scan_testing.h"
#include "tests/unit/hooks/agent_calls.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::builtin_options;
using leakwarden::testing::Json;
using leakwarden::testing::planted_github_token;
using leakwarden::testing::sample_calls;
using leakwarden::testing::SampleCall;
using leakwarden::testing::shows_part_of;
using Form = AgentForm;
using Stage = AgentStage;

AgentAnswer answered(const Json& message) {
  const std::string json = message.dump();
  const AgentCall call = read_agent_call(json);
  return answer_agent(call, judge_agent_call(json, call, builtin_options()), WhenUnfinished::Deny);
}

AgentAnswer unfinished(const SampleCall& sample, WhenUnfinished wish) {
  AgentVerdict verdict;
  verdict.unscanned.push_back("2 s were not enough");
  return answer_agent(read_agent_call(sample.message.dump()), verdict, wish);
}

// What the documentation of each form says stops, hides or masks; written down from there, not from
// the code.
bool stops(const SampleCall& sample, const AgentAnswer& answer) {
  const Json said = Json::parse(answer.output, nullptr, false);
  const auto text = [&](const char* path) {
    const Json::json_pointer pointer(path);
    return !said.is_discarded() && said.contains(pointer) && said[pointer].is_string()
               ? said[pointer].get<std::string>()
               : "";
  };
  const bool by_code = answer.exit_code == 2 && !answer.errors.empty();
  switch (sample.form) {
    case Form::Claude:
    case Form::Codex:
    case Form::VsCode:
      if (answer.exit_code != 0) return false;
      if (sample.stage == Stage::Call) {
        return text("/hookSpecificOutput/hookEventName") == "PreToolUse" &&
               text("/hookSpecificOutput/permissionDecision") == "deny" &&
               !text("/hookSpecificOutput/permissionDecisionReason").empty();
      }
      if (sample.form == Form::Claude && sample.stage == Stage::Output) {
        return said.value("hookSpecificOutput", Json::object()).contains("updatedToolOutput") ||
               text("/decision") == "block";
      }
      return text("/decision") == "block" && !text("/reason").empty();
    case Form::CopilotCompatible:
    case Form::Copilot:
      if (sample.stage == Stage::Prompt) return by_code;
      if (sample.stage == Stage::Output) {
        return text("/modifiedResult/resultType") == "success" &&
               said.value("modifiedResult", Json::object()).contains("textResultForLlm");
      }
      return text("/permissionDecision") == "deny" && !text("/permissionDecisionReason").empty();
    case Form::Gemini:
      return text("/decision") == "deny" && !text("/reason").empty() && answer.exit_code == 0;
    case Form::Cursor:
      if (sample.stage == Stage::Past) return said == Json::object() && !answer.errors.empty();
      if (sample.stage == Stage::Output) return said.contains("additional_context");
      if (sample.stage == Stage::Prompt) return said.value("continue", true) == false;
      return text("/permission") == "deny" && answer.exit_code == 0;
    case Form::Windsurf:
    case Form::Unknown:
      return by_code && answer.output.empty();
  }
  return false;
}

bool lets_pass(const SampleCall& sample, const AgentAnswer& answer) {
  if (answer.exit_code != 0) return false;
  const bool is_silent = sample.form == Form::Windsurf || sample.form == Form::Unknown;
  if (is_silent) return answer.output.empty();
  const Json said = Json::parse(answer.output, nullptr, false);
  // "allow" would grant what a person would have been asked for.
  return said.is_object() && (said.empty() || (said.size() == 1 && said.contains("systemMessage")));
}

TEST(AgentAnswer, AKeyInAnyFieldOfAnyFormIsStopped) {
  const std::string key = planted_github_token(21);
  for (const SampleCall& sample : sample_calls(key)) {
    const AgentAnswer answer = answered(sample.message);
    EXPECT_TRUE(stops(sample, answer)) << sample.name << "\n" << answer.output << answer.errors;
    EXPECT_FALSE(shows_part_of(answer.output, key)) << sample.name << "\n" << answer.output;
    EXPECT_FALSE(shows_part_of(answer.errors, key)) << sample.name << "\n" << answer.errors;
  }
}

TEST(AgentAnswer, TheReasonNamesRuleMaskPlaceAndWhatToDo) {
  const std::string key = planted_github_token(22);
  for (const SampleCall& sample : sample_calls(key)) {
    if (sample.stage == Stage::Output) continue;
    const AgentAnswer answer = answered(sample.message);
    const std::string all = answer.output + answer.errors;
    for (const char* part : {"ghp_…", "github", "{{vault:", "LEAKWARDEN_ALLOW=s1-"}) {
      EXPECT_NE(all.find(part), std::string::npos) << sample.name << " " << part << "\n" << all;
    }
  }
}

TEST(AgentAnswer, ACleanCallIsAnsweredWithNothing) {
  for (const SampleCall& sample : sample_calls("nothing to see")) {
    const AgentAnswer answer = answered(sample.message);
    EXPECT_TRUE(lets_pass(sample, answer)) << sample.name << "\n" << answer.output;
    EXPECT_EQ(answer.errors, "") << sample.name;
  }
}

TEST(AgentAnswer, WhatCouldNotBeFinishedIsTheOwnersChoice) {
  for (const SampleCall& sample : sample_calls("x")) {
    EXPECT_TRUE(stops(sample, unfinished(sample, WhenUnfinished::Deny))) << sample.name;
    const AgentAnswer allowed = unfinished(sample, WhenUnfinished::Allow);
    EXPECT_TRUE(lets_pass(sample, allowed)) << sample.name << allowed.output;
    // And never in silence.
    EXPECT_NE((allowed.output + allowed.errors).find("not enough"), std::string::npos)
        << sample.name;
  }
}

TEST(AgentAnswer, WhereNobodyCanBeAskedAskingIsStopping) {
  for (const SampleCall& sample : sample_calls("x")) {
    const AgentAnswer answer = unfinished(sample, WhenUnfinished::Ask);
    const bool asks = answer.output.find("\"ask\"") != std::string::npos;
    const bool may_ask = sample.stage == Stage::Call &&
                         (sample.form == Form::Claude || sample.form == Form::VsCode ||
                          sample.form == Form::Copilot || sample.form == Form::CopilotCompatible ||
                          sample.name == "cursor shell" || sample.name == "cursor mcp");
    EXPECT_EQ(asks, may_ask) << sample.name << answer.output;
    EXPECT_TRUE(may_ask || stops(sample, answer)) << sample.name;
  }
}

TEST(AgentAnswer, AMaskedOutputStillSaysTheRest) {
  const std::string key = planted_github_token(23);
  for (const SampleCall& sample : sample_calls(key)) {
    if (sample.stage != Stage::Output) continue;
    const std::string output = answered(sample.message).output;
    EXPECT_NE(output.find("ghp_…"), std::string::npos) << sample.name << output;
    const bool is_masked = output.find("masked this output") != std::string::npos;
    EXPECT_EQ(is_masked, sample.form != Form::VsCode) << sample.name << output;
    const bool keeps_name = sample.form == Form::Cursor || sample.form == Form::VsCode ||
                            output.find("B=ghp_") != std::string::npos;
    EXPECT_TRUE(keeps_name) << sample.name << output;
  }
}

TEST(AgentAnswer, PacksAndUnpacks) {
  AgentAnswer answer;
  EXPECT_TRUE(unpack(packed({2, "out", std::string("e\0r", 3)}), answer));
  EXPECT_EQ(answer.exit_code, 2);
  EXPECT_EQ(answer.output, "out");
  EXPECT_EQ(answer.errors, std::string("e\0r", 3));
  const std::string whole = packed(answer);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(unpack(whole.substr(0, size), answer)) << size;
  }
  EXPECT_FALSE(unpack(whole + "x", answer));
}

}  // namespace
}  // namespace leakwarden::scanner
