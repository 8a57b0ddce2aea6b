#include "scanner/read/archive_library.h"

#include <dlfcn.h>
#include <iconv.h>
#include <langinfo.h>

#include <string>
#include <vector>

namespace leakwarden::scanner {
namespace {

// The major version, which is part of the file's name, stands for an interface that stays.
constexpr const char* kLibrary = "libarchive.so.13";

}  // namespace

template <typename Function>
void ArchiveLibrary::find(Function& function, const char* name) {
  void* symbol = ::dlsym(handle_, name);
  if (symbol == nullptr) missing_ = name;
  function = reinterpret_cast<Function>(symbol);
}

Status ArchiveLibrary::find_functions() {
  find(read_new, "archive_read_new");
  find(version_details, "archive_version_details");
  find(read_free, "archive_read_free");
  find(support_zip, "archive_read_support_format_zip");
  find(support_7zip, "archive_read_support_format_7zip");
  find(support_tar, "archive_read_support_format_tar");
  find(support_raw, "archive_read_support_format_raw");
  find(support_gzip, "archive_read_support_filter_gzip");
  find(support_bzip2, "archive_read_support_filter_bzip2");
  find(support_xz, "archive_read_support_filter_xz");
  find(support_zstd, "archive_read_support_filter_zstd");
  find(support_empty, "archive_read_support_format_empty");
  find(set_format_option, "archive_read_set_format_option");
  find(open_memory, "archive_read_open_memory");
  find(next_header, "archive_read_next_header");
  find(data_block, "archive_read_data_block");
  find(filter_code, "archive_filter_code");
  find(filter_bytes, "archive_filter_bytes");
  find(error_string, "archive_error_string");
  find(entry_pathname, "archive_entry_pathname");
  find(entry_pathname_utf8, "archive_entry_pathname_utf8");
  find(entry_pathname_w, "archive_entry_pathname_w");
  find(entry_is_encrypted, "archive_entry_is_encrypted");
  if (missing_ == nullptr) return done();
  return Error::refused("load libarchive", kLibrary, std::string("it has no ") + missing_);
}

Result<ArchiveLibrary> ArchiveLibrary::load() {
  ArchiveLibrary library;
  library.handle_ = ::dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
  if (library.handle_ == nullptr)
    return Error::not_found("load libarchive", kLibrary, "not installed")
        .with_remedy("install the package libarchive13");
  LEAKWARDEN_CHECK(library.find_functions());
  library.utf8_ = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return library;
}

const Result<ArchiveLibrary>& ArchiveLibrary::get() {
  static const Result<ArchiveLibrary> library = load();
  return library;
}

std::string archive_library_version() {
  const Result<ArchiveLibrary>& library = ArchiveLibrary::get();
  // Once: libarchive 3.6 makes the text anew with each call and frees none.
  static const std::string details = library.ok() ? library->version_details() : "";
  return details;
}

namespace {

// An open conversion keeps its module loaded.
class OpenConversions {
 public:
  explicit OpenConversions(const ArchiveLibrary& library) {
    const Utf8Names names(library);
    const char* ours = ::nl_langinfo(CODESET);
    for (const char* theirs : {"UTF-8", "UTF-16LE", "UTF-16BE", "CP437"}) {
      open(ours, theirs);
      open("UTF-8", theirs);
      open(theirs, ours);
    }
  }
  ~OpenConversions() {
    for (iconv_t conversion : open_) ::iconv_close(conversion);
  }
  OpenConversions(const OpenConversions&) = delete;
  OpenConversions& operator=(const OpenConversions&) = delete;

 private:
  void open(const char* to, const char* from) {
    const iconv_t conversion = ::iconv_open(to, from);
    if (conversion != reinterpret_cast<iconv_t>(-1)) open_.push_back(conversion);
  }

  std::vector<iconv_t> open_;
};

}  // namespace

// Once, until the process ends.
void prepare_archives() {
  const Result<ArchiveLibrary>& library = ArchiveLibrary::get();
  if (!library.ok()) return;
  static const OpenConversions kept(*library);
}

}  // namespace leakwarden::scanner
