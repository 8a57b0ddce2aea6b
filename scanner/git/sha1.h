#pragma once

// SHA-1 (RFC 3174), to name git objects and to check pack trailers. Not for security: where an
// attacker chooses the bytes, two objects may share a name (shattered.io), which is why every
// physical object of a pack is scanned whatever its id says.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

#include "scanner/base/object_id.h"
#include "scanner/git/object_source.h"

namespace leakwarden::scanner {

using Sha1Digest = std::array<std::uint8_t, 20>;

class Sha1 {
 public:
  Sha1();
  void update(std::string_view bytes);
  Sha1Digest finish();  // call once

 private:
  std::array<std::uint32_t, 5> state_;
  std::array<std::uint8_t, 64> buffer_;
  std::size_t buffered_ = 0;
  std::uint64_t total_bytes_ = 0;
};

Sha1Digest sha1(std::string_view bytes);

// The id git gives an object: the hash of "type size NUL bytes", SHA-1 for 20-byte ids and SHA-256
// for 32-byte ids (git's Documentation/technical/hash-function-transition).
ObjectId object_id_of(ObjectType type, std::string_view bytes, unsigned id_bytes);

// The plain hash of a file's bytes in a repository's hash function, as packs and indexes end with.
ObjectId content_hash(std::string_view bytes, unsigned id_bytes);
// The same part by part, with a word about each one that was read. Parts are of kHashedPart bytes,
// but for the last.
ObjectId content_hash(std::string_view bytes, unsigned id_bytes,
                      const std::function<void(std::string_view part)>& was_read);
inline constexpr std::size_t kHashedPart = 16u << 20;

}  // namespace leakwarden::scanner
