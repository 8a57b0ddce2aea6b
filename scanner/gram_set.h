#pragma once

// Which words may stand in some texts? So that a changed rule need not look where its words are
// not.
//
// Of every four bytes of the texts (a gram) a bit is set beneath their hash. A word may
// stand there where the bits of all its grams are set: now and then it does not, for grams share
// bits, but where one is missing it surely does not.
//
//   texts   "id = acme_7f"        word   a c m e _      "acme", "cme_": set        may stand there
//                                 word   a c m x _      "acmx", "cmx_": are not    does not
//
// Thread rules: plain values.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/git/object_source.h"
#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {

class GramSet {
 public:
  static constexpr std::size_t kGramBytes = 4;
  static constexpr unsigned kFewestBits = 12;
  static constexpr unsigned kMostBits = 20;

  // Of 2^`bits` bits, kFewestBits to kMostBits.
  explicit GramSet(unsigned bits);

  void add(std::string_view text);
  // Of a version what its delta inserted, and what now stands beside it. `copied`: by
  // target_begin, from a text that is added as well.
  void add_version(std::string_view text, std::span<const CopiedRange> copied);
  // Something was not looked at: from now on every word may stand there.
  void add_anything() { holds_anything_ = true; }
  // Requires as many bits.
  void add(const GramSet& other);
  void clear();

  // A word: byte sets, one after the other. True as well where it is too short or too vague.
  bool may_hold(std::span<const ByteSet> word) const;

  std::string encode() const;
  // Nothing for bytes that encode() never wrote of a set of so many bits.
  static std::optional<GramSet> decode(std::string_view bytes, unsigned bits);

 private:
  bool has(std::uint32_t gram) const;
  bool may_hold_gram(std::span<const ByteSet> gram) const;

  unsigned bits_;
  std::vector<std::uint32_t> words_;  // 32 bits each
  bool holds_anything_ = false;
};

}  // namespace leakwarden::scanner
