#include "scanner/ledger/seal.h"

#include <cstdint>

#include "scanner/base/sha256.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kMagic = "leakwardenledger";
constexpr std::uint32_t kFormat = 1;
constexpr std::size_t kDigestBytes = std::tuple_size_v<Sha256Digest>;

std::string little_endian(std::uint64_t value, std::size_t bytes) {
  std::string text;
  for (std::size_t byte = 0; byte < bytes; ++byte) {
    text.push_back(static_cast<char>(value >> (8 * byte)));
  }
  return text;
}

std::string head_of(std::string_view key, std::size_t length) {
  return std::string(kMagic) + little_endian(kFormat, 4) + std::string(key) +
         little_endian(length, 8);
}

std::string digest_of(std::string_view bytes) {
  const Sha256Digest digest = sha256(bytes);
  return std::string(reinterpret_cast<const char*>(digest.data()), digest.size());
}

}  // namespace

std::string sealed(std::string_view key, std::string_view content) {
  std::string record = head_of(key, content.size());
  record.append(content);
  return record + digest_of(record);
}

std::optional<std::string_view> unsealed(std::string_view key, std::string_view record) {
  const std::size_t head_bytes = head_of(key, 0).size();
  if (record.size() < head_bytes + kDigestBytes) return std::nullopt;
  const std::size_t length = record.size() - head_bytes - kDigestBytes;
  if (record.substr(0, head_bytes) != head_of(key, length)) return std::nullopt;
  const std::string_view body = record.substr(0, head_bytes + length);
  if (record.substr(body.size()) != digest_of(body)) return std::nullopt;
  return body.substr(head_bytes);
}

}  // namespace leakwarden::scanner
