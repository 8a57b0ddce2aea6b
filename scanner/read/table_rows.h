#pragma once

// The rows of a table in text, as RFC 4180 writes them and as programs really do.
//
//   a;"b ""c"""; d        three fields: a  |  b ""c"" with doubled quotes  |  d
//   a;"b                  two: a  |  b, a line end, c
//   c"
//   a;"b;c                three: a  |  "b  |  c        (the quote is closed nowhere)
//
// A quoted field ends where a quote is followed by a delimiter or a line end, whatever stands in
// between. A quote that is not closed like this is a character as others are: passwords begin with
// one, and many programs quote nothing. Blanks around a field are none of its own. Line ends are LF
// and CRLF. Nothing is copied, and the time is linear in the bytes, also where quotes are hostile.
//
// Thread rules: belongs to one reader of one table.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leakwarden::scanner {

// A field as it is written, without the quotes around it.
struct TableField {
  std::string_view written;
  std::uint64_t begin = 0;          // offset of written[0]
  bool has_doubled_quotes = false;  // each "" in it stands for one
};

// What the field says.
std::string field_text(const TableField& field);

class TableRows {
 public:
  // From the offset `at` of `bytes`, which must outlive it.
  TableRows(std::string_view bytes, std::size_t at, char delimiter)
      : bytes_(bytes), at_(at), delimiter_(delimiter) {}

  bool at_end() const { return at_ >= bytes_.size(); }
  // Where the next row begins.
  std::size_t offset() const { return at_; }
  // Requires !at_end(). How many fields the next row has; `fields` holds the first `most` of them.
  std::size_t next(std::size_t most, std::vector<TableField>& fields);

 private:
  TableField next_field();
  TableField plain_field(std::size_t begin);
  std::size_t closing_quote(std::size_t at) const;
  bool ends_field(std::size_t at) const;
  std::size_t behind_blanks(std::size_t at) const;

  std::string_view bytes_;
  std::size_t at_;
  char delimiter_;
};

}  // namespace leakwarden::scanner
