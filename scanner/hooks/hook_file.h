#pragma once

// One file that is run as a hook: what stands there, ours put in its place or into it, and taken
// out again so that everything is as it was.

#include <string>

#include "scanner/base/result.h"
#include "scanner/hooks/hook_folder.h"

namespace leakwarden::scanner {

enum class HookContent {
  Nothing,
  Ours,      // a script of ours, or a file with our block
  Foreign,   // a hook of others
  NotAFile,  // a folder, a dangling link, a device: git can run nothing there
};
HookContent content_of(const HookPlace& place);

bool is_regular_file(const std::string& path);  // through links
bool is_executable(const std::string& path);
bool is_there(const std::string& path);  // whatever it is, a dangling link too
// Through a link if it is one; "" when it cannot be read as text of at most a megabyte.
std::string text_of_hook(const std::string& path);

// What ours calls first: "" when there is none.
std::string earlier_hook(const HookPlace& place);

// A script of ours that somebody edited, or another version wrote, is kept as <name>.edited before
// it is replaced or taken out. The value is that file, "" when there was nothing to keep.
Result<std::string> keep_if_edited(const HookPlace& place, HookKind kind);
bool is_edited(const HookPlace& place, HookKind kind);

// Nothing is ever overwritten: a hook of others is kept as <name>.before-leakwarden. Refused: one
// is kept there already and another has come since; a folder is in the way.
Status put_hook(const HookPlace& place, HookKind kind, const std::string& script);
Status put_block(const HookPlace& place, const std::string& block);

// Takes ours out, and puts back what stood there. Nothing is done when it is not ours.
Status take_hook(const HookPlace& place);

}  // namespace leakwarden::scanner
