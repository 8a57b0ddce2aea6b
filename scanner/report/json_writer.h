#pragma once

// The small part of JSON that reports need: objects written key by key, in the order of the calls.
//
//   JsonObject object;
//   object.text("rule_id", "a").number("start_line", 3);
//   object.str()                                          → {"rule_id":"a","start_line":3}
//
// Text is made valid UTF-8 (U+FFFD for what is not); control characters, C1 included, and what is
// invisible or turns the direction of text are escaped, so that a line can be shown on a terminal.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace leakwarden::scanner {

std::string json_quoted(std::string_view text);
std::string json_list(const std::vector<std::string>& texts);
std::string json_array(const std::vector<std::string>& elements);  // of what is JSON already

class JsonObject {
 public:
  JsonObject& text(std::string_view key, std::string_view value);
  JsonObject& text_if(std::string_view key, std::string_view value);  // absent when empty
  JsonObject& number(std::string_view key, std::int64_t value);
  JsonObject& number_if(std::string_view key, std::int64_t value);  // absent when zero
  JsonObject& raw(std::string_view key, std::string_view json);
  bool empty() const { return members_.empty(); }
  std::string str() const { return "{" + members_ + "}"; }

 private:
  std::string members_;
};

}  // namespace leakwarden::scanner
