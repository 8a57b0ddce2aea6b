#pragma once

// What git runs: a few lines of sh that call an earlier hook first, then our program.
//
//   a file of our own          .git/hooks/pre-commit; what stood there is kept beside it, called
//                              first with the same arguments and input
//   one for all repositories   the same in the user's core.hooksPath, which hides the hooks of each
//                              repository: it calls those too
//   a block                    lines put into a hook that a framework (husky) reads by its name
//
// Should the program be gone when a hook runs, PATH is searched; when that fails too, a commit or
// push passes with a warning, and a push to a server is refused.

#include <string>
#include <string_view>

#include "scanner/hooks/hook_kind.h"

namespace leakwarden::scanner {

inline constexpr const char* kEarlierSuffix = ".before-leakwarden";

// `program`: absolute path.
std::string hook_script(HookKind kind, const std::string& program);
std::string user_hook_script(HookKind kind, const std::string& program);
// Calls the hook of that name of the repository, and nothing else.
std::string pass_through_script(const std::string& name);

bool is_pass_through(std::string_view text);

// Any of the scripts above, whole files; not a hook that only holds our block.
bool is_our_script(std::string_view text);
// Whether a script of ours, or the block of ours in it, is what install writes for the hook `name`:
// not so when somebody edited it, or another version wrote it.
bool is_as_written(std::string_view text, const std::string& name);
// Whether such a script has the line that calls our program, and no "exit" of its own before it: as
// far as that shows without running it.
bool calls_us(std::string_view text, HookKind kind);
// The program a script or block of ours calls; "" when it names none.
std::string program_of(std::string_view text);

std::string hook_block(HookKind kind, const std::string& program);
bool has_our_block(std::string_view text);
// Behind a first line "#!…" and, in husky's older form, the line that loads husky.sh. A block that
// is there already is replaced. `text` may be "".
std::string with_block(std::string_view text, std::string_view block);
// What was there before with_block(), byte for byte; "" when the block was all.
std::string without_block(std::string_view text);

// A hook of a framework: "pre-commit", "lefthook", or "".
std::string framework_of(std::string_view text);

}  // namespace leakwarden::scanner
