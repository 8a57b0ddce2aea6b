#pragma once

// One line of a .gitignore file (git's gitignore(5)), compiled and matched.
//
// Patterns come from whoever wrote the repository, so matching is linear in pattern × path: a set
// of reachable pattern positions is carried along the path, nothing is tried twice. Most paths do
// not get that far: they lack the pattern's bytes in their order.
//
//   *      anything but '/'              **/  at the start or after '/': any number of folders
//   ?      one byte but '/'              /**  at the end: everything below
//   [a-z]  a class, never '/'            \x   the byte x itself

#include <bitset>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leakwarden::scanner {

class IgnorePattern {
 public:
  // Empty for blank lines, comments, and lines that can match nothing or are longer than any path.
  static std::optional<IgnorePattern> parse(std::string_view line);

  // `path` is relative to the folder of the .gitignore file.
  bool matches(std::string_view path, bool is_folder) const;
  // The same for a file at `path` and for each folder it lies in, in one go.
  bool matches_or_holds(std::string_view path) const;
  bool negated() const { return negated_; }  // "!": what it matches is not ignored after all

 private:
  enum class Kind { Byte, AnyByte, Class, Star, FoldersBegin, FoldersInside, Everything };
  struct Token {
    Kind kind = Kind::Byte;
    char byte = 0;
    std::bitset<256> set;
  };

  bool compile(std::string_view pattern);
  std::size_t compile_class(std::string_view pattern, std::size_t at);
  std::size_t compile_stars(std::string_view pattern, std::size_t at);
  class Walk;
  bool bytes_stand_in(std::string_view path) const;

  std::vector<Token> tokens_;
  std::string bytes_;  // that each path it fits holds, in this order
  bool negated_ = false;
  bool folders_only_ = false;
  bool anchored_ = false;  // else it is matched with the last part of the path
};

}  // namespace leakwarden::scanner
