#include "scanner/git/pack.h"

#include <sys/mman.h>

#include "scanner/git/big_endian.h"
#include "scanner/git/sha1.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kHeaderBytes = 12;  // "PACK", version, count

Result<MappedFile> map_below(int folder, const std::string& name) {
  LEAKWARDEN_TRY(Descriptor file, open_regular_file(folder, name));
  return MappedFile::map(file, name);
}

// Reads forward through a pack's bytes; the first failure sticks.
class Reader {
 public:
  Reader(std::string_view bytes, std::uint64_t at) : bytes_(bytes), at_(at) {}
  std::uint8_t byte() {
    if (at_ >= bytes_.size()) {
      failed_ = true;
      return 0;
    }
    return static_cast<std::uint8_t>(bytes_[at_++]);
  }
  bool failed() const { return failed_; }
  void fail() { failed_ = true; }
  std::uint64_t at() const { return at_; }

  // The rest of an entry's size: 4 bits came with its kind, then 7 bits a byte, low ones first.
  std::uint64_t rest_of_size(std::uint8_t first) {
    std::uint64_t size = first & 0x0f;
    for (unsigned shift = 4; first & 0x80; shift += 7) {
      first = byte();
      if (shift > 53) fail();  // beyond 2^60 bytes; also ends the loop on hostile input
      if (failed_) return 0;
      size |= std::uint64_t{first & 0x7fu} << shift;
    }
    return size;
  }

  // A base's distance: 7 bits a byte, high ones first, each further byte adding one to the left.
  std::uint64_t distance() {
    std::uint8_t next = byte();
    std::uint64_t value = next & 0x7f;
    while (next & 0x80) {
      next = byte();
      if (value > (std::uint64_t{1} << 55)) fail();
      if (failed_) return 0;
      value = ((value + 1) << 7) | (next & 0x7f);
    }
    return value;
  }

  std::string_view take(std::size_t size) {
    if (bytes_.size() - at_ < size) fail();
    if (failed_) return {};
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }

 private:
  std::string_view bytes_;
  std::uint64_t at_;
  bool failed_ = false;
};

}  // namespace

Error Pack::corrupt(std::uint64_t offset, std::string why) const {
  return Error::corrupt("read pack", name_ + " at offset " + std::to_string(offset),
                        std::move(why));
}

Error Pack::too_large(std::uint64_t offset, std::string why) const {
  return Error::too_large("read pack", name_ + " at offset " + std::to_string(offset),
                          std::move(why));
}

Result<std::shared_ptr<Pack>> Pack::open(int folder, const std::string& stem, unsigned id_bytes) {
  std::shared_ptr<Pack> pack = std::make_shared<Pack>();
  pack->name_ = stem + ".pack";
  pack->id_bytes_ = id_bytes;
  LEAKWARDEN_TRY(pack->index_file_, map_below(folder, stem + ".idx"));
  LEAKWARDEN_TRY(pack->index_,
                 PackIndex::parse(pack->index_file_.bytes(), id_bytes, stem + ".idx"));
  LEAKWARDEN_TRY(pack->pack_file_, map_below(folder, pack->name_));
  pack->bytes_ = pack->pack_file_.bytes();
  if (pack->bytes_.size() < kHeaderBytes + id_bytes)
    return Error::corrupt("read pack", pack->name_, "shorter than its fixed parts");
  std::uint32_t version = big_endian_32(pack->bytes_, 4);
  if (pack->bytes_.substr(0, 4) != "PACK" || (version != 2 && version != 3))
    return Error::corrupt("read pack", pack->name_, "not a pack of version 2 or 3");
  pack->declared_count_ = big_endian_32(pack->bytes_, 8);
  return pack;
}

Result<PackEntry> Pack::entry(std::uint64_t offset) const {
  if (offset < kHeaderBytes || offset >= content_end()) return corrupt(offset, "outside the pack");
  Reader reader(bytes_.substr(0, content_end()), offset);
  std::uint8_t first = reader.byte();
  unsigned kind = first >> 4 & 7;
  if (kind == 0 || kind == 5) return corrupt(offset, "unknown kind of entry");
  PackEntry entry;
  entry.kind = static_cast<PackEntryKind>(kind);
  entry.size = reader.rest_of_size(first);
  if (entry.kind == PackEntryKind::OffsetDelta) {
    std::uint64_t distance = reader.distance();
    if (reader.failed() || distance == 0 || distance > offset - kHeaderBytes)
      return corrupt(offset, "delta base outside the pack");
    entry.base_offset = offset - distance;
  } else if (entry.kind == PackEntryKind::ReferenceDelta) {
    std::optional<ObjectId> base = ObjectId::from_bytes(reader.take(id_bytes_));
    if (!base) return corrupt(offset, "entry header is truncated");
    entry.base_id = *base;
  }
  if (reader.failed()) return corrupt(offset, "entry header is damaged");
  entry.data_offset = reader.at();
  return entry;
}

std::string_view Pack::compressed(const PackEntry& entry) const {
  return bytes_.substr(entry.data_offset, content_end() - entry.data_offset);
}

namespace {

void let_go_of(std::string_view mapped) {
  ::madvise(const_cast<char*>(mapped.data()), mapped.size(), MADV_DONTNEED);  // clean: a file's
}

}  // namespace

void Pack::let_go_of_pages() const {
  let_go_of(bytes_);
}

Status Pack::verify_trailer() const {
  // All pages of a pack at once would be the most memory that a scan takes.
  const ObjectId actual = content_hash(bytes_.substr(0, content_end()), id_bytes_, let_go_of);
  if (actual.bytes() == bytes_.substr(content_end())) return done();
  return Error::corrupt("verify pack", name_, "its checksum does not fit its content");
}

// An index ends with the pack's trailer and its own.
Status Pack::verify_checksums() const {
  const std::string_view index = index_file_.bytes();
  const std::size_t end = index.size() - id_bytes_;
  const bool fits = content_hash(index.substr(0, end), id_bytes_).bytes() == index.substr(end) &&
                    index.substr(end - id_bytes_, id_bytes_) == bytes_.substr(content_end());
  if (!fits)
    return Error::corrupt("verify pack", name_, "its index is of another pack, or damaged");
  return verify_trailer();
}

std::string Pack::checksums() const {
  const std::string_view index = index_file_.bytes();
  const std::optional<ObjectId> pack_id = ObjectId::from_bytes(bytes_.substr(content_end()));
  const std::optional<ObjectId> index_id =
      ObjectId::from_bytes(index.substr(index.size() - id_bytes_));
  return pack_id && index_id ? pack_id->hex() + index_id->hex() : "";
}

}  // namespace leakwarden::scanner
