#pragma once

// The file in a work tree where each coding agent reads its hooks, and our entries in it.
//
//   claude    .claude/settings.json          also read by Copilot CLI and VS Code
//   codex     .codex/hooks.json
//   copilot   .github/hooks/leakwarden.json  Copilot CLI, its cloud agent, VS Code
//   cursor    .cursor/hooks.json
//   gemini    .gemini/settings.json
//   windsurf  .windsurf/hooks.json
//
// Everything else in the file stays, byte for byte. Before it is first changed it is kept beside it as
// FILE.before-leakwarden; uninstalling takes our entries out, and puts that copy back when nothing
// else has changed since.

#include <string>
#include <vector>

#include "scanner/base/result.h"

namespace leakwarden::scanner {

enum class AgentState { Absent, Installed, Unreadable };

struct AgentStatus {
  std::string agent;  // "claude"
  AgentState state = AgentState::Absent;
  std::string file;    // below the work tree
  std::string detail;  // why it cannot be read
};

// "claude", "codex", …
std::vector<std::string> known_agents();

// `command`: what the agent shall run, as a shell reads it. Installing twice is as once. Invalid:
// an unknown agent, a file that is not JSON (with line and column) or not of the agent's shape; it
// is then left as it is.
Result<AgentStatus> install_agent(const std::string& work_tree, const std::string& agent,
                                  const std::string& command);
Result<AgentStatus> uninstall_agent(const std::string& work_tree, const std::string& agent);
// Of all agents, or of those that have a file there.
AgentStatus agent_status(const std::string& work_tree, const std::string& agent);

}  // namespace leakwarden::scanner
