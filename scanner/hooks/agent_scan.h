#pragma once

// The scan of one tool call, and what comes of it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/hooks/agent_texts.h"
#include "scanner/scan.h"

namespace leakwarden::scanner {

struct AgentVerdict {
  std::vector<Finding> findings;       // that speak against it; a value once, path is the field
  std::vector<std::string> unscanned;  // why it is not known to be clean; safe to print
  // What a tool gave, as JSON, with the values masked. Empty: not asked for, or not possible.
  std::optional<std::string> masked;
};

// `json` is one message as the agent sent it, or its beginning. Findings of at least
// LEAKWARDEN_CONFIDENCE; LEAKWARDEN_ALLOW names those that pass. Comments beside a value do not
// count (the agent writes them too), unless LEAKWARDEN_HONOUR_MARKERS=1.
AgentVerdict judge_agent_call(std::string_view json, const AgentCall& call,
                              const ScanOptions& options);

}  // namespace leakwarden::scanner
