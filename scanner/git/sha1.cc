#include "scanner/git/sha1.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "scanner/base/sha256.h"
#include "scanner/git/sha1_blocks.h"

namespace leakwarden::scanner {
namespace {

void store_big_endian(std::uint32_t value, std::uint8_t* bytes) {
  for (int shift = 24; shift >= 0; shift -= 8) *bytes++ = static_cast<std::uint8_t>(value >> shift);
}

}  // namespace

Sha1::Sha1() : state_{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0}, buffer_{} {}

void Sha1::update(std::string_view bytes) {
  total_bytes_ += bytes.size();
  while (!bytes.empty()) {
    if (buffered_ == 0 && bytes.size() >= buffer_.size()) {
      const std::size_t blocks = bytes.size() / buffer_.size();
      sha1_blocks(state_, reinterpret_cast<const std::uint8_t*>(bytes.data()), blocks);
      bytes.remove_prefix(blocks * buffer_.size());
      continue;
    }
    std::size_t taken = std::min(buffer_.size() - buffered_, bytes.size());
    std::memcpy(buffer_.data() + buffered_, bytes.data(), taken);
    buffered_ += taken;
    bytes.remove_prefix(taken);
    if (buffered_ == buffer_.size()) {
      sha1_blocks(state_, buffer_.data(), 1);
      buffered_ = 0;
    }
  }
}

Sha1Digest Sha1::finish() {
  std::uint64_t bits = total_bytes_ * 8;
  std::string padding(1, '\x80');
  std::size_t used = (buffered_ + 1) % 64;
  padding.append((used <= 56 ? 56 : 120) - used, '\0');
  for (int shift = 56; shift >= 0; shift -= 8) padding.push_back(static_cast<char>(bits >> shift));
  update(padding);
  Sha1Digest digest;
  for (int i = 0; i < 5; ++i) store_big_endian(state_[i], digest.data() + 4 * i);
  return digest;
}

Sha1Digest sha1(std::string_view bytes) {
  Sha1 hash;
  hash.update(bytes);
  return hash.finish();
}

namespace {

using WasRead = std::function<void(std::string_view part)>;

template <typename Hash>
ObjectId hash_of(std::string_view first, std::string_view second, const WasRead& was_read) {
  Hash hash;
  hash.update(first);
  for (; !second.empty(); second.remove_prefix(std::min(kHashedPart, second.size()))) {
    const std::string_view part = second.substr(0, kHashedPart);
    hash.update(part);
    if (was_read) was_read(part);
  }
  typename std::invoke_result<decltype(&Hash::finish), Hash>::type digest = hash.finish();
  return *ObjectId::from_bytes({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

ObjectId hash_of(std::string_view first, std::string_view second, unsigned id_bytes,
                 const WasRead& was_read = nullptr) {
  return id_bytes == 32 ? hash_of<Sha256>(first, second, was_read)
                        : hash_of<Sha1>(first, second, was_read);
}

}  // namespace

ObjectId object_id_of(ObjectType type, std::string_view bytes, unsigned id_bytes) {
  std::string header{object_type_name(type)};
  header += " " + std::to_string(bytes.size());
  header.push_back('\0');
  return hash_of(header, bytes, id_bytes);
}

ObjectId content_hash(std::string_view bytes, unsigned id_bytes) {
  return hash_of({}, bytes, id_bytes);
}

ObjectId content_hash(std::string_view bytes, unsigned id_bytes, const WasRead& was_read) {
  return hash_of({}, bytes, id_bytes, was_read);
}

}  // namespace leakwarden::scanner
