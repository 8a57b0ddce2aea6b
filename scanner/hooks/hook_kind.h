#pragma once

// The hooks of git that we have an answer for.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leakwarden::scanner {

enum class HookKind { PreCommit, PreMergeCommit, CommitMsg, PrePush, PreReceive, PostReceive };

// "pre-commit", …: the file git runs, our option and our command.
std::string hook_name(HookKind kind);
std::optional<HookKind> hook_kind_from_name(std::string_view name);

// All of them; those of a developer's work tree (the others are a server's).
const std::vector<HookKind>& hook_kinds();
const std::vector<HookKind>& client_hook_kinds();

// Whether git tells it something on standard input.
bool reads_input(HookKind kind);

}  // namespace leakwarden::scanner
