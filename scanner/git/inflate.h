#pragma once

// zlib streams (RFC 1950), as git stores every object: whole in one call (libdeflate, fast), or in
// pieces (zlib, for what is too large to hold and for reading only a beginning).
//
// Nothing here allocates by what a stream says: the caller states the size, and may ask first
// whether so few bytes can become so many.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "scanner/base/result.h"

struct libdeflate_decompressor;
struct z_stream_s;

namespace leakwarden::scanner {

// DEFLATE cannot do better than 1032:1 (258 bytes for 2 bits), so a header that claims more is a
// lie.
bool can_inflate_to(std::uint64_t compressed_bytes, std::uint64_t size);

// Not thread-safe; cheap to keep, one a worker.
class Inflater {
 public:
  Inflater();
  ~Inflater();
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  // Inflate the stream that `input` begins with into exactly `size` bytes at `output`. The value is
  // the number of bytes of `input` used. Corrupt: damaged, truncated, longer or shorter than
  // `size`, or made with a preset dictionary.
  Result<std::size_t> inflate(std::string_view input, char* output, std::size_t size);

 private:
  libdeflate_decompressor* decompressor_;
};

class InflateStream {
 public:
  // Gives the next piece of compressed bytes, which stays valid until the next call; empty at the
  // end.
  using Input = std::function<Result<std::string_view>()>;
  explicit InflateStream(Input next_piece);
  explicit InflateStream(std::string_view whole);
  ~InflateStream();
  InflateStream(const InflateStream&) = delete;
  InflateStream& operator=(const InflateStream&) = delete;
  // Fill `output`; fewer than `size` bytes only where the stream ends. Corrupt: damaged or
  // truncated.
  Result<std::size_t> read(char* output, std::size_t size);
  bool at_end() const { return at_end_; }  // the stream's own end (its checksum) was read
  std::uint64_t bytes_used() const;        // compressed bytes taken so far
  std::size_t unused_bytes() const;        // of the last piece, behind the stream's end

 private:
  Status refill();
  Input next_piece_;
  std::unique_ptr<z_stream_s> stream_;
  bool at_end_ = false;
};

// The first bytes of a stream, at most `size`.
Result<std::string> inflate_prefix(std::string_view input, std::size_t size);

}  // namespace leakwarden::scanner
