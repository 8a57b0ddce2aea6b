#pragma once

// What of a tool call is looked at, as texts for the matcher.
//
//   {"tool_name":"Edit","tool_input":{"file_path":"a.py","old_string":"x = 1","new_string":"x =
//   K"}}
//
//   lines    a.py                    one line a short string: a search over few texts, not many
//   named    file_path: "a.py"       the same with the name each has: some rules want a name
//   added    x = K                   what an edit brings, by itself
//   before   x = 1                   not looked at: a value that stands there is not new, and an
//                                    edit that takes a key out must pass
//
// A string that is JSON itself is looked at as it is and as what it says. Texts longer than a line
// stand alone. A patch of apply_patch is taken apart into what it adds and what was there.

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/hooks/agent_form.h"

namespace leakwarden::scanner {

struct AgentText {
  std::string text;
  std::string field;                       // "tool_input.content"; "" where lines have their own
  std::vector<std::uint32_t> line_fields;  // numbers of AgentTexts::fields
  bool is_added = false;                   // by an edit whose `before` is known
};

struct AgentTexts {
  std::vector<AgentText> texts;
  std::vector<std::string> fields;
  std::vector<std::string> before;
  JsonEnd end = JsonEnd::Whole;
};

AgentTexts texts_of(std::string_view json, const AgentCall& call);
// Every string and key in it.
AgentTexts all_texts_of(std::string_view json);

}  // namespace leakwarden::scanner
