#pragma once

// Files of statements, one a line: walked within bounds, and mistakes said where they stand.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "scanner/base/result.h"

namespace leakwarden::scanner {

constexpr std::uint64_t kMostSuppressionBytes = 10ull << 20;  // of one file
constexpr std::int64_t kMostSuppressionLines = 1'000'000;
constexpr std::size_t kMostLineBytes = 64 << 10;

struct TextLine {
  std::string_view text;    // without its line end and blanks around
  std::int64_t number = 0;  // from 1 on
  std::int64_t column = 1;  // where `text` begins
};

// Invalid with where = "file:line:column". `allowed` says what may stand there.
Error mistake_at(const std::string& file, std::int64_t line, std::int64_t column, std::string what,
                 std::string allowed);
Error mistake_at(const std::string& file, const TextLine& line, std::string what,
                 std::string allowed);

// Calls `take` for every line that is not empty, to the first error. What an unfinished merge of
// git left is one, and so are UTF-16 and more than the bounds above.
Status each_line(std::string_view bytes, const std::string& file,
                 const std::function<Status(const TextLine&)>& take);

}  // namespace leakwarden::scanner
