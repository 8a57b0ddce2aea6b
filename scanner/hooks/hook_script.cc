#include "scanner/hooks/hook_script.h"

#include <algorithm>
#include <optional>

#include <fmt/core.h>

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kMarker = "# leakwarden-hook ";
constexpr std::string_view kBlockMarker = "# leakwarden-hook-block ";
constexpr std::string_view kBlockEnd = "# end of leakwarden-hook-block\n";
constexpr std::string_view kShebang = "#!/usr/bin/env sh\n";
constexpr std::string_view kProgram = "leakwarden_program=";

constexpr const char* kHead = R"(#!/bin/sh
# leakwarden-hook {0} 2
# Installed by `leakwarden hook install`; `leakwarden hook uninstall` takes it out again.
leakwarden_program={1}
earlier="$0.before-leakwarden"
)";

// The repository's own hook, which core.hooksPath hides. A folder named by GIT_DIR that has a
// "commondir" is a linked work tree's: git knows the way.
constexpr const char* kOwnHook = R"(folder="${{GIT_DIR:-.git}}"
if [ ! -d "$folder" ] || [ -f "$folder/commondir" ]; then folder=$(git rev-parse --git-common-dir); fi
own="$folder/hooks/{0}"
if [ ! -x "$own" ] || [ "$own" -ef "$0" ]; then own=; fi
)";

// It does all that is done here, and calls what is before it.
constexpr const char* kOwnIsOurs =
    R"(if [ -n "$own" ] && grep -q '^# leakwarden-hook ' "$own"; then exec "$own" "$@"; fi
)";

constexpr const char* kTakeInput = R"(updates=$(cat)
feed() { [ -z "$updates" ] || printf '%s\n' "$updates"; }
)";

// An earlier hook may run git, which may run hooks: this one then does not call it again.
// The folder git starts hooks in tells one repository's from another's.
constexpr const char* kCall = R"(if [ -x "{0}" ] && [ "$LEAKWARDEN_IN_HOOK" != "$PWD/{0}" ]; then
  {1}LEAKWARDEN_IN_HOOK="$PWD/{0}" "{0}" "$@" || exit $?
fi
)";

constexpr const char* kFindProgram =
    R"([ -x "$leakwarden_program" ] || leakwarden_program=leakwarden
if ! command -v "$leakwarden_program" >/dev/null 2>&1; then
)";

constexpr const char* kPassUnchecked =
    R"(  echo "leakwarden: not found; this was not checked for secrets" >&2
  echo "try: install leakwarden again, or leakwarden hook uninstall" >&2
  [ "${LEAKWARDEN_FAIL_CLOSED:-}" != 1 ] || exit 1
  exit 0
fi
)";

constexpr const char* kRefuseUnchecked =
    R"(  echo "leakwarden: not found on this server; the push was refused" >&2
  exit 1
fi
)";

constexpr const char* kBlock = R"(# leakwarden-hook-block {0} 2
# Put in by `leakwarden hook install`; `leakwarden hook uninstall` takes it out again.
leakwarden_program={1}
[ -x "$leakwarden_program" ] || leakwarden_program=leakwarden
{2}if command -v "$leakwarden_program" >/dev/null 2>&1; then
  {3}"$leakwarden_program" hook run {0} -- "$@" || exit $?
else
  echo "leakwarden: not found; this was not checked for secrets" >&2
  [ "${{LEAKWARDEN_FAIL_CLOSED:-}}" != 1 ] || exit 1
fi
{4})";

// What comes behind the block reads the same input again.
constexpr const char* kBlockTakesInput = R"(leakwarden_updates=$(cat)
leakwarden_feed() { [ -z "$leakwarden_updates" ] || printf '%s\n' "$leakwarden_updates"; }
)";
constexpr const char* kBlockGivesInputBack = R"(if [ -n "$leakwarden_updates" ]; then
exec <<LEAKWARDEN_END
$leakwarden_updates
LEAKWARDEN_END
fi
)";

