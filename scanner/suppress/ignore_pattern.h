#pragma once

// One line of a .gitignore file (git's gitignore(5)), compiled and matched.
//
// Patterns come from whoever wrote the repository, so matching is linear in pattern × path: a set
// of reachable pattern positions is carried along the path, nothing is tried twice.
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
  bool matches_text(std::string_view text) const;
  // One byte a position: 1 where the pattern may stand.
  using Positions = std::vector<unsigned char>;
  void reach(Positions& positions, std::size_t position) const;
  void step(const Positions& from, char c, Positions& to) const;

  std::vector<Token> tokens_;
  bool negated_ = false;
  bool folders_only_ = false;
  bool anchored_ = false;  // else it is matched with the last part of the path
};

}  // namespace leakwarden::scanner
