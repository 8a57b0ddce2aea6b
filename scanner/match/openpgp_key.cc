#include "scanner/match/openpgp_key.h"

#include <cstddef>

namespace leakwarden::scanner {
namespace {

constexpr std::uint8_t kSecretKey = 5;

std::uint8_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]);
}

// Of a packet: its type, how many bytes its head takes, and its content (nullopt: it does not say).
struct Head {
  std::uint8_t type = 0;
  std::size_t size = 0;
  std::optional<std::uint64_t> content;
};

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (char byte : bytes) number = number << 8 | static_cast<std::uint8_t>(byte);
  return number;
}

// The older form: the length takes 1, 2, 4 or no bytes.
std::optional<Head> older_head(std::string_view bytes) {
  constexpr std::size_t kLengthBytes[] = {1, 2, 4, 0};
  std::uint8_t first = byte_at(bytes, 0);
  std::size_t length = kLengthBytes[first & 3];
  if (bytes.size() < 1 + length) return std::nullopt;
  Head head{static_cast<std::uint8_t>(first >> 2 & 0x0f), 1 + length, std::nullopt};
  if (length > 0) head.content = big_endian(bytes.substr(1, length));
  return head;
}

std::optional<Head> newer_head(std::string_view bytes) {
  std::uint8_t type = byte_at(bytes, 0) & 0x3f;
  std::uint8_t length = byte_at(bytes, 1);
  if (length < 192) return Head{type, 2, length};
  if (length == 255 && bytes.size() >= 6) return Head{type, 6, big_endian(bytes.substr(2, 4))};
  if (length >= 224 || bytes.size() < 3)
    return Head{type, 2, std::nullopt};  // in parts, or cut off
  return Head{type, 3, (length - 192u) * 256u + byte_at(bytes, 2) + 192u};
}

std::optional<Head> head_of(std::string_view bytes) {
  if (bytes.size() < 2 || (byte_at(bytes, 0) & 0x80) == 0) return std::nullopt;
  return (byte_at(bytes, 0) & 0x40) == 0 ? older_head(bytes) : newer_head(bytes);
}

struct Algorithm {
  std::uint8_t number;
  std::string_view name;
  std::size_t numbers;  // public numbers, each with its bit length before it
  bool curve;           // a curve's name, with its byte length, stands before them
  bool derivation;      // parameters of a key derivation behind them
};

constexpr Algorithm kAlgorithms[] = {
    {1, "RSA", 2, false, false},      {2, "RSA", 2, false, false},   {3, "RSA", 2, false, false},
    {16, "Elgamal", 3, false, false}, {17, "DSA", 4, false, false},  {18, "ECDH", 1, true, true},
    {19, "ECDSA", 1, true, false},    {22, "EdDSA", 1, true, false},
};

const Algorithm* algorithm_of(std::uint8_t number) {
  for (const Algorithm& algorithm : kAlgorithms) {
    if (algorithm.number == number) return &algorithm;
  }
  return nullptr;
}

bool skip(std::string_view& bytes, std::size_t size) {
  if (size > bytes.size()) return false;
  bytes.remove_prefix(size);
  return true;
}

bool skip_counted(std::string_view& bytes) {
  return !bytes.empty() && skip(bytes, 1u + byte_at(bytes, 0));
}

bool skip_number(std::string_view& bytes) {
  if (bytes.size() < 2) return false;
  std::size_t bits = static_cast<std::size_t>(byte_at(bytes, 0)) << 8 | byte_at(bytes, 1);
  return skip(bytes, 2 + (bits + 7) / 8);
}

// Behind the public numbers stands one byte: zero, or how the secret ones are encrypted.
std::optional<bool> is_encrypted(std::string_view bytes, const Algorithm& algorithm) {
  if (algorithm.curve && !skip_counted(bytes)) return std::nullopt;
  for (std::size_t number = 0; number < algorithm.numbers; ++number) {
    if (!skip_number(bytes)) return std::nullopt;
  }
  if (algorithm.derivation && !skip_counted(bytes)) return std::nullopt;
  if (bytes.empty()) return std::nullopt;
  return byte_at(bytes, 0) != 0;
}

}  // namespace

std::uint32_t crc24(std::string_view bytes) {
  std::uint32_t check = 0xb704ce;
  for (char byte : bytes) {
    check ^= static_cast<std::uint32_t>(static_cast<std::uint8_t>(byte)) << 16;
    for (int bit = 0; bit < 8; ++bit) {
      check <<= 1;
      if ((check & 0x1000000) != 0) check ^= 0x1864cfb;
    }
  }
  return check & 0xffffff;
}

bool is_secret_key_packet(std::string_view bytes) {
  std::optional<Head> head = head_of(bytes);
  return head && head->type == kSecretKey;
}

bool is_whole_packets(std::string_view bytes) {
  while (!bytes.empty()) {
    std::optional<Head> head = head_of(bytes);
    if (!head || !head->content || *head->content > bytes.size()) return false;
    if (!skip(bytes, head->size + static_cast<std::size_t>(*head->content))) return false;
  }
  return true;
}

std::optional<OpenPgpKey> openpgp_key(std::string_view bytes) {
  std::optional<Head> head = head_of(bytes);
  if (!head || head->type != kSecretKey || !skip(bytes, head->size)) return std::nullopt;
  if (bytes.size() < 6 || byte_at(bytes, 0) != 4) return std::nullopt;
  OpenPgpKey key;
  for (std::size_t at = 1; at < 5; ++at) key.created = key.created << 8 | byte_at(bytes, at);
  const Algorithm* algorithm = algorithm_of(byte_at(bytes, 5));
  if (algorithm == nullptr) return key;
  key.algorithm = algorithm->name;
  key.encrypted = is_encrypted(bytes.substr(6), *algorithm);
  return key;
}

}  // namespace leakwarden::scanner