std::string single_quoted(const std::string& text) {
  std::string quoted = "'";
  for (char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted += "'";
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string tail(HookKind kind) {
  const char* unchecked = kind == HookKind::PreReceive ? kRefuseUnchecked : kPassUnchecked;
  const char* start = reads_input(kind) ? "feed | " : "exec ";
  return std::string(kFindProgram) + unchecked + start +
         fmt::format("\"$leakwarden_program\" hook run {} -- \"$@\"\n", hook_name(kind));
}

std::string call(HookKind kind, const char* what) {
  return fmt::format(kCall, what, reads_input(kind) ? "feed | " : "");
}

std::size_t behind_line(std::string_view text, std::size_t at) {
  const std::size_t end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end + 1;
}

std::size_t block_position(std::string_view text) {
  const std::size_t husky = text.find("husky.sh");  // it starts the file again from its beginning
  if (husky != std::string_view::npos) return behind_line(text, husky);
  return text.substr(0, 2) == "#!" ? behind_line(text, 0) : 0;
}

}  // namespace

std::string hook_script(HookKind kind, const std::string& program) {
  return fmt::format(kHead, hook_name(kind), single_quoted(program)) +
         (reads_input(kind) ? kTakeInput : "") + call(kind, "$earlier") + tail(kind);
}

std::string user_hook_script(HookKind kind, const std::string& program) {
  return fmt::format(kHead, hook_name(kind), single_quoted(program)) +
         fmt::format(kOwnHook, hook_name(kind)) + kOwnIsOurs +
         (reads_input(kind) ? kTakeInput : "") + call(kind, "$earlier") + call(kind, "$own") +
         tail(kind);
}

std::string pass_through_script(const std::string& name) {
  return fmt::format(kHead, name, "''") + fmt::format(kOwnHook, name) +
         "[ -z \"$own\" ] || exec \"$own\" \"$@\"\n";
}

bool is_pass_through(std::string_view text) {
  return is_our_script(text) && contains(text, "\nleakwarden_program=''\n");
}

// The marker is our second line: others may speak of it anywhere.
bool is_our_script(std::string_view text) {
  return text.substr(behind_line(text, 0)).starts_with(kMarker);
}

bool is_as_written(std::string_view text, const std::string& name) {
  const std::optional<HookKind> kind = hook_kind_from_name(name);
  if (has_our_block(text)) {
    const std::size_t begin = text.find(kBlockMarker);
    const std::size_t end = text.find(kBlockEnd, begin);
    if (!kind || end == std::string_view::npos) return false;
    const std::string_view block = text.substr(begin, end + kBlockEnd.size() - begin);
    return block == hook_block(*kind, program_of(block));
  }
  if (text == pass_through_script(name)) return true;
  const std::string program = program_of(text);
  return kind && (text == hook_script(*kind, program) || text == user_hook_script(*kind, program));
}

bool calls_us(std::string_view text, HookKind kind) {
  const std::string call = " hook run " + hook_name(kind);
  while (!text.empty()) {
    const std::string_view line = text.substr(0, behind_line(text, 0));
    text.remove_prefix(line.size());
    if (line.starts_with("exit")) return false;
    if (line.substr(0, line.find('#')).find(call) != std::string_view::npos) return true;
  }
  return false;
}

std::string program_of(std::string_view text) {
  const std::size_t begin = text.find(kProgram);
  if (begin == std::string_view::npos) return "";
  std::string program(
      text.substr(begin + kProgram.size(), text.find('\n', begin) - begin - kProgram.size()));
  const std::string escaped = "'\\''";
  for (std::size_t at = program.find(escaped); at != std::string::npos; at = program.find(escaped))
    program.replace(at, escaped.size(), "\n");  // no path of ours holds a line break
  program.erase(std::remove(program.begin(), program.end(), '\''), program.end());
  std::replace(program.begin(), program.end(), '\n', '\'');
  return program;
}

std::string hook_block(HookKind kind, const std::string& program) {
  const bool input = reads_input(kind);
  return fmt::format(kBlock, hook_name(kind), single_quoted(program), input ? kBlockTakesInput : "",
                     input ? "leakwarden_feed | " : "", input ? kBlockGivesInputBack : "") +
         std::string(kBlockEnd);
}

bool has_our_block(std::string_view text) {
  return contains(text, kBlockMarker) && contains(text, kBlockEnd);
}

std::string with_block(std::string_view text, std::string_view block) {
  std::string before = has_our_block(text) ? without_block(text) : std::string(text);
  if (before.empty()) return std::string(kShebang) + std::string(block);
  const std::size_t at = block_position(before);
  if (at > 0 && before[at - 1] != '\n') return before + "\n" + std::string(block);
  return before.insert(at, block);
}

std::string without_block(std::string_view text) {
  if (!has_our_block(text)) return std::string(text);
  const std::size_t begin = text.find(kBlockMarker);
  const std::size_t end = text.find(kBlockEnd, begin);
  if (end == std::string_view::npos) return std::string(text);
  std::string rest = std::string(text.substr(0, begin));
  rest += text.substr(end + kBlockEnd.size());
  return rest == kShebang ? "" : rest;
}

std::string framework_of(std::string_view text) {
  if (contains(text, "File generated by pre-commit")) return "pre-commit";
  if (contains(text, "call_lefthook")) return "lefthook";
  return "";
}

}  // namespace leakwarden::scanner
