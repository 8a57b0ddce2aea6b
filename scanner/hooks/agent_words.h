#pragma once

// The sentences an agent and its person read: what was found, where, what to do instead.

#include <string>

#include "scanner/hooks/agent_answer.h"

namespace leakwarden::scanner {

enum class AgentDecision { Allow, Ask, Deny };

// Why it is stopped or masked; "" for a clean call. Plain lines, no control bytes, masks only.
std::string agent_words(const AgentCall& call, const AgentVerdict& verdict, AgentDecision decision);

}  // namespace leakwarden::scanner
