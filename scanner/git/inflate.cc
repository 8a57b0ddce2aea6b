#include "scanner/git/inflate.h"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <new>

namespace leakwarden::scanner {
namespace {

Error damaged(std::string why) {
  return Error::corrupt("inflate object", "", std::move(why));
}

// zlib counts in unsigned int.
constexpr std::size_t kMaxPiece = 1u << 30;

}  // namespace

bool can_inflate_to(std::uint64_t compressed_bytes, std::uint64_t size) {
  constexpr std::uint64_t kMaxRatio = 1032;
  return size / kMaxRatio <= compressed_bytes;
}

Inflater::Inflater() : decompressor_(libdeflate_alloc_decompressor()) {
  if (decompressor_ == nullptr) throw std::bad_alloc();
}

Inflater::~Inflater() {
  libdeflate_free_decompressor(decompressor_);
}

Result<std::size_t> Inflater::inflate(std::string_view input, char* output, std::size_t size) {
  std::size_t used = 0;
  libdeflate_result result = libdeflate_zlib_decompress_ex(
      decompressor_, input.data(), input.size(), output, size, &used, nullptr);
  switch (result) {
    case LIBDEFLATE_SUCCESS:
      return used;
    case LIBDEFLATE_SHORT_OUTPUT:
      return damaged("shorter than its header says");
    case LIBDEFLATE_INSUFFICIENT_SPACE:
      return damaged("longer than its header says");
    case LIBDEFLATE_BAD_DATA:
      break;
  }
  return damaged("damaged or truncated zlib stream");
}

InflateStream::InflateStream(Input next_piece)
    : next_piece_(std::move(next_piece)), stream_(std::make_unique<z_stream_s>()) {
  *stream_ = z_stream_s{};
  if (inflateInit(stream_.get()) != Z_OK) throw std::bad_alloc();
}

InflateStream::InflateStream(std::string_view whole)
    : InflateStream([rest = whole]() mutable -> Result<std::string_view> {
        std::string_view piece = rest.substr(0, kMaxPiece);
        rest.remove_prefix(piece.size());
        return piece;
      }) {}

InflateStream::~InflateStream() {
  inflateEnd(stream_.get());
}

std::uint64_t InflateStream::bytes_used() const {
  return stream_->total_in;
}
std::size_t InflateStream::unused_bytes() const {
  return stream_->avail_in;
}

Status InflateStream::refill() {
  if (stream_->avail_in > 0) return done();
  LEAKWARDEN_TRY(std::string_view piece, next_piece_());
  if (piece.empty()) return damaged("truncated zlib stream");
  stream_->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
  stream_->avail_in = static_cast<uInt>(piece.size());
  return done();
}

Result<std::size_t> InflateStream::read(char* output, std::size_t size) {
  std::size_t filled = 0;
  while (filled < size && !at_end_) {
    LEAKWARDEN_CHECK(refill());
    std::size_t room = std::min(size - filled, kMaxPiece);
    stream_->next_out = reinterpret_cast<Bytef*>(output + filled);
    stream_->avail_out = static_cast<uInt>(room);
    int code = ::inflate(stream_.get(), Z_NO_FLUSH);
    filled += room - stream_->avail_out;
    if (code == Z_STREAM_END)
      at_end_ = true;
    else if (code != Z_OK && !(code == Z_BUF_ERROR && stream_->avail_in == 0))
      return damaged("damaged zlib stream");
  }
  return filled;
}

Result<std::string> inflate_prefix(std::string_view input, std::size_t size) {
  std::string prefix(size, '\0');
  InflateStream stream(input);
  LEAKWARDEN_TRY(std::size_t filled, stream.read(prefix.data(), size));
  prefix.resize(filled);
  return prefix;
}

}  // namespace leakwarden::scanner
