#pragma once

// JSON as a sequence of events that know where they stand in the bytes.
//
// A parser that builds values forgets their places, and a parser library's events do not carry
// them; a finding needs line and column. The grammar is RFC 8259's; numbers are not looked into, as
// no reader asks for them. Nothing recurses and nothing is copied.
//
// Worked example: {"a":["b\n"]} gives begin_object, key "a", begin_array, text "b\n" (2 bytes
// escaped, at offset 7), end_array, end_object.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/read/decoded_text.h"

namespace leakwarden::scanner {

// A string as it is written, without its quotes.
struct JsonString {
  std::string_view written;
  std::uint64_t begin = 0;  // offset of written[0]
  bool escaped = false;     // has a backslash
};

class JsonEvents {
 public:
  virtual ~JsonEvents() = default;
  virtual void begin_object() = 0;
  virtual void end_object() = 0;
  virtual void begin_array() = 0;
  virtual void end_array() = 0;
  virtual void key(const JsonString& name) = 0;
  virtual void text(const JsonString& value) = 0;
  virtual void other() = 0;  // a number, true, false, null
};

enum class JsonOutcome { Whole, Malformed, TooDeep };

// Events up to the first thing that is wrong. `Malformed` leaves objects and arrays open.
JsonOutcome walk_json(std::string_view bytes, std::uint32_t max_depth, JsonEvents& events);

// Appends what `value` says, and the points where its bytes stop running along the source's. A
// wrong escape stays as it is written; an unpaired surrogate becomes U+FFFD. Behind some ten
// thousand points places become coarse (4 KiB): 64 MB of "\\n" must not cost gigabytes.
void append_json_text(const JsonString& value, std::string& text, std::vector<SourcePoint>& points);
std::string json_text(const JsonString& value);

}  // namespace leakwarden::scanner
