#pragma once

// Tables whose first line names a column of secrets: exports of password managers, user lists,
// spreadsheets saved as text, separated by "," ";" "|" or tabs.
//
//   name,url,username,password
//   x.de,https://x.de/login,anna,"K7""9AV?"     gives  "password": 'K7"9AV?'  at row[2].password
//
// Nothing stands beside the value that says what it is, so each value of such a column is given as
// if it were written with the column's name. Rows are counted as a spreadsheet does, the line of
// names being the first; lines and columns of a finding are the file's. A row with another number
// of fields than there are names is passed over: which of its fields is which is not known.
//
// Bounds: of a table the first 32 MiB (ReadLimits::max_member_bytes) are read, and of all tables of
// an object 10,000 values of 256 KiB (ReadLimits::max_table_values, max_table_value_bytes). How many
// rows were not is a gap. Of values under five bytes nobody could tell, and of digests in a column of
// passwords nobody comes in: neither is given.

#include <string_view>

#include "scanner/read/reader.h"

namespace leakwarden::scanner {

// The first line holds names, one of them a secret's (table_header.h), and the row below it has as
// many fields.
bool sniff_table(std::string_view bytes);
void read_table(std::string_view bytes, ReadBudget& budget, TextSink& sink);

}  // namespace leakwarden::scanner
