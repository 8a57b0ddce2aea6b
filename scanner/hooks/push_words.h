#pragma once

// What a stopped or refused push says: every secret with the commits and refs that bring it, and
// the git commands that take it out of this history.

#include <vector>

#include "scanner/hooks/history_advice.h"
#include "scanner/hooks/message.h"

namespace leakwarden::scanner {

void say_pushed_secrets(HookMessage& message, const std::vector<Finding>& findings);

// Reads the new commits again: findings are few.
void say_history_advice(HookMessage& message, Repository& repository, const PushRequest& request,
                        const std::vector<Finding>& findings,
                        const BranchesToSwitchTo& branches = {});

}  // namespace leakwarden::scanner
