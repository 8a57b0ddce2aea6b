#include "scanner/git/pack_index.h"

#include <string>

#include "scanner/git/big_endian.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kFanOutBytes = 256 * 4;
constexpr std::string_view kMagic = "\377tOc";  // version 1 has none and begins with the fan-out

Error bad_index(const std::string& name, const char* why) {
  return Error::corrupt("read pack index", name, why);
}

}  // namespace

Result<PackIndex> PackIndex::parse(std::string_view bytes, unsigned id_bytes,
                                   const std::string& name) {
  PackIndex index;
  index.bytes_ = bytes;
  index.id_bytes_ = id_bytes;
  index.version_ = bytes.substr(0, 4) == kMagic ? 2 : 1;
  index.fan_out_begin_ = index.version_ == 2 ? 8 : 0;
  if (bytes.size() < index.fan_out_begin_ + kFanOutBytes + 2 * id_bytes)
    return bad_index(name, "shorter than its fixed parts");
  if (index.version_ == 2 && big_endian_32(bytes, 4) != 2)
    return bad_index(name, "unknown version");
  for (unsigned i = 1; i < 256; ++i) {
    if (index.fan_out(i) < index.fan_out(i - 1)) return bad_index(name, "fan-out table decreases");
  }
  index.count_ = index.fan_out(255);
  std::uint64_t count = index.count_;
  std::uint64_t table_begin = index.fan_out_begin_ + kFanOutBytes;
  std::uint64_t room = bytes.size() - table_begin - 2 * id_bytes;
  if (index.version_ == 1) {
    index.id_stride_ = 4 + id_bytes;
    index.offsets_begin_ = table_begin;
    index.ids_begin_ = table_begin + 4;
    if (room != count * index.id_stride_) return bad_index(name, "size does not fit its count");
    return index;
  }
  index.id_stride_ = id_bytes;
  index.ids_begin_ = table_begin;
  std::uint64_t fixed = count * (id_bytes + 4 + 4);  // ids, CRC-32s, offsets
  if (room < fixed || (room - fixed) % 8 != 0)
    return bad_index(name, "size does not fit its count");
  index.offsets_begin_ = table_begin + count * (id_bytes + 4);
  index.large_begin_ = table_begin + fixed;
  index.large_count_ = (room - fixed) / 8;
  return index;
}

std::uint32_t PackIndex::fan_out(unsigned first_byte) const {
  return big_endian_32(bytes_, fan_out_begin_ + 4 * first_byte);
}

std::string_view PackIndex::id_view(std::uint32_t position) const {
  return bytes_.substr(ids_begin_ + position * id_stride_, id_bytes_);
}

ObjectId PackIndex::id(std::uint32_t position) const {
  return *ObjectId::from_bytes(id_view(position));
}

std::optional<std::uint64_t> PackIndex::offset(std::uint32_t position) const {
  if (version_ == 1) return big_endian_32(bytes_, offsets_begin_ + position * id_stride_);
  std::uint32_t value = big_endian_32(bytes_, offsets_begin_ + std::size_t{4} * position);
  if ((value & 0x80000000u) == 0) return value;
  std::uint64_t large = value & 0x7fffffffu;
  if (large >= large_count_) return std::nullopt;
  return big_endian_64(bytes_, large_begin_ + 8 * large);
}

PackIndex::Range PackIndex::find(const ObjectId& id) const {
  std::string_view wanted = id.bytes();
  if (wanted.size() != id_bytes_) return {};
  unsigned first_byte = static_cast<std::uint8_t>(wanted[0]);
  std::uint32_t low = first_byte == 0 ? 0 : fan_out(first_byte - 1);
  std::uint32_t end = fan_out(first_byte);
  std::uint32_t high = end;
  while (low < high) {
    std::uint32_t middle = low + (high - low) / 2;
    if (id_view(middle) < wanted)
      low = middle + 1;
    else
      high = middle;
  }
  Range range{low, low};
  while (range.last < end && id_view(range.last) == wanted) ++range.last;
  return range;
}

}  // namespace leakwarden::scanner
