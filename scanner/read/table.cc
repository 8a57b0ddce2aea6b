#include "scanner/read/table.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scanner/read/placed_text.h"
#include "scanner/read/table_header.h"
#include "scanner/read/table_rows.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kLongestInLine = 4096;
// Shorter ones are what tests answer, and marks.
constexpr std::size_t kShortestSecret = 5;
// Of the row below the names, which is looked at before a text is called a table.
constexpr std::size_t kMostSecondRowBytes = 64 << 10;

bool fits_in_line(const TableField& value) {
  return value.written.size() <= kLongestInLine &&
         value.written.find('\n') == std::string_view::npos;
}

// What a user table keeps of passwords: MD5, SHA-1, SHA-2.
bool is_digest(std::string_view value) {
  constexpr std::array<std::size_t, 5> kDigits{32, 40, 64, 96, 128};
  return std::find(kDigits.begin(), kDigits.end(), value.size()) != kDigits.end() &&
         value.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

// A long value, or one of several lines, says what it is without a name.
PlacedText text_of(const SecretColumn& column, const TableField& value) {
  const std::uint64_t end = value.begin + value.written.size();
  const JsonString as_written{value.written, value.begin, false};
  PlacedText text;
  if (fits_in_line(value)) {
    if (value.has_doubled_quotes) {
      text.add_whole_pair(column.name, field_text(value), value.begin, end);
    } else {
      text.add_pair(column.name, as_written);
    }
  } else if (value.has_doubled_quotes) {
    text.add_whole(field_text(value), value.begin, end);
  } else {
    text.add_json(as_written);
  }
  return text;
}

// `row[2].password`, `row[2]["client secret"]`
std::string place_of(std::size_t row, const SecretColumn& column) {
  const bool is_plain =
      column.name.find_first_not_of(
          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == std::string::npos;
  const std::string place = "row[" + std::to_string(row) + "]";
  return is_plain ? place + "." + column.name : place + "[\"" + column.name + "\"]";
}

class TableWalk {
 public:
  TableWalk(TableHeader header, std::string_view bytes, ReadBudget& budget, TextSink& sink)
      : header_(std::move(header)),
        rows_(bytes, header_.end, header_.delimiter),
        budget_(budget),
        sink_(sink) {}

  // How many rows were not read.
  std::size_t walk() {
    std::size_t unread = 0;
    while (!rows_.at_end() && !stopped_) {
      const bool is_near = rows_.offset() < budget_.limits().max_member_bytes;
      const std::size_t count = rows_.next(header_.column_count, fields_);
      ++row_;
      if (count == header_.column_count && !(is_near && read_row())) ++unread;
    }
    return unread;
  }

 private:
  // False: there are more values than are read.
  bool read_row() {
    for (const SecretColumn& column : header_.secrets) {
      const TableField& value = fields_[column.index];
      if (value.written.size() < kShortestSecret || stopped_) continue;
      if (column.is_password && is_digest(value.written)) continue;
      if (!budget_.take_table_value(value.written.size())) return false;
      stopped_ = !sink_.take(text_of(column, value).finish({place_of(row_, column)}));
    }
    return true;
  }

  TableHeader header_;
  TableRows rows_;
  ReadBudget& budget_;
  TextSink& sink_;
  std::vector<TableField> fields_;
  std::size_t row_ = 1;
  bool stopped_ = false;
};

}  // namespace

bool sniff_table(std::string_view bytes) {
  const std::optional<TableHeader> header = read_table_header(bytes);
  if (!header) return false;
  const std::string_view beginning = bytes.substr(0, header->end + kMostSecondRowBytes);
  TableRows rows(beginning, header->end, header->delimiter);
  if (rows.at_end()) return false;
  std::vector<TableField> fields;
  const std::size_t count = rows.next(0, fields);
  const bool is_whole = !rows.at_end() || beginning.size() == bytes.size();
  return is_whole && count == header->column_count;
}

void read_table(std::string_view bytes, ReadBudget& budget, TextSink& sink) {
  std::optional<TableHeader> header = read_table_header(bytes);
  if (!header) return;
  TableWalk walk(std::move(*header), bytes, budget, sink);
  const std::size_t unread = walk.walk();
  if (unread > 0) budget.add_gap("table: " + std::to_string(unread) + " rows were not read");
}

}  // namespace leakwarden::scanner
