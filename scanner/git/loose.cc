#include "scanner/git/loose.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>

#include "scanner/git/folder.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kFirstPiece = 8192;
constexpr std::size_t kMaxHeader = 32;  // "commit" SP 20 digits NUL is 28
constexpr std::size_t kStreamPiece = 64 << 10;

// Read [offset, offset + size) of a file that may shrink meanwhile.
Result<std::size_t> read_at(const Descriptor& file, char* output, std::size_t size,
                            std::uint64_t offset, const std::string& name) {
  std::size_t filled = 0;
  while (filled < size) {
    ssize_t got =
        ::pread(file.get(), output + filled, size - filled, static_cast<off_t>(offset + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Error::from_errno("read loose object", name, errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

std::string path_of_hex(const std::string& hex) {
  return hex.substr(0, 2) + "/" + hex.substr(2);
}

}  // namespace

std::string loose_path(const ObjectId& id) {
  return path_of_hex(id.hex());
}

Error LooseObject::corrupt(std::string why) const {
  return Error::corrupt("read loose object", path_, std::move(why));
}

Result<LooseObject> LooseObject::open(int objects, const std::string& path) {
  LooseObject object;
  object.path_ = path;
  LEAKWARDEN_TRY(object.file_, open_regular_file(objects, path));
  LEAKWARDEN_CHECK(object.read_first_piece());
  LEAKWARDEN_CHECK(object.parse_header());
  return object;
}

Status LooseObject::read_first_piece() {
  struct stat status {};
  if (::fstat(file_.get(), &status) != 0)
    return Error::from_errno("read loose object", path_, errno);
  file_bytes_ = static_cast<std::uint64_t>(status.st_size);
  first_piece_.resize(std::min<std::uint64_t>(file_bytes_, kFirstPiece));
  LEAKWARDEN_TRY(std::size_t got,
                 read_at(file_, first_piece_.data(), first_piece_.size(), 0, path_));
  first_piece_.resize(got);
  return done();
}

Status LooseObject::parse_header() {
  Result<std::string> prefix = inflate_prefix(first_piece_, kMaxHeader);
  if (!prefix.ok()) return corrupt(prefix.error().why);
  std::size_t space = prefix->find(' ');
  std::size_t end = prefix->find('\0');
  if (space == std::string::npos || end == std::string::npos || end < space)
    return corrupt("no object header");
  std::optional<ObjectType> type = object_type_from_name(prefix->substr(0, space));
  if (!type) return corrupt("unknown object type");
  header_.type = *type;
  const char* digits = prefix->data() + space + 1;
  std::from_chars_result parsed = std::from_chars(digits, prefix->data() + end, header_.size);
  if (parsed.ec != std::errc() || parsed.ptr != prefix->data() + end)
    return corrupt("object header has no size");
  content_begin_ = end + 1;
  return done();
}

Result<std::size_t> LooseObject::whole_size(const Limits& limits) const {
  if (header_.size > limits.max_object_bytes)
    return Error::too_large("read loose object", path_, "larger than the limit for one object");
  std::uint64_t size = content_begin_ + header_.size;
  if (!can_inflate_to(file_bytes_, size)) return corrupt("shorter than its header says");
  // Empty DEFLATE blocks could make any number of bytes mean nothing.
  if (file_bytes_ > size + size / 8 + 4096) return corrupt("longer than its header says");
  return static_cast<std::size_t>(size);
}

Status LooseObject::inflate_into(Inflater& inflater, char* output, std::size_t whole_size) {
  std::string rest;
  std::string_view compressed = first_piece_;
  if (first_piece_.size() < file_bytes_) {
    rest.resize(file_bytes_);
    LEAKWARDEN_TRY(std::size_t got, read_at(file_, rest.data(), rest.size(), 0, path_));
    rest.resize(got);
    compressed = rest;
  }
  Result<std::size_t> used = inflater.inflate(compressed, output, whole_size);
  if (!used.ok()) return corrupt(used.error().why);
  if (*used != file_bytes_) return corrupt("bytes after the end of the object");
  return done();
}

Result<std::unique_ptr<InflateStream>> LooseObject::stream_content() {
  std::shared_ptr<std::string> piece = std::make_shared<std::string>();
  InflateStream::Input next = [this, piece,
                               offset = std::uint64_t{0}]() mutable -> Result<std::string_view> {
    piece->resize(kStreamPiece);
    LEAKWARDEN_TRY(std::size_t got, read_at(file_, piece->data(), kStreamPiece, offset, path_));
    offset += got;
    return std::string_view(piece->data(), got);
  };
  std::unique_ptr<InflateStream> stream = std::make_unique<InflateStream>(std::move(next));
  char header[kMaxHeader];
  LEAKWARDEN_TRY(std::size_t skipped, stream->read(header, content_begin_));
  if (skipped != content_begin_) return corrupt("no object header");
  return stream;
}

Result<ObjectBytes> read_loose(int objects, const std::string& path, const Limits& limits) {
  LEAKWARDEN_TRY(LooseObject object, LooseObject::open(objects, path));
  LEAKWARDEN_TRY(std::size_t size, object.whole_size(limits));
  ObjectBytes result;
  result.type = object.header().type;
  result.bytes.resize(size);
  Inflater inflater;
  LEAKWARDEN_CHECK(object.inflate_into(inflater, result.bytes.data(), size));
  result.bytes.erase(0, object.content_begin());
  return result;
}

Result<std::vector<std::string>> list_loose_folder(int objects, unsigned folder,
                                                   unsigned id_bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string name = {kDigits[folder >> 4], kDigits[folder & 15]};
  std::vector<std::string> paths;
  Result<std::vector<FolderEntry>> entries = list_folder(objects, name);
  if (!entries.ok()) {
    if (entries.error().kind == ErrorKind::NotFound) return paths;
    return std::move(entries).error();
  }
  for (const FolderEntry& entry : *entries) {
    if (entry.name.size() == 2 * id_bytes - 2 && ObjectId::from_hex(name + entry.name))
      paths.push_back(name + "/" + entry.name);
  }
  return paths;
}

}  // namespace leakwarden::scanner
