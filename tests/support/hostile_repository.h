#pragma once

// Repositories made of bytes that git would never write: a bare repository by hand, loose objects
// with lying headers, packs with any entries and an index of any content. Hashes are OpenSSL's and
// compression is zlib's, so that nothing of the code under test is trusted.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {

std::string zlib_compressed(std::string_view bytes, int level = 6);
// `prefix` and then so many zero bytes, compressed without ever holding them.
std::string zlib_compressed_zeros(std::string_view prefix, std::uint64_t zeros);
std::string sha1_bytes(std::string_view bytes);  // 20 raw bytes
std::string to_hex_text(std::string_view bytes);
std::string from_hex_text(std::string_view hex);
// The id git gives an object, 20 raw bytes.
std::string git_object_id(std::string_view type, std::string_view content);
// One tree entry: "mode SP name NUL id".
std::string tree_entry(std::string_view mode, std::string_view name, std::string_view raw_id);

// Delta instructions.
class DeltaBuilder {
 public:
  DeltaBuilder(std::uint64_t base_size, std::uint64_t result_size);
  DeltaBuilder& copy(std::uint64_t offset, std::uint32_t size);  // size at most 0xffffff
  DeltaBuilder& insert(std::string_view bytes);                  // any length
  DeltaBuilder& raw(std::string_view bytes);
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

class PackBuilder {
 public:
  enum Kind { kCommit = 1, kTree = 2, kBlob = 3, kTag = 4, kOffsetDelta = 6, kReferenceDelta = 7 };

  PackBuilder();
  // Each gives the entry's offset. `id` (20 raw bytes) is what the index will say; "" leaves the
  // entry out of the index.
  std::uint64_t add(Kind kind, std::string_view content, std::string_view id);
  std::uint64_t add_offset_delta(std::uint64_t base_offset, std::string_view delta,
                                 std::string_view id);
  std::uint64_t add_reference_delta(std::string_view base_id, std::string_view delta,
                                    std::string_view id);
  // An entry with this header size, whatever `compressed` holds.
  std::uint64_t add_raw(Kind kind, std::uint64_t header_size, std::string_view base,
                        std::string_view compressed, std::string_view id);
  // A line of the index alone.
  void index_entry(std::string_view id, std::uint64_t offset);

  // Default: the number of entries.
  void declare_count(std::uint32_t count) { declared_count_ = count; }
  std::uint64_t next_offset() const { return bytes_.size(); }

  std::string pack() const;
  std::string index(std::string_view pack) const;  // version 2

 private:
  std::string bytes_;
  std::uint32_t count_ = 0;
  std::int64_t declared_count_ = -1;
  std::vector<std::pair<std::string, std::uint64_t>> index_;
};

class HostileRepository {
 public:
  HostileRepository();  // HEAD, config, refs/, objects/
  const std::string& path() const { return folder_.path(); }
  std::string operator/(std::string_view name) const { return folder_ / name; }
  void write(std::string_view name, std::string_view content) { folder_.write(name, content); }
  void make_fifo(std::string_view name);
  void make_folder(std::string_view name);
  void make_symlink(std::string_view name, const std::string& target);

  // An honest object; its raw id.
  std::string add_loose(std::string_view type, std::string_view content);
  // The object file of `id` with exactly these (compressed) bytes.
  void add_loose_file(std::string_view raw_id, std::string_view file_bytes);
  void add_pack(const PackBuilder& builder, const std::string& name = "pack-hostile");
  void add_pack_files(std::string_view pack, std::string_view index,
                      const std::string& name = "pack-hostile");

 private:
  TemporaryFolder folder_;
};

}  // namespace leakwarden::testing
