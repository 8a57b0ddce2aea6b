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

#include "scanner/base/result.h"

namespace leakwarden::scanner {

class ArchiveLibrary {
 public:
  // Loaded once for the process. NotFound: not installed. Refused: it lacks a function.
  static const Result<ArchiveLibrary>& get();

  // The names are libarchive's own.
  decltype(&::archive_read_new) read_new = nullptr;
  decltype(&::archive_read_free) read_free = nullptr;
  decltype(&::archive_read_support_format_zip) support_zip = nullptr;
  decltype(&::archive_read_support_format_7zip) support_7zip = nullptr;
  decltype(&::archive_read_support_format_tar) support_tar = nullptr;
  decltype(&::archive_read_support_format_raw) support_raw = nullptr;
  decltype(&::archive_read_support_filter_gzip) support_gzip = nullptr;
  decltype(&::archive_read_support_filter_bzip2) support_bzip2 = nullptr;
  decltype(&::archive_read_support_filter_xz) support_xz = nullptr;
  decltype(&::archive_read_support_filter_zstd) support_zstd = nullptr;
  decltype(&::archive_read_open_memory) open_memory = nullptr;
  decltype(&::archive_read_next_header) next_header = nullptr;
  decltype(&::archive_read_data_block) data_block = nullptr;
  decltype(&::archive_format) format = nullptr;
  decltype(&::archive_error_string) error_string = nullptr;
  decltype(&::archive_entry_pathname) entry_pathname = nullptr;
  decltype(&::archive_entry_pathname_utf8) entry_pathname_utf8 = nullptr;
  decltype(&::archive_entry_is_encrypted) entry_is_encrypted = nullptr;

 private:
  ArchiveLibrary() = default;
  static Result<ArchiveLibrary> load();
  Status find_functions();
  template <typename Function>
  void find(Function& function, const char* name);

  void* handle_ = nullptr;  // stays loaded: its own dependencies do not like to be unloaded
  const char* missing_ = nullptr;
};

// Loads the library, and the conversions that it asks of the C library for names, while that is
// still allowed: a sandbox forbids new code. Archives are gaps when this failed.
void prepare_archives();

}  // namespace leakwarden::scanner
