#pragma once

// JSON changed as text: what is not changed keeps its bytes, numbers that no double holds, blanks
// and the order of members included.
//
//   {"a": 1e400, "list": [ 1,2 ]}   append_element(text, {"list"}, 3)   → … "list": [ 1,2, 3 ]}
//
// The text must be whole JSON (bounded_json.h has read it). A path that is not there, or a member
// whose name is written with escapes, is not found; so whoever changes a text reads the outcome
// and compares it with what it should mean.

#include <string>
#include <variant>
#include <vector>

#include "scanner/hooks/bounded_json.h"

namespace leakwarden::scanner {

// From the whole to a value: names of members, numbers of elements.
using JsonPath = std::vector<std::variant<std::string, std::size_t>>;

// The same text where the path is not found, or is no object or list.
std::string append_member(std::string text, const JsonPath& object, const std::string& name,
                          const Json& value);
std::string append_element(std::string text, const JsonPath& list, const Json& value);
// A member or an element, with its comma.
std::string remove_value(std::string text, const JsonPath& path);

}  // namespace leakwarden::scanner
