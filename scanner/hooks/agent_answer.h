#pragma once

// What a coding agent is told, in the form it documents (agent_form.h names the sources).
//
//   form       a call is stopped by                        an output is masked by
//   Claude     hookSpecificOutput.permissionDecision       hookSpecificOutput.updatedToolOutput
//   Codex      the same; it does not know "ask"            decision "block": the reason replaces it
//   Copilot    permissionDecision                          modifiedResult
//   VsCode     as Claude                                   not possible: decision "block"
//   Gemini     decision "deny"                             decision "deny": the reason replaces it
//   Cursor     permission, continue                        updated_mcp_tool_output, MCP tools only
//   Windsurf   exit code 2, standard error                 not possible
//   Unknown    exit code 2, standard error                 not possible
//
// A call that is clean is answered with nothing said, never with "allow": that would grant what a
// person would have been asked for. Nothing here shows more of a value than its mask.

#include <string>
#include <string_view>

#include "scanner/hooks/agent_form.h"
#include "scanner/hooks/agent_scan.h"

namespace leakwarden::scanner {

// What the owner wants done with a call of which it is not known that it is clean.
enum class WhenUnfinished { Deny, Allow, Ask };

struct AgentAnswer {
  int exit_code = 0;
  std::string output;  // standard output: JSON, or nothing
  std::string errors;  // standard error
};

// A finding stops the call whatever could not be looked at. Where a form cannot ask, asking is
// stopping.
AgentAnswer answer_agent(const AgentCall& call, const AgentVerdict& verdict, WhenUnfinished wish);

// As bytes, for handing an answer from one process to another; false for other bytes.
std::string packed(const AgentAnswer& answer);
bool unpack(std::string_view bytes, AgentAnswer& answer);

}  // namespace leakwarden::scanner
