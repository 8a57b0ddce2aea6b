#include "scanner/hooks/agent_form.h"

#include <iterator>

namespace leakwarden::scanner {
namespace {

using Form = AgentForm;
using Stage = AgentStage;

constexpr AgentEvent kEvents[] = {
    {},
    {Form::Claude, "PreToolUse", Stage::Call, "tool_input", "", ""},
    {Form::Claude, "PostToolUse", Stage::Output, "tool_response", "", ""},
    {Form::Claude, "UserPromptSubmit", Stage::Prompt, "prompt", "", ""},
    {Form::Codex, "PreToolUse", Stage::Call, "tool_input", "", ""},
    {Form::Codex, "PostToolUse", Stage::Output, "tool_response", "", ""},
    {Form::Codex, "UserPromptSubmit", Stage::Prompt, "prompt", "", ""},
    {Form::CopilotCompatible, "PreToolUse", Stage::Call, "tool_input", "", ""},
    {Form::CopilotCompatible, "PostToolUse", Stage::Output, "tool_result", "tool_response",
     "text_result_for_llm"},
    {Form::CopilotCompatible, "UserPromptSubmit", Stage::Prompt, "prompt", "", ""},
    {Form::Copilot, "preToolUse", Stage::Call, "toolArgs", "", ""},
    {Form::Copilot, "postToolUse", Stage::Output, "toolResult", "", "textResultForLlm"},
    {Form::Copilot, "userPromptSubmitted", Stage::Prompt, "prompt", "", ""},
    {Form::VsCode, "PreToolUse", Stage::Call, "tool_input", "", ""},
    {Form::VsCode, "PostToolUse", Stage::Output, "tool_response", "", ""},
    {Form::VsCode, "UserPromptSubmit", Stage::Prompt, "prompt", "", ""},
    {Form::Gemini, "BeforeTool", Stage::Call, "tool_input", "", ""},
    {Form::Gemini, "AfterTool", Stage::Output, "tool_response", "", "llmContent"},
    {Form::Gemini, "BeforeAgent", Stage::Prompt, "prompt", "", ""},
    {Form::Cursor, "preToolUse", Stage::Call, "tool_input", "", ""},
    {Form::Cursor, "postToolUse", Stage::Output, "tool_output", "", ""},
    {Form::Cursor, "beforeShellExecution", Stage::Call, "command", "", ""},
    {Form::Cursor, "afterShellExecution", Stage::Past, "output", "", ""},
    {Form::Cursor, "beforeMCPExecution", Stage::Call, "tool_input", "", ""},
    {Form::Cursor, "afterMCPExecution", Stage::Past, "result_json", "", ""},
    {Form::Cursor, "beforeReadFile", Stage::Read, "content", "", ""},
    {Form::Cursor, "beforeTabFileRead", Stage::Read, "content", "", ""},
    {Form::Cursor, "afterFileEdit", Stage::Past, "edits", "", ""},
    {Form::Cursor, "afterTabFileEdit", Stage::Past, "edits", "", ""},
    {Form::Cursor, "beforeSubmitPrompt", Stage::Prompt, "prompt", "", ""},
    {Form::Windsurf, "pre_write_code", Stage::Call, "tool_info", "", ""},
    {Form::Windsurf, "pre_run_command", Stage::Call, "tool_info", "", ""},
    {Form::Windsurf, "pre_mcp_tool_use", Stage::Call, "tool_info", "", ""},
    {Form::Windsurf, "pre_read_code", Stage::Call, "tool_info", "", ""},
    {Form::Windsurf, "pre_user_prompt", Stage::Prompt, "tool_info", "", ""},
    {Form::Windsurf, "post_write_code", Stage::Past, "tool_info", "", ""},
    {Form::Windsurf, "post_run_command", Stage::Past, "tool_info", "", ""},
    {Form::Windsurf, "post_mcp_tool_use", Stage::Past, "tool_info", "", ""},
};

// What tells the forms apart.
struct Signs {
  std::string event;     // hook_event_name
  std::string ms_event;  // hookEventName
  std::string action;    // agent_action_name
  bool turn = false;
  bool timestamp = false;
  bool tool_args = false;
  bool tool_result = false;
  bool session = false;
  bool prompt = false;
};

const AgentEvent* find(Form form, std::string_view name) {
  for (const AgentEvent& event : kEvents) {
    if (event.form == form && event.name == name) return &event;
  }
  return &kEvents[0];
}

Form form_of_event(const Signs& signs) {
  for (Form form : {Form::Gemini, Form::Cursor}) {
    if (find(form, signs.event) != &kEvents[0]) return form;
  }
  if (signs.turn) return Form::Codex;
  return signs.timestamp ? Form::CopilotCompatible : Form::Claude;
}

// Its messages do not name their event.
const AgentEvent* copilot_event(const Signs& signs) {
  if (signs.tool_args) return find(Form::Copilot, signs.tool_result ? "postToolUse" : "preToolUse");
  return find(Form::Copilot, signs.session && signs.prompt ? "userPromptSubmitted" : "");
}

const AgentEvent* event_of(const Signs& signs) {
  if (!signs.action.empty()) return find(Form::Windsurf, signs.action);
  if (!signs.event.empty()) return find(form_of_event(signs), signs.event);
  if (!signs.ms_event.empty()) return find(Form::VsCode, signs.ms_event);
  return copilot_event(signs);
}

void note_key(std::string_view key, Signs& signs) {
  signs.turn |= key == "turn_id";
  signs.timestamp |= key == "timestamp";
  signs.tool_args |= key == "toolArgs";
  signs.tool_result |= key == "toolResult";
  signs.session |= key == "sessionId";
  signs.prompt |= key == "prompt";
}

void note_value(const JsonText& text, Signs& signs, std::string& tool) {
  if (text.path == "hook_event_name") signs.event = text.text;
  if (text.path == "hookEventName") signs.ms_event = text.text;
  if (text.path == "agent_action_name") signs.action = text.text;
  if (text.path == "tool_name" || text.path == "toolName") tool = text.text;
}

bool starts_with(std::string_view text, std::string_view beginning) {
  return text.substr(0, beginning.size()) == beginning;
}

bool is_mcp(const AgentCall& call) {
  for (std::string_view beginning : {"mcp__", "mcp_", "MCP"}) {
    if (starts_with(call.tool, beginning)) return true;
  }
  return call.event->name == "beforeMCPExecution" || call.event->name == "pre_mcp_tool_use";
}

}  // namespace

AgentCall read_agent_call(std::string_view json) {
  Signs signs;
  AgentCall call;
  call.end = each_json_text(json, [&](const JsonText& text) {
    if (text.is_key && text.path.empty()) note_key(text.text, signs);
    if (!text.is_key) note_value(text, signs, call.tool);
  });
  call.event = event_of(signs);
  call.is_mcp = is_mcp(call);
  return call;
}

std::size_t number_of(const AgentEvent& event) {
  return static_cast<std::size_t>(&event - kEvents);
}

const AgentEvent& agent_event(std::size_t number) {
  return kEvents[number < std::size(kEvents) ? number : 0];
}

std::size_t agent_event_count() {
  return std::size(kEvents);
}

}  // namespace leakwarden::scanner
