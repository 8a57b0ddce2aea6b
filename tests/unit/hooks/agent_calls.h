#pragma once

// The documented messages of coding agents, made at run time around one text.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "scanner/hooks/agent_form.h"

namespace leakwarden::testing {

using Json = nlohmann::ordered_json;

struct SampleCall {
  std::string name;
  scanner::AgentForm form;
  scanner::AgentStage stage;
  Json message;
};

inline Json claude_base(const std::string& event) {
  return {{"session_id", "abc123"},
          {"transcript_path", "/home/a/.claude/projects/p/00893aaf-19fa-41d2.jsonl"},
          {"cwd", "/home/a/p"},
          {"permission_mode", "default"},
          {"hook_event_name", event}};
}

inline Json with(Json base, const Json& more) {
  base.update(more);
  return base;
}

inline Json cursor_base(const std::string& event) {
  return {
      {"conversation_id", "c-1"}, {"generation_id", "g-1"},    {"model", "m"},
      {"hook_event_name", event}, {"cursor_version", "1.7.2"}, {"workspace_roots", {"/home/a/p"}},
      {"user_email", nullptr}};
}

inline Json windsurf(const std::string& action, const Json& info) {
  return {{"agent_action_name", action},
          {"trajectory_id", "t-1"},
          {"execution_id", "e-1"},
          {"timestamp", "2026-11-26T19:00:00Z"},
          {"tool_info", info}};
}

// Every form and event, the text in each of the fields that hold what is written, run, sent or
// read.
inline std::vector<SampleCall> sample_calls(const std::string& text) {
  using Form = scanner::AgentForm;
  using Stage = scanner::AgentStage;
  const Json codex = {{"turn_id", "t-1"}, {"model", "gpt"}};
  const Json stamp = {{"timestamp", "2026-11-26T19:00:00Z"}};
  const Json copilot = {{"sessionId", "s"}, {"timestamp", 1764187200000}, {"cwd", "/home/a/p"}};
  const Json vs_code = {{"timestamp", "2026-02-09T10:30:00.000Z"},
                        {"cwd", "/home/a/p"},
                        {"sessionId", "s"},
                        {"transcript_path", "/t.json"}};
  std::vector<SampleCall> calls;
  const auto add = [&](const std::string& name, Form form, Stage stage, const Json& message) {
    calls.push_back({name, form, stage, message});
  };
  const std::vector<std::pair<std::string, Json>> tools = {
      {"Bash", {{"command", "echo " + text}, {"description", "d"}}},
      {"Bash", {{"command", "ls"}, {"description", text}}},
      {"Write", {{"file_path", "/home/a/p/.env"}, {"content", "A=1\nB=" + text + "\n"}}},
      {"Write", {{"file_path", "/home/a/p/" + text}, {"content", "x"}}},
      {"Edit",
       {{"file_path", "a.py"}, {"old_string", "k = 1"}, {"new_string", "k = '" + text + "'"}}},
      {"MultiEdit",
       {{"file_path", "a.py"},
        {"edits",
         {{{"old_string", "a"}, {"new_string", "b"}},
          {{"old_string", "c"}, {"new_string", text}}}}}},
      {"NotebookEdit", {{"notebook_path", "a.ipynb"}, {"new_source", text}}},
      {"WebFetch", {{"url", "https://example.com/?k=" + text}, {"prompt", "p"}}},
      {"WebSearch", {{"query", text}}},
      {"Task", {{"prompt", text}, {"subagent_type", "x"}}},
      {"mcp__github__create_issue", {{"title", "t"}, {"body", {{"parts", {"a", text}}}}}},
      {"mcp__http__post", {{"headers", {{"Authorization", "Bearer " + text}}}}},
      {"mcp__db__query", {{"payload", Json({{"deep", "x\n" + text}}).dump()}}},
  };
  for (const auto& [tool, input] : tools) {
    const Json call = {
        {"tool_name", tool}, {"tool_input", input}, {"tool_use_id", "toolu_01ABC123"}};
    add("claude " + tool, Form::Claude, Stage::Call, with(claude_base("PreToolUse"), call));
    add("codex " + tool, Form::Codex, Stage::Call,
        with(with(claude_base("PreToolUse"), codex), call));
    add("copilot compatible " + tool, Form::CopilotCompatible, Stage::Call,
        with(with(claude_base("PreToolUse"), stamp), call));
    add("vscode " + tool, Form::VsCode, Stage::Call,
        with(with(vs_code, {{"hookEventName", "PreToolUse"}}), call));
    add("gemini " + tool, Form::Gemini, Stage::Call,
        with(with(claude_base("BeforeTool"), stamp), call));
    add("cursor " + tool, Form::Cursor, Stage::Call, with(cursor_base("preToolUse"), call));
    add("copilot " + tool, Form::Copilot, Stage::Call,
        with(copilot, {{"toolName", "bash"}, {"toolArgs", input}}));
    add("copilot " + tool + ", as a string", Form::Copilot, Stage::Call,
        with(copilot, {{"toolName", "bash"}, {"toolArgs", input.dump()}}));
  }
  const Json response = {
      {"stdout", "A=1\nB=" + text + "\n"}, {"stderr", ""}, {"interrupted", false}};
  const Json after = {{"tool_name", "Bash"},
                      {"tool_input", {{"command", "cat .env"}}},
                      {"tool_response", response}};
  add("claude after", Form::Claude, Stage::Output, with(claude_base("PostToolUse"), after));
  add("codex after", Form::Codex, Stage::Output,
      with(with(claude_base("PostToolUse"), codex), after));
  add("vscode after", Form::VsCode, Stage::Output,
      with(with(vs_code, {{"hookEventName", "PostToolUse"}}), after));
  add("copilot compatible after", Form::CopilotCompatible, Stage::Output,
      with(with(claude_base("PostToolUse"), stamp),
           {{"tool_name", "Bash"},
            {"tool_input", {{"command", "cat .env"}}},
            {"tool_result", {{"result_type", "success"}, {"text_result_for_llm", "B=" + text}}}}));
  add("copilot after", Form::Copilot, Stage::Output,
      with(copilot,
           {{"toolName", "bash"},
            {"toolArgs", {{"command", "cat .env"}}},
            {"toolResult", {{"resultType", "success"}, {"textResultForLlm", "B=" + text}}}}));
  add("gemini after", Form::Gemini, Stage::Output,
      with(with(claude_base("AfterTool"), stamp),
           {{"tool_name", "read_file"},
            {"tool_input", {{"path", ".env"}}},
            {"tool_response", {{"llmContent", "B=" + text}, {"returnDisplay", "read"}}}}));
  add("cursor after", Form::Cursor, Stage::Output,
      with(cursor_base("postToolUse"),
           {{"tool_name", "MCP:read"},
            {"tool_input", Json::object()},
            {"tool_output",
             Json({{"content", {{{"type", "text"}, {"text", "x\n" + text}}}}}).dump()}}));
  for (const auto& [form, base] : std::vector<std::pair<Form, Json>>{
           {Form::Claude, claude_base("UserPromptSubmit")},
           {Form::Codex, with(claude_base("UserPromptSubmit"), codex)},
           {Form::CopilotCompatible, with(claude_base("UserPromptSubmit"), stamp)},
           {Form::VsCode, with(vs_code, {{"hookEventName", "UserPromptSubmit"}})},
           {Form::Gemini, with(claude_base("BeforeAgent"), stamp)},
           {Form::Cursor, cursor_base("beforeSubmitPrompt")},
           {Form::Copilot, copilot}}) {
    add("prompt", form, Stage::Prompt, with(base, {{"prompt", "use " + text + " please"}}));
  }
  add("cursor shell", Form::Cursor, Stage::Call,
      with(cursor_base("beforeShellExecution"),
           {{"command", "curl -H 'X: " + text + "' https://x.y"}, {"cwd", "/p"}}));
  add("cursor mcp", Form::Cursor, Stage::Call,
      with(cursor_base("beforeMCPExecution"), {{"tool_name", "t"},
                                               {"tool_input", Json({{"a", "l1\n" + text}}).dump()},
                                               {"url", "https://m"}}));
  add("cursor read", Form::Cursor, Stage::Read,
      with(cursor_base("beforeReadFile"), {{"file_path", "/p/.env"}, {"content", "A=" + text}}));
  add("cursor tab read", Form::Cursor, Stage::Read,
      with(cursor_base("beforeTabFileRead"), {{"file_path", "/p/.env"}, {"content", "A=" + text}}));
  add("cursor edited", Form::Cursor, Stage::Past,
      with(cursor_base("afterFileEdit"),
           {{"file_path", "/p/a"}, {"edits", {{{"old_string", "a"}, {"new_string", text}}}}}));
  add("cursor ran", Form::Cursor, Stage::Past,
      with(cursor_base("afterShellExecution"), {{"command", "env"}, {"output", text}}));
  add("cursor mcp ran", Form::Cursor, Stage::Past,
      with(
          cursor_base("afterMCPExecution"),
          {{"tool_name", "t"}, {"tool_input", "{}"}, {"result_json", Json({{"a", text}}).dump()}}));
  add("windsurf write", Form::Windsurf, Stage::Call,
      windsurf("pre_write_code",
               {{"file_path", "/p/a"}, {"edits", {{{"old_string", "a"}, {"new_string", text}}}}}));
  add("windsurf run", Form::Windsurf, Stage::Call,
      windsurf("pre_run_command", {{"command_line", "echo " + text}, {"cwd", "/p"}}));
  add("windsurf mcp", Form::Windsurf, Stage::Call,
      windsurf("pre_mcp_tool_use", {{"mcp_server_name", "g"},
                                    {"mcp_tool_arguments", {{"body", text}}},
                                    {"mcp_tool_name", "c"}}));
  add("windsurf prompt", Form::Windsurf, Stage::Prompt,
      windsurf("pre_user_prompt", {{"user_prompt", text}}));
  add("windsurf wrote", Form::Windsurf, Stage::Past,
      windsurf("post_write_code",
               {{"file_path", "/p/a"}, {"edits", {{{"old_string", "a"}, {"new_string", text}}}}}));
  add("unknown object", Form::Unknown, Stage::Call, {{"event", "x"}, {"data", {{"a", {1, text}}}}});
  add("unknown event", Form::Unknown, Stage::Call,
      with(claude_base("Elsewhere"), {{"said", text}}));
  add("unknown list", Form::Unknown, Stage::Call, Json::array({"a", text}));
  add("unknown string", Form::Unknown, Stage::Call, Json(text));
  return calls;
}

}  // namespace leakwarden::testing
