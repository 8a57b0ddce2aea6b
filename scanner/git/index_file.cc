#include "scanner/git/index_file.h"

#include <charconv>
#include <optional>

#include "scanner/git/big_endian.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kHeaderBytes = 12;  // "DIRC", version, count
constexpr std::size_t kStatBytes = 40;    // times, device, inode, mode, owner, size
constexpr std::size_t kModeAt = 24;
constexpr std::size_t kSizeAt = 36;
constexpr std::size_t kMaxPath = 64 << 10;
// Version 4 writes a path as its difference to the one before it: few bytes, many paths.
constexpr std::uint64_t kMaxPathBytes = 512ull << 20;
constexpr unsigned kExtendedFlag = 0x4000;
constexpr unsigned kIntentToAddFlag = 0x2000;  // of the extended flags
constexpr unsigned kMaxCacheTreeDepth = 1024;

Error bad_index(const char* why) {
  return Error::corrupt("read index", "index", why);
}

class EntryReader {
 public:
  EntryReader(std::string_view bytes, unsigned version, unsigned id_bytes)
      : bytes_(bytes), version_(version), id_bytes_(id_bytes) {}

  std::size_t at() const { return at_; }

  Result<IndexEntry> next() {
    std::size_t begin = at_;
    std::size_t fixed = kStatBytes + id_bytes_ + 2;
    if (bytes_.size() - at_ < fixed) return bad_index("an entry is truncated");
    IndexEntry entry;
    entry.mode = big_endian_32(bytes_, at_ + kModeAt);
    entry.file_size = big_endian_32(bytes_, at_ + kSizeAt);
    entry.id = *ObjectId::from_bytes(bytes_.substr(at_ + kStatBytes, id_bytes_));
    unsigned flags = big_endian_16(bytes_, at_ + kStatBytes + id_bytes_);
    entry.stage = flags >> 12 & 3;
    at_ += fixed;
    if (flags & kExtendedFlag) {
      if (version_ < 3 || bytes_.size() - at_ < 2) return bad_index("an entry is truncated");
      entry.intent_to_add = (big_endian_16(bytes_, at_) & kIntentToAddFlag) != 0;
      at_ += 2;
    }
    LEAKWARDEN_CHECK(version_ == 4 ? read_compressed_path() : read_path(begin));
    entry.path = path_;
    return entry;
  }

 private:
  // Up to a NUL; then NULs until the entry's size is a multiple of 8.
  Status read_path(std::size_t entry_begin) {
    std::size_t end = bytes_.find('\0', at_);
    if (end == std::string_view::npos) return bad_index("a path has no end");
    path_ = bytes_.substr(at_, end - at_);
    std::size_t size = end - entry_begin;
    at_ = entry_begin + (size / 8 + 1) * 8;
    if (at_ > bytes_.size()) return bad_index("an entry is truncated");
    return check_path();
  }

  // How many bytes to cut from the path before it, and what follows up to a NUL.
  Status read_compressed_path() {
    std::uint64_t cut = 0;
    std::uint8_t byte = 0;
    bool is_first = true;
    do {
      if (at_ == bytes_.size() || cut > kMaxPath) return bad_index("a path is damaged");
      byte = static_cast<std::uint8_t>(bytes_[at_++]);
      cut = ((is_first ? 0 : cut + 1) << 7) | (byte & 0x7fu);
      is_first = false;
    } while (byte & 0x80);
    std::size_t end = bytes_.find('\0', at_);
    if (cut > path_.size() || end == std::string_view::npos) return bad_index("a path is damaged");
    path_.resize(path_.size() - cut);
    path_ += bytes_.substr(at_, end - at_);
    at_ = end + 1;
    return check_path();
  }

  Status check_path() {
    path_bytes_ += path_.size();
    if (path_.size() <= kMaxPath && path_bytes_ <= kMaxPathBytes) return done();
    return Error::too_large("read index", "index", "paths longer than the limit");
  }

  std::string_view bytes_;
  unsigned version_;
  unsigned id_bytes_;
  std::size_t at_ = kHeaderBytes;
  std::string path_;
  std::uint64_t path_bytes_ = 0;
};

// "<name> NUL <entry count> SP <subfolder count> LF [id]", folders in preorder.
class CacheTreeReader {
 public:
  CacheTreeReader(std::string_view bytes, unsigned id_bytes) : rest_(bytes), id_bytes_(id_bytes) {}

