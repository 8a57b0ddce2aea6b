#include "scanner/hooks/agent_answer.h"

#include <cstdint>
#include <cstring>

#include "scanner/hooks/agent_words.h"
#include "scanner/report/json_writer.h"

namespace leakwarden::scanner {
namespace {

using Form = AgentForm;
using Stage = AgentStage;

constexpr int kBlocked = 2;
constexpr std::size_t kMostShownBytes = 32 << 10;  // of an output inside a reason

// One answer in the making.
struct Ruling {
  const AgentCall& call;
  const AgentVerdict& verdict;
  AgentDecision decision;
  std::string words;

  bool is_stage(Stage stage) const { return call.event->stage == stage; }
};

AgentAnswer say(const JsonObject& object) {
  return {0, object.str() + "\n", ""};
}

// For forms without JSON, and for what no form has a place for.
AgentAnswer plain(const Ruling& ruling) {
  const std::string errors = ruling.words.empty() ? "" : ruling.words + "\n";
  return {ruling.decision == AgentDecision::Allow ? 0 : kBlocked, "", errors};
}

// {} and, should there be something to say, on standard error.
AgentAnswer nothing(const Ruling& ruling) {
  return {0, "{}\n", ruling.words.empty() ? "" : ruling.words + "\n"};
}

AgentAnswer system_message(const Ruling& ruling) {
  if (ruling.words.empty()) return nothing(ruling);
  JsonObject object;
  return say(object.text("systemMessage", ruling.words));
}

bool can_ask(const AgentEvent& event) {
  switch (event.form) {
    case Form::Claude:
    case Form::CopilotCompatible:
    case Form::Copilot:
    case Form::VsCode:
      return event.stage == Stage::Call;
    case Form::Cursor:  // its schema takes "ask" for preToolUse and does not act upon it
      return event.stage == Stage::Call && event.name != "preToolUse";
    default:
      return false;
  }
}

// The text of what a tool gave, as the model would have read it.
std::string shown_text(const Ruling& ruling) {
  std::string shown;
  const std::string_view wanted = ruling.call.event->shown;
  each_json_text(*ruling.verdict.masked, [&](const JsonText& text) {
    const bool is_wanted = wanted.empty() || first_of_path(text.path) == wanted;
    if (text.is_key || !is_wanted || shown.size() > kMostShownBytes) return;
    shown.append(shown.empty() ? "" : "\n").append(text.text);
  });
  if (shown.size() <= kMostShownBytes) return shown;
  shown.resize(kMostShownBytes);
  return shown + "\n… (cut by leakwarden)";
}

std::string words_and_output(const Ruling& ruling) {
  if (!ruling.verdict.masked) return ruling.words;
  return ruling.words + "\n\nThe output, values masked:\n" + shown_text(ruling);
}

JsonObject block(const std::string& reason) {
  JsonObject object;
  object.text("decision", "block").text("reason", reason);
  return object;
}

JsonObject permission(const Ruling& ruling, JsonObject object) {
  object.text("permissionDecision", ruling.decision == AgentDecision::Ask ? "ask" : "deny")
      .text("permissionDecisionReason", ruling.words);
  return object;
}

AgentAnswer stop_claude_call(const Ruling& ruling) {
  JsonObject specific;
  specific.text("hookEventName", "PreToolUse");
  JsonObject object;
  // Copilot takes the two from the top.
  if (ruling.call.event->form == Form::CopilotCompatible) object = permission(ruling, object);
  return say(object.raw("hookSpecificOutput", permission(ruling, specific).str()));
}

AgentAnswer mask_claude_output(const Ruling& ruling) {
  if (!ruling.verdict.masked) return say(block(ruling.words));
  JsonObject specific;
  specific.text("hookEventName", "PostToolUse").raw("updatedToolOutput", *ruling.verdict.masked);
  if (ruling.call.is_mcp) specific.raw("updatedMCPToolOutput", *ruling.verdict.masked);
  specific.text("additionalContext", ruling.words);
  JsonObject object;
  return say(object.raw("hookSpecificOutput", specific.str()));
}

AgentAnswer answer_claude(const Ruling& ruling) {
  if (ruling.decision == AgentDecision::Allow) return system_message(ruling);
  if (ruling.is_stage(Stage::Call)) return stop_claude_call(ruling);
  if (ruling.is_stage(Stage::Output)) return mask_claude_output(ruling);
  return say(block(ruling.words));
}

AgentAnswer answer_codex(const Ruling& ruling) {
  if (ruling.decision == AgentDecision::Allow) return system_message(ruling);
  if (ruling.is_stage(Stage::Call)) return stop_claude_call(ruling);
  if (ruling.is_stage(Stage::Output)) return say(block(words_and_output(ruling)));
  return say(block(ruling.words));
}

AgentAnswer answer_vs_code(const Ruling& ruling) {
  if (ruling.decision == AgentDecision::Allow) return system_message(ruling);
  if (ruling.is_stage(Stage::Call)) return stop_claude_call(ruling);
  JsonObject object = block(ruling.words);
  if (ruling.is_stage(Stage::Prompt))
    object.raw("continue", "false").text("stopReason", ruling.words);
  return say(object.text("systemMessage", ruling.words));
}

// Its command hooks cannot stop a prompt; exit code 2 is shown to the person.
AgentAnswer answer_copilot(const Ruling& ruling) {
  if (ruling.decision == AgentDecision::Allow) return nothing(ruling);
  if (ruling.is_stage(Stage::Prompt)) return plain(ruling);
  if (ruling.is_stage(Stage::Call) && ruling.call.event->form == Form::CopilotCompatible) {
    return stop_claude_call(ruling);
  }
  JsonObject object;
  if (ruling.is_stage(Stage::Call)) return say(permission(ruling, object));
  JsonObject result;
  result.text("resultType", "success")
      .text("textResultForLlm", ruling.verdict.masked ? shown_text(ruling) : ruling.words);
  return say(object.raw("modifiedResult", result.str()).text("additionalContext", ruling.words));
}

AgentAnswer answer_gemini(const Ruling& ruling) {
  if (ruling.decision == AgentDecision::Allow) return system_message(ruling);
  JsonObject object;
  return say(object.text("decision", "deny").text("reason", words_and_output(ruling)));
}

AgentAnswer answer_cursor_output(const Ruling& ruling) {
  JsonObject object;
  if (ruling.verdict.masked && ruling.call.is_mcp) {
    object.raw("updated_mcp_tool_output", *ruling.verdict.masked);
  }
  return say(object.text("additional_context", ruling.words));
}

AgentAnswer answer_cursor(const Ruling& ruling) {
  JsonObject object;
  if (ruling.is_stage(Stage::Past) || ruling.decision == AgentDecision::Allow) {
    return nothing(ruling);
  }
  if (ruling.is_stage(Stage::Output)) return answer_cursor_output(ruling);
  if (ruling.is_stage(Stage::Prompt)) {
    return say(object.raw("continue", "false").text("user_message", ruling.words));
  }
  object.text("permission", ruling.decision == AgentDecision::Ask ? "ask" : "deny")
      .text("user_message", ruling.words);
  if (ruling.is_stage(Stage::Call)) object.text("agent_message", ruling.words);
  return say(object);
}

AgentAnswer answer_in_form(const Ruling& ruling) {
  switch (ruling.call.event->form) {
    case Form::Claude:
      return answer_claude(ruling);
    case Form::Codex:
      return answer_codex(ruling);
    case Form::CopilotCompatible:
    case Form::Copilot:
      return answer_copilot(ruling);
    case Form::VsCode:
      return answer_vs_code(ruling);
    case Form::Gemini:
      return answer_gemini(ruling);
    case Form::Cursor:
      return answer_cursor(ruling);
    case Form::Windsurf:
    case Form::Unknown:
      break;
  }
  return plain(ruling);
}

AgentDecision decide(const AgentEvent& event, const AgentVerdict& verdict, WhenUnfinished wish) {
  if (!verdict.findings.empty()) return AgentDecision::Deny;
  if (verdict.unscanned.empty() || wish == WhenUnfinished::Allow) return AgentDecision::Allow;
  return wish == WhenUnfinished::Ask && can_ask(event) ? AgentDecision::Ask : AgentDecision::Deny;
}

void put_text(std::string& bytes, const std::string& text) {
  const std::uint64_t size = text.size();
  bytes.append(reinterpret_cast<const char*>(&size), sizeof size);
  bytes.append(text);
}

bool take_text(std::string_view& bytes, std::string& text) {
  std::uint64_t size = 0;
  if (bytes.size() < sizeof size) return false;
  std::memcpy(&size, bytes.data(), sizeof size);
  bytes.remove_prefix(sizeof size);
  if (bytes.size() < size) return false;
  text = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return true;
}

}  // namespace

AgentAnswer answer_agent(const AgentCall& call, const AgentVerdict& verdict, WhenUnfinished wish) {
  const AgentDecision decision = decide(*call.event, verdict, wish);
  return answer_in_form({call, verdict, decision, agent_words(call, verdict, decision)});
}

std::string packed(const AgentAnswer& answer) {
  std::string bytes(1, static_cast<char>(answer.exit_code));
  put_text(bytes, answer.output);
  put_text(bytes, answer.errors);
  return bytes;
}

bool unpack(std::string_view bytes, AgentAnswer& answer) {
  if (bytes.empty()) return false;
  answer.exit_code = bytes[0];
  bytes.remove_prefix(1);
  return take_text(bytes, answer.output) && take_text(bytes, answer.errors) && bytes.empty();
}

}  // namespace leakwarden::scanner
