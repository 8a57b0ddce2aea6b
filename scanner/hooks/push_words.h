#pragma once

// What a stopped or refused push says: every secret with the commits and refs that bring it, and
// the git commands that take it out of this history.

#include <vector>

#include "scanner/hooks/history_advice.h"
#include "scanner/hooks/message.h"

namespace leakwarden::scanner {

// The first 100 of them, worst first, each with its first 20 places; `whole_list` is the command
// that shows the rest.
void say_pushed_secrets(HookMessage& message, const std::vector<Finding>& findings,
                        const std::string& whole_list);
// What shows all that a push brings, in the pusher's repository.
std::string scan_command(const PushRequest& request);

// Reads the new commits again: findings are few.
void say_history_advice(HookMessage& message, Repository& repository, const PushRequest& request,
                        const std::vector<Finding>& findings,
                        const BranchesToSwitchTo& branches = {},
                        const std::string& remote = "origin");

}  // namespace leakwarden::scanner
