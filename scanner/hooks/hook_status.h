#pragma once

// Whether git would run our hook, and what to do when it would not.

#include <string>

#include "scanner/hooks/hook_folder.h"
#include "scanner/hooks/install.h"

namespace leakwarden::scanner {

HookStatus status_of(const HookFolder& folder, HookKind kind);

// What to do where core.hooksPath leads to hooks of others.
std::string remedy_for_hooks_path(const HookFolder& folder, const HookPlace& place, HookKind kind);

}  // namespace leakwarden::scanner
