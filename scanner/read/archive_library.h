#pragma once

// libarchive, loaded when the first archive is met: it brings XML and Unicode libraries that no
// hook should wait for (4 ms).
//
// Only functions that read are looked up, and of its formats and filters only those that archive.h
// names: what is not asked for cannot be attacked.
//
// Thread rules: the functions are libarchive's (archive.h of that library); an archive belongs to
// one thread.

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include <string>

#include "scanner/base/result.h"

namespace leakwarden::scanner {

class ArchiveLibrary {
 public:
  // Loaded once for the process. NotFound: not installed. Refused: it lacks a function.
  static const Result<ArchiveLibrary>& get();

  // The names are libarchive's own.
  decltype(&::archive_read_new) read_new = nullptr;
  decltype(&::archive_version_details) version_details = nullptr;
  decltype(&::archive_read_free) read_free = nullptr;
  decltype(&::archive_read_support_format_zip) support_zip = nullptr;
  decltype(&::archive_read_support_format_7zip) support_7zip = nullptr;
  decltype(&::archive_read_support_format_tar) support_tar = nullptr;
  decltype(&::archive_read_support_format_raw) support_raw = nullptr;
  decltype(&::archive_read_support_format_empty) support_empty = nullptr;
  decltype(&::archive_read_support_filter_gzip) support_gzip = nullptr;
  decltype(&::archive_read_support_filter_bzip2) support_bzip2 = nullptr;
  decltype(&::archive_read_support_filter_xz) support_xz = nullptr;
  decltype(&::archive_read_support_filter_zstd) support_zstd = nullptr;
  decltype(&::archive_read_set_format_option) set_format_option = nullptr;
  decltype(&::archive_read_open_memory) open_memory = nullptr;
  decltype(&::archive_read_next_header) next_header = nullptr;
  decltype(&::archive_read_data_block) data_block = nullptr;
  decltype(&::archive_filter_code) filter_code = nullptr;
  decltype(&::archive_filter_bytes) filter_bytes = nullptr;
  decltype(&::archive_error_string) error_string = nullptr;
  decltype(&::archive_entry_pathname) entry_pathname = nullptr;
  decltype(&::archive_entry_pathname_utf8) entry_pathname_utf8 = nullptr;
  decltype(&::archive_entry_pathname_w) entry_pathname_w = nullptr;
  decltype(&::archive_entry_is_encrypted) entry_is_encrypted = nullptr;

 private:
  ArchiveLibrary() = default;
  static Result<ArchiveLibrary> load();
  Status find_functions();
  template <typename Function>
  void find(Function& function, const char* name);

  friend class Utf8Names;

  locale_t utf8_ = nullptr;
  void* handle_ = nullptr;  // stays loaded: its own dependencies do not like to be unloaded
  const char* missing_ = nullptr;
};

// While it lives, this thread's characters are UTF-8: libarchive says names in the characters of
// the locale, and the plain one has no umlauts.
class Utf8Names {
 public:
  explicit Utf8Names(const ArchiveLibrary& library)
      : before_(library.utf8_ == nullptr ? nullptr : ::uselocale(library.utf8_)) {}
  ~Utf8Names() {
    if (before_ != nullptr) ::uselocale(before_);
  }
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;

 private:
  locale_t before_;
};

// Says which versions of it and of its decompressors read archives; empty when none do. Loads it.
std::string archive_library_version();

// Loads the library, and the conversions that it asks of the C library for names, while that is
// still allowed: a sandbox forbids new code. Archives are gaps when this failed.
void prepare_archives();

}  // namespace leakwarden::scanner
