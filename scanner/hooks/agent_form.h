#pragma once

// The forms in which coding agents tell a hook of a tool call, and what each lets a hook do.
//
// A form is known by its fields. Where each was looked up (November 2026):
//
//   Claude       hook_event_name in Pascal case       code.claude.com/docs/en/hooks
//   Codex        … and turn_id                        developers.openai.com/codex/hooks and
//                                                     openai/codex, codex-rs/hooks (schema, parser)
//   CopilotCompatible … and timestamp                 docs.github.com/en/copilot/reference/
//   Copilot      toolName, toolArgs, sessionId           hooks-reference (both of its payloads)
//   VsCode       hookEventName                        code.visualstudio.com/docs/copilot/
//                                                     customization/hooks
//   Gemini       hook_event_name BeforeTool …         geminicli.com/docs/hooks/reference
//   Cursor       hook_event_name in camel case        cursor.com/docs/agent/hooks
//   Windsurf     agent_action_name                    docs.windsurf.com/windsurf/cascade/hooks
//
// Anything else is Unknown: all of it is looked at, and the answer is the plainest there is, which
// every one of these understands before a tool runs: exit code 2 and the reason on standard error.

#include <string>
#include <string_view>

#include "scanner/hooks/call_json.h"

namespace leakwarden::scanner {

enum class AgentForm {
  Unknown,
  Claude,
  Codex,
  CopilotCompatible,
  Copilot,
  VsCode,
  Gemini,
  Cursor,
  Windsurf,
};

enum class AgentStage {
  Call,    // a tool is about to run: it can be stopped
  Read,    // a file is about to be read by the model: it can be stopped, nobody is asked
  Prompt,  // a person's words are about to be sent
  Output,  // a tool has run: what the model gets of it can be changed or hidden, in most forms
  Past,    // nothing can be changed any more
};

struct AgentEvent {
  AgentForm form = AgentForm::Unknown;
  std::string_view name;
  AgentStage stage = AgentStage::Call;
  std::string_view scanned;       // the member that is looked at; "" is all of it
  std::string_view also_scanned;  // another one
  std::string_view shown;         // in the output, the member that the model reads; "" is all
};

// One message on standard input.
struct AgentCall {
  const AgentEvent* event = nullptr;  // never null once read
  std::string tool;                   // its name, as the agent gives it
  bool is_mcp = false;                // a tool of an MCP server: what its inputs mean is not known
  JsonEnd end = JsonEnd::Whole;
};

// Of a beginning of a message, what can be told from it.
AgentCall read_agent_call(std::string_view json);

// Rows of the table by number, for handing them from one process to another.
std::size_t number_of(const AgentEvent& event);
const AgentEvent& agent_event(std::size_t number);  // beyond the table: the unknown one
std::size_t agent_event_count();

}  // namespace leakwarden::scanner
