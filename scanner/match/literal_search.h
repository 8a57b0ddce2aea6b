#pragma once

// Where any of a few literals stands in a text, in one pass that looks at a part of the bytes.
//
// The skip table of Wu and Manber ("A fast algorithm for multi-pattern searching", 1994), over
// pairs of bytes: of the shortest literal's length m, a window of m bytes is judged by its last
// pair; a pair that stands in no literal moves the window on by m − 1.
//
//   literals  secret, 736563726574 (m = 6)      text   a plain text with secret in it
//   window "a plai": "ai" stands in neither → on by 5; … "ecr" → on by 2; "secret": look closer
//
// Looking closer costs no more than kDearest bytes of comparison a byte of text: text that somebody
// made to look like a literal everywhere is searched literal by literal instead, in linear time.
//
// Ownership: literals are kept as Secrets, the table is wiped. Thread rules: const members from
// any.

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "scanner/base/secret.h"

namespace leakwarden::scanner {

class LiteralSearch {
 public:
  struct Hit {
    std::uint64_t begin = 0;
    std::size_t literal = 0;  // its number
    friend bool operator==(const Hit&, const Hit&) = default;
  };

  // Each of at least kShortest bytes.
  explicit LiteralSearch(std::vector<Secret> literals);
  ~LiteralSearch();
  LiteralSearch(LiteralSearch&&) = default;
  LiteralSearch& operator=(LiteralSearch&&) = default;

  // By offset, then number; overlapping ones too. Stops after `most`.
  std::vector<Hit> find(std::string_view text, std::size_t most) const;

  const std::vector<Secret>& literals() const { return literals_; }

  static constexpr std::size_t kShortest = 2;
  static constexpr std::uint64_t kDearest = 16;

 private:
  using Table = std::array<std::uint8_t, 1 << 16>;

  void add_to_table(std::string_view literal);
  std::vector<Hit> find_one_by_one(std::string_view text, std::size_t most) const;

  std::vector<Secret> literals_;
  std::size_t window_ = 0;
  std::unique_ptr<Table> skips_;
};

}  // namespace leakwarden::scanner
