#pragma once

// What kind of archive bytes claim to be, by their magic numbers.

#include <optional>
#include <string_view>

namespace leakwarden::scanner {

enum class ArchiveKind { Zip, SevenZip, Tar, Gzip, Bzip2, Xz, Zstd };

// A zip may have a program in front of it (a self-starting jar, a Python zipapp): its directory
// stands at the end, before a comment of up to 64 KiB. A tar is known by its "ustar".
std::optional<ArchiveKind> archive_kind(std::string_view bytes);

// "zip", "7z", "tar", "gzip", "bzip2", "xz", "zstd": what stands in Finding::decoded.
std::string_view archive_kind_name(ArchiveKind kind);

// Gzip, bzip2, xz and zstd hold one stream without a name, often a tar.
bool is_compressed_stream(ArchiveKind kind);

}  // namespace leakwarden::scanner
