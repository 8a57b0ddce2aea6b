#include "scanner/number_table.h"

#include <sys/auxv.h>

#include <cstring>
#include <utility>

namespace leakwarden::scanner {
namespace {

constexpr unsigned kFewestBits = 10;
constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15ull;

struct Seed {
  std::uint64_t words[2] = {kOdd, ~kOdd};
};

std::uint64_t product(std::uint64_t left, std::uint64_t right) {
  __extension__ using Wide = unsigned __int128;
  const Wide wide = Wide{left} * right;
  return static_cast<std::uint64_t>(wide) ^ static_cast<std::uint64_t>(wide >> 64);
}

// Sixteen random bytes that the kernel gives each process: no system call, which a worker's sandbox
// might refuse. Canaries are made of them too, so they go in by a one-way step.
Seed make_seed() {
  Seed seed;
  const void* random = reinterpret_cast<const void*>(getauxval(AT_RANDOM));
  if (random != nullptr) std::memcpy(seed.words, random, sizeof seed.words);
  const std::uint64_t both = product(seed.words[0] ^ kOdd, seed.words[1] ^ ~kOdd);
  return {{product(both, kOdd), product(both ^ kOdd, ~kOdd)}};
}

std::uint64_t word_at(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

}  // namespace

std::uint64_t seeded_hash(std::string_view bytes) {
  static const Seed seed = make_seed();
  std::uint64_t hash = 0;
  const auto add = [&](std::uint64_t first, std::uint64_t second) {
    hash = product(first ^ seed.words[0] ^ hash, second ^ seed.words[1]);
  };
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left > 16; left -= 16, at += 16) add(word_at(at), word_at(at + 8));
  char rest[16] = {};
  if (left > 0) std::memcpy(rest, at, left);
  add(word_at(rest), word_at(rest + 8));
  return product(hash ^ seed.words[1], bytes.size() + kOdd);
}

void NumberTable::add(std::uint64_t hash, std::uint32_t number) {
  if (4 * (used_ + 1) > 3 * slots_.size()) grow();
  put(hash >> 32 << 32 | (number + 1));
  ++used_;
}

void NumberTable::put(Slot slot) {
  std::size_t at = place_of(slot >> 32);
  while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
  slots_[at] = slot;
}

void NumberTable::grow() {
  bits_ = slots_.empty() ? kFewestBits : bits_ + 1;
  const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(std::size_t{1} << bits_));
  for (const Slot slot : old) {
    if (slot != 0) put(slot);
  }
}

}  // namespace leakwarden::scanner
