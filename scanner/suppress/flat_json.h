#pragma once

// One line of JSON: an object of texts and whole numbers, nothing deeper. The one file of this room
// that reads lines of JSON; nlohmann's parser is followed event by event, so that depth costs
// nothing.
//
//   {"fingerprint":"s1-…","line":3}   →   {"fingerprint", "s1-…"}, {"line", 3}

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace leakwarden::scanner {

struct FlatMember {
  std::string key;
  std::variant<std::string, std::int64_t> value;
  std::size_t at = 0;  // where the key stands in the line, in bytes
};

struct FlatObject {
  std::vector<FlatMember> members;  // as they stand there; keys are unique
  // "" when the line is one; else what is wrong, and where in the line.
  std::string mistake;
  std::size_t mistake_at = 0;
};

FlatObject parse_flat_object(std::string_view line);

}  // namespace leakwarden::scanner
