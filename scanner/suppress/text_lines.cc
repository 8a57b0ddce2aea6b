#include "scanner/suppress/text_lines.h"

#include <algorithm>

#include <fmt/core.h>

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kBlanks = " \t\r";

TextLine trimmed(std::string_view line, std::int64_t number) {
  const std::size_t begin = std::min(line.find_first_not_of(kBlanks), line.size());
  const std::size_t last = line.find_last_not_of(kBlanks);
  const std::size_t end = last == std::string_view::npos ? begin : last + 1;
  return {line.substr(begin, end - begin), number, static_cast<std::int64_t>(begin) + 1};
}

// "<<<<<<< HEAD", "=======", ">>>>>>> branch", "||||||| base".
bool is_of_a_merge(std::string_view line) {
  for (const std::string_view sign : {"<<<<<<<", "=======", ">>>>>>>", "|||||||"}) {
    if (line.substr(0, sign.size()) != sign) continue;
    return line.size() == sign.size() || line[sign.size()] == ' ';
  }
  return false;
}

Status check_line(const TextLine& line, const std::string& file) {
  if (line.number > kMostSuppressionLines) {
    return mistake_at(file, line, "more lines than are read",
                      fmt::format("at most {} lines", kMostSuppressionLines));
  }
  if (line.text.size() > kMostLineBytes) {
    return mistake_at(file, line, "a line longer than is read",
                      fmt::format("at most {} bytes a line", kMostLineBytes));
  }
  if (is_of_a_merge(line.text)) {
    return mistake_at(file, line, "a merge was not finished here",
                      "keep the lines of both sides, without these signs");
  }
  return done();
}

}  // namespace

Error mistake_at(const std::string& file, std::int64_t line, std::int64_t column, std::string what,
                 std::string allowed) {
  return Error::invalid("read suppressions", fmt::format("{}:{}:{}", file, line, column),
                        std::move(what))
      .with_remedy(std::move(allowed));
}

Error mistake_at(const std::string& file, const TextLine& line, std::string what,
                 std::string allowed) {
  return mistake_at(file, line.number, line.column, std::move(what), std::move(allowed));
}

Status each_line(std::string_view bytes, const std::string& file,
                 const std::function<Status(const TextLine&)>& take) {
  if (bytes.substr(0, 3) == "\xef\xbb\xbf") bytes.remove_prefix(3);
  // As some shells write it: each line would be a pattern that fits nothing.
  if (bytes.substr(0, 2) == "\xff\xfe" || bytes.substr(0, 2) == "\xfe\xff")
    return mistake_at(file, 1, 1, "it is written in UTF-16", "text in UTF-8");
  for (std::int64_t number = 1; !bytes.empty(); ++number) {
    const std::size_t size = std::min(bytes.find('\n'), bytes.size());
    const TextLine line = trimmed(bytes.substr(0, size), number);
    bytes.remove_prefix(std::min(size + 1, bytes.size()));
    LEAKWARDEN_CHECK(check_line(line, file));
    if (!line.text.empty()) LEAKWARDEN_CHECK(take(line));
  }
  return done();
}

}  // namespace leakwarden::scanner
