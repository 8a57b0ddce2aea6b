#pragma once

// The file that git runs: a few lines of sh that call an earlier hook first, then our program.

#include <string>
#include <string_view>

#include "scanner/hooks/hooks.h"

namespace leakwarden::scanner {

inline constexpr const char* kEarlierSuffix = ".before-leakwarden";

// `program`: absolute path; should it be gone when the hook runs, PATH is searched, and when that
// fails too a commit passes with a warning and a push is refused.
std::string hook_script(HookKind kind, const std::string& program);

bool is_our_script(std::string_view text);

// A hook of a framework that owns the hooks folder ("pre-commit", "husky", "lefthook"), or "".
// `folder`: where the hooks lie.
std::string framework_of(std::string_view text, std::string_view folder);

// What to add to that framework's configuration instead.
std::string framework_remedy(const std::string& framework, HookKind kind);

}  // namespace leakwarden::scanner
