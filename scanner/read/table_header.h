#pragma once

// The first line of a table, where it names a column that holds secrets.
//
//   name,url,username,password        four columns, separated by ",", secrets in the last
//   Dienst;Benutzer;Kennwort          three, separated by ";", secrets in the last
//   id,password_hash                  none: what a hash is, is not for us to say
//   import os, sys                    none
//
// Names are compared as a whole with a list, without regard to case and to what separates their
// words: "API key", "api_key" and "apiKey" are one. A line that holds anything but plain names and
// one kind of delimiter is none, so that nearly all other text is turned away by its first word.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leakwarden::scanner {

struct SecretColumn {
  std::size_t index = 0;
  std::string name;          // as written, but for letters beyond ASCII, which are small
  bool is_password = false;  // no key, token or secret
};

struct TableHeader {
  char delimiter = ',';
  std::size_t column_count = 0;
  std::vector<SecretColumn> secrets;  // at least one
  std::size_t end = 0;                // behind the line
};

// Looks at the first 1 KiB, and passes over a line "sep=;" or "#TYPE …" before the names. Nothing
// for a line that goes on behind that, has fewer than 2 or more than 64 names, one longer than 64
// bytes, an empty one before the last, or no secret's.
std::optional<TableHeader> read_table_header(std::string_view bytes);

}  // namespace leakwarden::scanner
