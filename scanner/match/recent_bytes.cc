#include "scanner/match/recent_bytes.h"

#include <cstring>

namespace leakwarden::scanner {
namespace {

constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15ull;

inline std::uint64_t word_at(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

inline std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ value >> 32) * kOdd;
  return value ^ value >> 29;
}

// Four words at a time, which the processor multiplies side by side.
std::uint64_t hash_of(std::string_view bytes, std::uint64_t tag) {
  std::uint64_t lanes[4] = {tag, bytes.size(), kOdd, ~tag};
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= sizeof lanes; left -= sizeof lanes, at += sizeof lanes) {
    for (std::size_t lane = 0; lane < 4; ++lane)
      lanes[lane] = (lanes[lane] ^ word_at(at + 8 * lane)) * kOdd;
  }
  char rest[sizeof lanes] = {};
  if (left > 0) std::memcpy(rest, at, left);
  std::uint64_t hash = 0;
  for (std::size_t lane = 0; lane < 4; ++lane)
    hash = mixed(hash + mixed(lanes[lane]) + mixed(word_at(rest + 8 * lane)) * (2 * lane + 1));
  return hash;
}

}  // namespace

RecentBytes::Key RecentBytes::key(std::string_view bytes, std::uint64_t tag) {
  return {bytes, tag, bytes.size() > kMostBytes ? 0 : hash_of(bytes, tag)};
}

std::optional<std::size_t> RecentBytes::find(const Key& key) const {
  if (slots_.empty() || key.bytes.empty() || key.bytes.size() > kMostBytes) return std::nullopt;
  const std::size_t number = key.hash % kSlots;
  const Slot& slot = slots_[number];
  if (slot.hash != key.hash || slot.tag != key.tag || slot.size != key.bytes.size())
    return std::nullopt;
  const char* known = ring_.get() + slot.begin % kRingBytes;
  if (!is_there(slot) || std::memcmp(known, key.bytes.data(), key.bytes.size()) != 0)
    return std::nullopt;
  return number;
}

std::optional<std::size_t> RecentBytes::note(const Key& key) {
  if (key.bytes.empty() || key.bytes.size() > kMostBytes) return std::nullopt;
  if (slots_.empty()) {
    slots_.resize(kSlots);
    ring_.reset(new char[kRingBytes]);
  }
  const std::size_t number = key.hash % kSlots;
  slots_[number] = {key.hash, key.tag, write(key.bytes), key.bytes.size()};
  return number;
}

// In one piece: what does not fit before the ring's end begins anew.
std::uint64_t RecentBytes::write(std::string_view bytes) {
  const std::uint64_t room = kRingBytes - written_ % kRingBytes;
  if (bytes.size() > room) written_ += room;
  const std::uint64_t begin = written_;
  std::memcpy(ring_.get() + begin % kRingBytes, bytes.data(), bytes.size());
  written_ += bytes.size();
  return begin;
}

}  // namespace leakwarden::scanner