  // Empty when the extension makes no sense: it only saves time.
  std::vector<CacheTreeNode> read() {
    std::vector<std::uint32_t> open;  // nodes whose subfolders are still to come
    std::vector<std::uint32_t> missing;
    do {
      if (!read_node() || open.size() > kMaxCacheTreeDepth) return {};
      std::uint32_t number = static_cast<std::uint32_t>(nodes_.size() - 1);
      open.push_back(number);
      missing.push_back(nodes_[number].subfolders);
      while (!open.empty() && missing.back() == 0) {
        nodes_[open.back()].end = static_cast<std::uint32_t>(nodes_.size());
        open.pop_back();
        missing.pop_back();
      }
      if (!missing.empty()) --missing.back();
    } while (!open.empty());
    return std::move(nodes_);
  }

 private:
  bool read_node() {
    std::size_t name_end = rest_.find('\0');
    std::size_t line_end = rest_.find('\n', name_end == std::string_view::npos ? 0 : name_end);
    if (name_end == std::string_view::npos || line_end == std::string_view::npos) return false;
    CacheTreeNode node;
    node.name = std::string(rest_.substr(0, name_end));
    std::string_view numbers = rest_.substr(name_end + 1, line_end - name_end - 1);
    std::size_t space = numbers.find(' ');
    if (space == std::string_view::npos) return false;
    if (!take_number(numbers.substr(0, space), node.entry_count) ||
        !take_number(numbers.substr(space + 1), node.subfolders))
      return false;
    rest_.remove_prefix(line_end + 1);
    if (node.entry_count >= 0) {
      std::optional<ObjectId> id = ObjectId::from_bytes(rest_.substr(0, id_bytes_));
      if (!id) return false;
      node.id = *id;
      rest_.remove_prefix(id_bytes_);
    }
    nodes_.push_back(std::move(node));
    return true;
  }

  template <typename Number>
  static bool take_number(std::string_view text, Number& number) {
    std::from_chars_result parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
  }

  std::string_view rest_;
  unsigned id_bytes_;
  std::vector<CacheTreeNode> nodes_;
};

// Extensions with a small first letter must be understood; others may be passed over.
Status read_extensions(std::string_view rest, unsigned id_bytes, IndexFile& index) {
  while (rest.size() >= 8) {
    std::string_view name = rest.substr(0, 4);
    std::uint32_t size = big_endian_32(rest, 4);
    if (size > rest.size() - 8) return bad_index("an extension is truncated");
    if (name[0] < 'A' || name[0] > 'Z')
      return Error::refused("read index", "index",
                            "it is split or sparse: extension '" + std::string(name) + "'")
          .with_remedy(
              "git update-index --no-split-index; git sparse-checkout init "
              "--no-sparse-index");
    if (name == "TREE") index.cache_tree = CacheTreeReader(rest.substr(8, size), id_bytes).read();
    rest.remove_prefix(8 + size);
  }
  if (!rest.empty()) return bad_index("bytes after the last extension");
  return done();
}

}  // namespace

Result<IndexFile> parse_index_file(std::string_view bytes, unsigned id_bytes) {
  if (bytes.size() < kHeaderBytes + id_bytes || bytes.substr(0, 4) != "DIRC")
    return bad_index("not an index");
  std::uint32_t version = big_endian_32(bytes, 4);
  if (version < 2 || version > 4)
    return Error::refused("read index", "index", "unknown version " + std::to_string(version));
  std::string_view content = bytes.substr(0, bytes.size() - id_bytes);
  std::uint32_t count = big_endian_32(bytes, 8);
  if (count > content.size() / (kStatBytes + id_bytes + 3)) return bad_index("truncated");
  IndexFile index;
  index.entries.reserve(count);
  EntryReader reader(content, version, id_bytes);
  for (std::uint32_t i = 0; i < count; ++i) {
    LEAKWARDEN_TRY(IndexEntry entry, reader.next());
    index.entries.push_back(std::move(entry));
  }
  LEAKWARDEN_CHECK(read_extensions(content.substr(reader.at()), id_bytes, index));
  return index;
}

Result<std::vector<IndexEntry>> parse_index(std::string_view bytes, unsigned id_bytes) {
  LEAKWARDEN_TRY(IndexFile index, parse_index_file(bytes, id_bytes));
  return std::move(index.entries);
}

}  // namespace leakwarden::scanner
