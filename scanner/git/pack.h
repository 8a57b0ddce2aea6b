#pragma once

// One pack file and its index, mapped: entry headers and raw compressed bytes, checked against the
// file's size. Resolving deltas is pack_reader.h (one object) and push_pack.h (all of them).
// Format: git's Documentation/gitformat-pack.
//
// Thread rules: const, any thread.

#include <cstdint>
#include <memory>
#include <string>

#include "scanner/base/file.h"
#include "scanner/git/object_source.h"
#include "scanner/git/pack_index.h"

namespace leakwarden::scanner {

enum class PackEntryKind : std::uint8_t {
  Commit = 1,
  Tree = 2,
  Blob = 3,
  Tag = 4,
  OffsetDelta = 6,
  ReferenceDelta = 7,
};

struct PackEntry {
  PackEntryKind kind = PackEntryKind::Blob;
  std::uint64_t size = 0;         // of the inflated stream: for a delta, of its instructions
  std::uint64_t data_offset = 0;  // where the zlib stream begins
  std::uint64_t base_offset = 0;  // OffsetDelta only; below the entry's own offset
  ObjectId base_id;               // ReferenceDelta only

  bool is_delta() const {
    return kind == PackEntryKind::OffsetDelta || kind == PackEntryKind::ReferenceDelta;
  }
  ObjectType type() const { return static_cast<ObjectType>(kind); }  // not for deltas
};

class Pack {
 public:
  // `folder` is an open objects/pack folder, `stem` "pack-…" without an ending. Corrupt, Refused,
  // NotFound (no .idx).
  static Result<std::shared_ptr<Pack>> open(int folder, const std::string& stem, unsigned id_bytes);

  const std::string& name() const { return name_; }  // "pack-….pack", for texts
  const PackIndex& index() const { return index_; }
  unsigned id_bytes() const { return id_bytes_; }
  std::uint32_t declared_count() const { return declared_count_; }  // the pack's own header
  std::uint64_t content_end() const { return bytes_.size() - id_bytes_; }

  // Corrupt: outside the pack, unknown kind, base outside the pack.
  Result<PackEntry> entry(std::uint64_t offset) const;
  // From the entry's stream to the end of the pack (where the stream ends is only known once it is
  // inflated).
  std::string_view compressed(const PackEntry& entry) const;
  // Gives the memory of the pages read so far back to the system, which keeps them as its cache.
  // Who reads them again, or just now in another thread, gets them from there.
  void let_go_of_pages() const;
  // Whether the trailer is the hash of what stands before it. Corrupt. Reads the whole pack.
  Status verify_trailer() const;
  // The same of pack and index together, and whether the index says that it is this pack's.
  Status verify_checksums() const;
  // As both files were when they were opened.
  const FileStamp& stamp() const { return pack_file_.stamp(); }
  const FileStamp& index_stamp() const { return index_file_.stamp(); }
  // What pack and index say their contents' hashes are, in hex: names both, once verified.
  std::string checksums() const;

  Error corrupt(std::uint64_t offset, std::string why) const;
  Error too_large(std::uint64_t offset, std::string why) const;

 private:
  std::string name_;
  MappedFile index_file_;
  MappedFile pack_file_;
  std::string_view bytes_;
  PackIndex index_;
  unsigned id_bytes_ = 20;
  std::uint32_t declared_count_ = 0;
};

}  // namespace leakwarden::scanner
