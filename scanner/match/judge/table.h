#pragma once

// What was learnt, as one block of integers made by tests/accuracy and linked into the program:
//
//   magic "LWJUDGE1", digest of the feature list, then sections by number, each with its size
//   words     hashes of vocabulary words, open addressing, a power of two many
//   trigrams  32³ bytes: how unlikely a letter is after two others, in 1/8 bits
//   model ×2  terms of the linear part, trees (model.h)
//   limits    thresholds of the confidences, weights of the file terms (calibration.h)
//
// The block is read in place. All numbers are little-endian.

#include <cstdint>
#include <optional>
#include <string_view>

namespace leakwarden::scanner::judging {

enum class Section : std::uint32_t { Words = 1, Trigrams, Credential, Strong, Calibration };

// One pass over the block; nullopt when it is cut short or made for other features.
class Table {
 public:
  static std::optional<Table> open(std::string_view block);

  // Empty when the section is not there.
  std::string_view section(Section section) const;
  std::string_view words() const { return words_; }
  std::string_view trigrams() const { return trigrams_; }

 private:
  explicit Table(std::string_view sections) : sections_(sections) {}

  std::string_view sections_;
  std::string_view words_;
  std::string_view trigrams_;
};

// The one that was built in.
std::string_view builtin_judge_block();
// nullopt: it was made for another list of features, and has to be made again.
const std::optional<Table>& builtin_table();

inline std::uint16_t read_u16(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[at]) |
                                    static_cast<unsigned char>(bytes[at + 1]) << 8);
}
inline std::uint32_t read_u32(std::string_view bytes, std::size_t at) {
  return read_u16(bytes, at) | static_cast<std::uint32_t>(read_u16(bytes, at + 2)) << 16;
}

}  // namespace leakwarden::scanner::judging
