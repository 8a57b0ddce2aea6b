#pragma once

// JSON of others, walked in one pass without building a document: every string with the path to it,
// and a copy of one member with its strings changed.
//
//   {"tool_input":{"edits":[{"new_string":"a"}]}}
//     key "tool_input" at ""
//     key "edits" at "tool_input"
//     key "new_string" at "tool_input.edits[]"
//     "a" at "tool_input.edits[].new_string"
//
// Memory: a path is at most kMostPathBytes long (deeper ones share their beginning) and nesting at
// most kMostJsonDepth, so that padding costs what its bytes cost. A member that is there twice is
// walked twice: what a parser would drop is looked at too.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace leakwarden::scanner {

inline constexpr std::size_t kMostJsonDepth = 128;
inline constexpr std::size_t kMostPathBytes = 256;

enum class JsonEnd {
  Whole,
  Broken,   // no JSON from some byte on: what stood before was walked
  TooDeep,  // the same
};

struct JsonText {
  std::string_view path;  // of a key: that of its object
  std::string_view text;
  bool is_key = false;
};

// `on_text` is told keys and strings in their order; what it gets is gone when it returns.
JsonEnd each_json_text(std::string_view json, const std::function<void(const JsonText&)>& on_text);

// The value of the top-level member `key` (its last one; "" is the whole document) as JSON, each
// string and key in it replaced by what `rewrite` makes of it. Empty: no such member, or not JSON.
std::optional<std::string> rewritten_member(
    std::string_view json, std::string_view key,
    const std::function<std::string(const std::string&)>& rewrite);

// JavaScript writes half a pair of surrogates (an emoji that was cut) as an escape of its own,
// which is no Unicode and no JSON to others. Each becomes \ufffd, in its place.
void mend_surrogates(std::string& json);

// The first component of a path.
std::string_view first_of_path(std::string_view path);
// The last one, without its brackets.
std::string_view last_of_path(std::string_view path);

}  // namespace leakwarden::scanner
