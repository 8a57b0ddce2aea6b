#include "scanner/read/archive_kind.h"

#include <algorithm>
#include <cstddef>

namespace leakwarden::scanner {
namespace {

using std::string_view_literals::operator""sv;

struct Magic {
  std::string_view bytes;
  ArchiveKind kind;
};

constexpr Magic kMagics[] = {
    {"PK\x03\x04"sv, ArchiveKind::Zip},        {"7z\xBC\xAF\x27\x1C"sv, ArchiveKind::SevenZip},
    {"\x1F\x8B\x08"sv, ArchiveKind::Gzip},     {"\xFD\x37zXZ\0"sv, ArchiveKind::Xz},
    {"\x28\xB5\x2F\xFD"sv, ArchiveKind::Zstd},
};

constexpr std::string_view kZipDirectoryEnd = "PK\x05\x06"sv;
constexpr std::size_t kZipDirectoryEndBytes = 22;  // without a comment
constexpr std::size_t kLongestComment = 65'535;
constexpr std::size_t kUstarOffset = 257;

bool stands_at(std::string_view bytes, std::size_t offset, std::string_view magic) {
  return bytes.size() >= offset && bytes.substr(offset, magic.size()) == magic;
}

bool is_bzip2(std::string_view bytes) {
  return stands_at(bytes, 0, "BZh") &&
         (stands_at(bytes, 4, "1AY&SY") || stands_at(bytes, 4, "\x17rE8P\x90"sv));
}

// The directory's end is the last thing in a zip but for a comment, whose length it says.
bool ends_as_zip(std::string_view bytes) {
  const std::string_view tail =
      bytes.substr(bytes.size() - std::min(bytes.size(), kZipDirectoryEndBytes + kLongestComment));
  for (std::size_t at = tail.find(kZipDirectoryEnd[2]); at != std::string_view::npos;
       at = tail.find(kZipDirectoryEnd[2], at + 1)) {
    if (at < 2 || !stands_at(tail, at - 2, kZipDirectoryEnd)) continue;
    const std::string_view end = tail.substr(at - 2);
    if (end.size() < kZipDirectoryEndBytes) return false;
    const auto low = static_cast<unsigned char>(end[kZipDirectoryEndBytes - 2]);
    const auto high = static_cast<unsigned char>(end[kZipDirectoryEndBytes - 1]);
    if (end.size() == kZipDirectoryEndBytes + low + 256u * high) return true;
  }
  return false;
}

}  // namespace

std::optional<ArchiveKind> archive_kind(std::string_view bytes) {
  for (const Magic& magic : kMagics) {
    if (stands_at(bytes, 0, magic.bytes)) return magic.kind;
  }
  if (is_bzip2(bytes)) return ArchiveKind::Bzip2;
  if (stands_at(bytes, kUstarOffset, "ustar")) return ArchiveKind::Tar;
  if (ends_as_zip(bytes)) return ArchiveKind::Zip;
  return std::nullopt;
}

std::string_view archive_kind_name(ArchiveKind kind) {
  switch (kind) {
    case ArchiveKind::Zip:
      return "zip";
    case ArchiveKind::SevenZip:
      return "7z";
    case ArchiveKind::Tar:
      return "tar";
    case ArchiveKind::Gzip:
      return "gzip";
    case ArchiveKind::Bzip2:
      return "bzip2";
    case ArchiveKind::Xz:
      return "xz";
    case ArchiveKind::Zstd:
      return "zstd";
  }
  return "archive";
}

bool is_compressed_stream(ArchiveKind kind) {
  return kind != ArchiveKind::Zip && kind != ArchiveKind::SevenZip && kind != ArchiveKind::Tar;
}

}  // namespace leakwarden::scanner
