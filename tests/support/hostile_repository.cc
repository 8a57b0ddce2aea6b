#include "tests/support/hostile_repository.h"

#include <openssl/sha.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

namespace leakwarden::testing {
namespace {

std::string big_endian(std::uint64_t value, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
    text.push_back(static_cast<char>(value >> shift));
  return text;
}

std::string base_128(std::uint64_t value) {
  std::string bytes;
  while (value >= 0x80) {
    bytes.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  bytes.push_back(static_cast<char>(value));
  return bytes;
}

std::string entry_header(PackBuilder::Kind kind, std::uint64_t size) {
  std::string header;
  std::uint8_t first = static_cast<std::uint8_t>(kind << 4 | (size & 15));
  size >>= 4;
  if (size == 0) return std::string(1, static_cast<char>(first));
  return std::string(1, static_cast<char>(first | 0x80)) + base_128(size);
}

std::string distance_bytes(std::uint64_t distance) {
  std::string bytes(1, static_cast<char>(distance & 0x7f));
  while (distance >>= 7) bytes.insert(bytes.begin(), static_cast<char>(0x80 | (--distance & 0x7f)));
  return bytes;
}

// One stored block: a hundred thousand small objects are made in no time.
std::string zlib_stored(std::string_view bytes) {
  std::string size{static_cast<char>(bytes.size()), static_cast<char>(bytes.size() >> 8)};
  std::string inverse{static_cast<char>(~size[0]), static_cast<char>(~size[1])};
  uLong sum = adler32(adler32(0, nullptr, 0), reinterpret_cast<const Bytef*>(bytes.data()),
                      static_cast<uInt>(bytes.size()));
  return "\x78\x01\x01" + size + inverse + std::string(bytes) + big_endian(sum, 4);
}

}  // namespace

std::string zlib_compressed(std::string_view bytes, int level) {
  constexpr std::size_t kSmall = 256;
  if (bytes.size() < kSmall) return zlib_stored(bytes);
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string output(size, '\0');
  if (compress2(reinterpret_cast<Bytef*>(output.data()), &size,
                reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uLong>(bytes.size()),
                level) != Z_OK)
    throw std::runtime_error("compress");
  output.resize(size);
  return output;
}

std::string zlib_compressed_zeros(std::string_view prefix, std::uint64_t zeros) {
  z_stream stream{};
  if (deflateInit(&stream, 6) != Z_OK) throw std::runtime_error("deflateInit");
  std::string output;
  std::string chunk(1 << 20, '\0');
  std::string compressed(1 << 16, '\0');
  auto feed = [&](std::string_view bytes, int flush) {
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    do {
      stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
      stream.avail_out = static_cast<uInt>(compressed.size());
      deflate(&stream, flush);
      output.append(compressed, 0, compressed.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  };
  feed(prefix, Z_NO_FLUSH);
  for (; zeros > chunk.size(); zeros -= chunk.size()) feed(chunk, Z_NO_FLUSH);
  feed(std::string_view(chunk).substr(0, zeros), Z_FINISH);
  deflateEnd(&stream);
  return output;
}

std::string sha1_bytes(std::string_view bytes) {
  std::string digest(SHA_DIGEST_LENGTH, '\0');
  SHA1(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
       reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

std::string to_hex_text(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (char byte : bytes) {
    hex.push_back(kDigits[static_cast<unsigned char>(byte) >> 4]);
    hex.push_back(kDigits[static_cast<unsigned char>(byte) & 15]);
  }
  return hex;
}

std::string from_hex_text(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  return bytes;
}

std::string git_object_id(std::string_view type, std::string_view content) {
  std::string whole = std::string(type) + " " + std::to_string(content.size());
  whole.push_back('\0');
  return sha1_bytes(whole + std::string(content));
}

std::string tree_entry(std::string_view mode, std::string_view name, std::string_view raw_id) {
  std::string entry = std::string(mode) + " " + std::string(name);
  entry.push_back('\0');
  return entry + std::string(raw_id);
}

DeltaBuilder::DeltaBuilder(std::uint64_t base_size, std::uint64_t result_size)
    : bytes_(base_128(base_size) + base_128(result_size)) {}

DeltaBuilder& DeltaBuilder::copy(std::uint64_t offset, std::uint32_t size) {
  std::uint8_t command = 0x80;
  std::string operands;
  for (int i = 0; i < 4; ++i) {
    std::uint8_t byte = static_cast<std::uint8_t>(offset >> (8 * i));
    if (byte == 0) continue;
    command |= static_cast<std::uint8_t>(1 << i);
    operands.push_back(static_cast<char>(byte));
  }
  for (int i = 0; i < 3 && size != 0x10000; ++i) {
    std::uint8_t byte = static_cast<std::uint8_t>(size >> (8 * i));
    if (byte == 0) continue;
    command |= static_cast<std::uint8_t>(0x10 << i);
    operands.push_back(static_cast<char>(byte));
  }
  bytes_ += std::string(1, static_cast<char>(command)) + operands;
  return *this;
}

DeltaBuilder& DeltaBuilder::insert(std::string_view bytes) {
  for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(bytes.size(), 127))) {
    std::string_view part = bytes.substr(0, 127);
    bytes_.push_back(static_cast<char>(part.size()));
    bytes_ += part;
  }
  return *this;
}

DeltaBuilder& DeltaBuilder::raw(std::string_view bytes) {
  bytes_ += bytes;
  return *this;
}

PackBuilder::PackBuilder() : bytes_(12, '\0') {}

std::uint64_t PackBuilder::add_raw(Kind kind, std::uint64_t header_size, std::string_view base,
                                   std::string_view compressed, std::string_view id) {
  std::uint64_t offset = bytes_.size();
  bytes_ += entry_header(kind, header_size);
  bytes_ += base;
  bytes_ += compressed;
  ++count_;
  if (!id.empty()) index_entry(id, offset);
  return offset;
}

std::uint64_t PackBuilder::add(Kind kind, std::string_view content, std::string_view id) {
  return add_raw(kind, content.size(), "", zlib_compressed(content), id);
}

std::uint64_t PackBuilder::add_offset_delta(std::uint64_t base_offset, std::string_view delta,
                                            std::string_view id) {
  return add_raw(kOffsetDelta, delta.size(), distance_bytes(bytes_.size() - base_offset),
                 zlib_compressed(delta), id);
}

std::uint64_t PackBuilder::add_reference_delta(std::string_view base_id, std::string_view delta,
                                               std::string_view id) {
  return add_raw(kReferenceDelta, delta.size(), base_id, zlib_compressed(delta), id);
}

void PackBuilder::index_entry(std::string_view id, std::uint64_t offset) {
  index_.emplace_back(id, offset);
}

std::string PackBuilder::pack() const {
  std::uint32_t count = declared_count_ < 0 ? count_ : static_cast<std::uint32_t>(declared_count_);
  std::string bytes = "PACK" + big_endian(2, 4) + big_endian(count, 4) + bytes_.substr(12);
  return bytes + sha1_bytes(bytes);
}

std::string PackBuilder::index(std::string_view pack) const {
  std::vector<std::pair<std::string, std::uint64_t>> sorted = index_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& one, const auto& other) { return one.first < other.first; });
  std::string bytes = "\377tOc" + big_endian(2, 4);
  std::vector<std::uint64_t> counts(256, 0);
  for (const auto& [id, offset] : sorted) ++counts[static_cast<std::uint8_t>(id[0])];
  std::uint64_t below = 0;
  for (std::uint64_t count : counts) bytes += big_endian(below += count, 4);
  for (const auto& [id, offset] : sorted) bytes += id;
  bytes += std::string(4 * sorted.size(), '\0');  // CRC-32s, which nobody reads
  std::string large;
  for (const auto& [id, offset] : sorted) {
    bool is_large = offset >= 0x80000000u;
    bytes += big_endian(is_large ? 0x80000000u | (large.size() / 8) : offset, 4);
    if (is_large) large += big_endian(offset, 8);
  }
  bytes += large + std::string(pack.substr(pack.size() - 20));
  return bytes + sha1_bytes(bytes);
}

HostileRepository::HostileRepository() {
  write("HEAD", "ref: refs/heads/main\n");
  write("config", "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
  make_folder("refs/heads");
  make_folder("objects/pack");
}

void HostileRepository::make_folder(std::string_view name) {
  std::filesystem::create_directories(*this / name);
}

void HostileRepository::make_fifo(std::string_view name) {
  std::string full = *this / name;
  std::filesystem::create_directories(std::filesystem::path(full).parent_path());
  ::unlink(full.c_str());
  if (::mkfifo(full.c_str(), 0600) != 0) throw std::runtime_error("mkfifo " + full);
}

void HostileRepository::make_symlink(std::string_view name, const std::string& target) {
  std::string full = *this / name;
  std::filesystem::create_directories(std::filesystem::path(full).parent_path());
  ::unlink(full.c_str());
  if (::symlink(target.c_str(), full.c_str()) != 0) throw std::runtime_error("symlink " + full);
}

std::string HostileRepository::add_loose(std::string_view type, std::string_view content) {
  std::string whole = std::string(type) + " " + std::to_string(content.size());
  whole.push_back('\0');
  whole += content;
  std::string id = sha1_bytes(whole);
  add_loose_file(id, zlib_compressed(whole));
  return id;
}

void HostileRepository::add_loose_file(std::string_view raw_id, std::string_view file_bytes) {
  std::string hex = to_hex_text(raw_id);
  write("objects/" + hex.substr(0, 2) + "/" + hex.substr(2), file_bytes);
}

void HostileRepository::add_pack(const PackBuilder& builder, const std::string& name) {
  std::string pack = builder.pack();
  add_pack_files(pack, builder.index(pack), name);
}

void HostileRepository::add_pack_files(std::string_view pack, std::string_view index,
                                       const std::string& name) {
  write("objects/pack/" + name + ".pack", pack);
  write("objects/pack/" + name + ".idx", index);
}

}  // namespace leakwarden::testing
