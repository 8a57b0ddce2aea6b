#include "scanner/read/table_rows.h"

#include <algorithm>

namespace leakwarden::scanner {

std::string field_text(const TableField& field) {
  if (!field.has_doubled_quotes) return std::string(field.written);
  std::string text;
  for (std::size_t at = 0; at < field.written.size(); ++at) {
    text += field.written[at];
    if (field.written.substr(at, 2) == "\"\"") ++at;
  }
  return text;
}

std::size_t TableRows::behind_blanks(std::size_t at) const {
  return std::min(bytes_.find_first_not_of(' ', at), bytes_.size());
}

// Whether a field may end before the byte at `at`.
bool TableRows::ends_field(std::size_t at) const {
  const std::size_t next = behind_blanks(at);
  if (next == bytes_.size() || bytes_[next] == delimiter_ || bytes_[next] == '\n') return true;
  return bytes_[next] == '\r' && (next + 1 == bytes_.size() || bytes_[next + 1] == '\n');
}

// The first quote from `at` on that is no half of a pair; the end of the bytes without one. What is
// looked through here is not looked through again from a later field: that one would have to begin
// with a quote in between, and such a run of quotes, having passed as pairs, closes itself.
std::size_t TableRows::closing_quote(std::size_t at) const {
  while (true) {
    at = bytes_.find('"', at);
    if (at == std::string_view::npos) return bytes_.size();
    if (at + 1 >= bytes_.size() || bytes_[at + 1] != '"') return at;
    at += 2;
  }
}

// Up to the delimiter or the line end, without the blanks before it.
TableField TableRows::plain_field(std::size_t begin) {
  at_ = begin;
  while (at_ < bytes_.size() && bytes_[at_] != delimiter_ && bytes_[at_] != '\n') ++at_;
  std::size_t end = at_;
  if (end > begin && bytes_[end - 1] == '\r') --end;
  while (end > begin && bytes_[end - 1] == ' ') --end;
  return {bytes_.substr(begin, end - begin), begin, false};
}

TableField TableRows::next_field() {
  const std::size_t begin = behind_blanks(at_);
  if (begin == bytes_.size() || bytes_[begin] != '"') return plain_field(begin);
  const std::size_t close = closing_quote(begin + 1);
  if (close == bytes_.size() || !ends_field(close + 1)) return plain_field(begin);
  at_ = behind_blanks(close + 1);
  if (at_ < bytes_.size() && bytes_[at_] == '\r') ++at_;
  const std::string_view written = bytes_.substr(begin + 1, close - begin - 1);
  return {written, begin + 1, written.find('"') != std::string_view::npos};
}

std::size_t TableRows::next(std::size_t most, std::vector<TableField>& fields) {
  fields.clear();
  std::size_t count = 0;
  while (true) {
    const TableField field = next_field();
    if (++count <= most) fields.push_back(field);
    if (at_end()) return count;
    const char end = bytes_[at_++];
    if (end == '\n') return count;
  }
}

}  // namespace leakwarden::scanner
