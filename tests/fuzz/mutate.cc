#include "tests/fuzz/mutate.h"

#include <algorithm>
#include <cstdint>

namespace leakwarden::fuzz {
namespace {

using testing::Dice;

constexpr std::size_t kMostBytes = 64 << 10;

std::size_t place_in(const std::string& bytes, Dice& dice) {
  return static_cast<std::size_t>(dice.below(bytes.size() + 1));
}

std::size_t length_from(const std::string& bytes, std::size_t begin, Dice& dice) {
  const std::size_t rest = bytes.size() - begin;
  return static_cast<std::size_t>(dice.below(std::min<std::size_t>(rest, 64) + 1));
}

void flip_bit(std::string& bytes, Dice& dice) {
  if (bytes.empty()) return;
  bytes[dice.below(bytes.size())] ^= static_cast<char>(1u << dice.below(8));
}

// A number at a border, of 1, 2, 4 or 8 bytes, in either order.
void write_border(std::string& bytes, Dice& dice) {
  constexpr std::uint64_t kBorders[] = {0,
                                        1,
                                        0x7f,
                                        0x80,
                                        0xff,
                                        0x7fff,
                                        0x8000,
                                        0xffff,
                                        0x7fffffff,
                                        0x80000000,
                                        0xffffffff,
                                        0x7fffffffffffffff,
                                        0x8000000000000000,
                                        0xffffffffffffffff};
  const std::uint64_t number = kBorders[dice.below(std::size(kBorders))];
  const std::size_t width = std::size_t{1} << dice.below(4);
  const bool big_endian = dice.below(2) == 0;
  const std::size_t begin = place_in(bytes, dice);
  for (std::size_t i = 0; i < width && begin + i < bytes.size(); ++i) {
    const std::size_t shift = 8 * (big_endian ? width - 1 - i : i);
    bytes[begin + i] = static_cast<char>(number >> shift);
  }
}

void cut_out(std::string& bytes, Dice& dice) {
  const std::size_t begin = place_in(bytes, dice);
  bytes.erase(begin, length_from(bytes, begin, dice));
}

void repeat(std::string& bytes, Dice& dice) {
  const std::size_t begin = place_in(bytes, dice);
  const std::string piece = bytes.substr(begin, length_from(bytes, begin, dice));
  for (std::uint64_t times = 1 + dice.below(8); times > 0; --times) bytes.insert(begin, piece);
}

void take_from(const std::string& other, std::string& bytes, Dice& dice) {
  const std::size_t begin = place_in(other, dice);
  const std::string piece = other.substr(begin, length_from(other, begin, dice));
  bytes.insert(place_in(bytes, dice), piece);
}

void write_random(std::string& bytes, Dice& dice) {
  bytes.insert(place_in(bytes, dice), dice.bytes(static_cast<std::size_t>(dice.below(9))));
}

}  // namespace

std::string mutate(const std::vector<std::string>& seeds, Dice& dice) {
  std::string bytes = seeds[dice.below(seeds.size())];
  for (std::uint64_t changes = 1 + dice.below(4); changes > 0; --changes) {
    switch (dice.below(7)) {
      case 0:
        flip_bit(bytes, dice);
        break;
      case 1:
        write_border(bytes, dice);
        break;
      case 2:
        cut_out(bytes, dice);
        break;
      case 3:
        repeat(bytes, dice);
        break;
      case 4:
        take_from(seeds[dice.below(seeds.size())], bytes, dice);
        break;
      case 5:
        write_random(bytes, dice);
        break;
      default:
        bytes.resize(place_in(bytes, dice));
        break;
    }
  }
  if (bytes.size() > kMostBytes) bytes.resize(kMostBytes);
  return bytes;
}

}  // namespace leakwarden::fuzz
