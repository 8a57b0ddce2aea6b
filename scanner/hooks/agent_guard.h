#pragma once

// `leakwarden hook run agent`: one message of a coding agent in, one answer out, in time.
//
//   this process   reads nothing, waits; at the deadline, or when the child has died, it answers
//   the child      reads standard input, at most `input_bytes` of it, scans, makes the answer
//
// Input beyond the limit is read to its end and thrown away, so that whoever sends it is not cut
// off; it was not looked at, so the call is not known to be clean. As soon as the form can be told
// from the first bytes the child says so, and an answer at the deadline has that form. Before that
// it is the plainest: exit code 2 and words on standard error.

#include <chrono>
#include <cstdint>
#include <functional>

#include "scanner/hooks/agent_answer.h"

namespace leakwarden::scanner {

struct AgentGuard {
  std::chrono::milliseconds deadline{2000};
  std::uint64_t input_bytes = 16ull << 20;
  WhenUnfinished when_unfinished = WhenUnfinished::Deny;
  // Called in the child: rules are loaded under the deadline too.
  std::function<Result<ScanOptions>()> load_options;
};

// Reads descriptor `input`; the answer is the caller's to print.
AgentAnswer guard_agent_call(int input, const AgentGuard& guard);

// guard_agent_call() of standard input, printed; the exit code. An answer that cannot be printed
// is exit code 2.
int run_agent(const AgentGuard& guard);

}  // namespace leakwarden::scanner
