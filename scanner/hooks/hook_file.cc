#include "scanner/hooks/hook_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "scanner/base/file.h"
#include "scanner/hooks/hook_script.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint64_t kMostHookBytes = 1 << 20;
constexpr unsigned kScriptMode = 0755;
constexpr const char* kEditedSuffix = ".edited";
constexpr int kMostKept = 50;
// Where lefthook puts what it finds in its place.
constexpr const char* kPutAsideSuffix = ".old";

bool is_ours(const HookPlace& place) {
  const std::string text = text_of_hook(place.file);
  return place.chaining == Chaining::Block ? has_our_block(text) : is_our_script(text);
}

Status make_parent_folder(const std::string& path) {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::filesystem::create_directories(folder, error);
  if (error) return Error::from_errno("make the hooks folder", folder.string(), error.value());
  return done();
}

// A second name first, so that at no moment there is no hook.
Status keep_as_earlier(const std::string& path) {
  const std::string earlier = path + kEarlierSuffix;
  if (::link(path.c_str(), earlier.c_str()) == 0) return done();
  if (::rename(path.c_str(), earlier.c_str()) == 0) return done();
  return Error::from_errno("keep the earlier hook", path, errno);
}

// A framework wrote its hook anew over ours: the one that was kept is the same, and older.
bool replaces_the_kept_one(const HookPlace& place, const std::string& earlier) {
  return !place.framework.empty() && framework_of(text_of_hook(earlier)) == place.framework;
}

Status make_way(const HookPlace& place) {
  const std::string earlier = place.file + kEarlierSuffix;
  if (is_there(earlier)) {
    if (!replaces_the_kept_one(place, earlier)) {
      return Error::refused("install hook", place.file,
                            "another hook stands there, and an earlier one is kept already")
          .with_remedy("move one of them away: " + earlier);
    }
    if (::unlink(earlier.c_str()) != 0) {
      return Error::from_errno("replace the earlier hook", earlier, errno);
    }
  }
  return keep_as_earlier(place.file);
}

Status remove(const std::string& path) {
  if (::unlink(path.c_str()) == 0 || errno == ENOENT) return done();
  return Error::from_errno("uninstall hook", path, errno);
}

bool holds_something(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && status.st_size > 0;
}

std::string behind_links(const std::string& path) {
  std::error_code error;
  const std::filesystem::path whole = std::filesystem::weakly_canonical(path, error);
  return error ? path : whole.string();
}

unsigned mode_of(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : kScriptMode;
}

// Beside `hook`, under a name that is free or holds the same; which name.
Result<std::string> keep_edited(const std::string& hook, const std::string& text, unsigned mode) {
  std::string kept = hook + kEditedSuffix;
  for (int number = 2; is_there(kept) && text_of_hook(kept) != text; ++number) {
    if (number > kMostKept) {
      return Error::refused("keep your edited hook", hook, "too many are kept already");
    }
    kept = hook + kEditedSuffix + "." + std::to_string(number);
  }
  LEAKWARDEN_CHECK(write_file_atomically(kept, text, mode & ~0111u));
  return kept;
}

// A framework put a script of ours there, which is back in its place now.
Status remove_put_aside(const HookPlace& place, HookKind kind) {
  const std::string aside = place.file + kPutAsideSuffix;
  const std::string text = text_of_hook(aside);
  if (!is_our_script(text)) return done();
  if (!is_as_written(text, hook_name(kind)))
    LEAKWARDEN_CHECK(keep_edited(place.file, text, mode_of(aside)));
  return remove(aside);
}

}  // namespace

bool is_there(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0;
}

bool is_regular_file(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

bool is_executable(const std::string& path) {
  return is_regular_file(path) && ::access(path.c_str(), X_OK) == 0;
}

std::string text_of_hook(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (!file.valid() || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return "";
  const Result<MappedFile> mapped = MappedFile::map(file, path, kMostHookBytes);
  return mapped.ok() ? std::string(mapped->bytes()) : "";
}

HookContent content_of(const HookPlace& place) {
  if (!is_there(place.file)) return HookContent::Nothing;
  if (!is_regular_file(place.file)) return HookContent::NotAFile;
  return is_ours(place) ? HookContent::Ours : HookContent::Foreign;
}

bool is_edited(const HookPlace& place, HookKind kind) {
  return content_of(place) == HookContent::Ours &&
         !is_as_written(text_of_hook(place.file), hook_name(kind));
}

Result<std::string> keep_if_edited(const HookPlace& place, HookKind kind) {
  if (!is_edited(place, kind)) return std::string();
  return keep_edited(place.file, text_of_hook(place.file), mode_of(place.file));
}

std::string earlier_hook(const HookPlace& place) {
  const std::string earlier = place.file + kEarlierSuffix;
  return place.chaining != Chaining::Block && is_there(earlier) ? earlier : "";
}

Status put_hook(const HookPlace& place, HookKind kind, const std::string& script) {
  LEAKWARDEN_CHECK(make_parent_folder(place.file));
  const HookContent content = content_of(place);
  if (content == HookContent::NotAFile) {
    return Error::refused("install hook", place.file, "what stands there is no file")
        .with_remedy("move it away, then leakwarden hook install --" + hook_name(kind));
  }
  if (content == HookContent::Foreign) LEAKWARDEN_CHECK(make_way(place));
  LEAKWARDEN_CHECK(remove_put_aside(place, kind));
  return write_file_atomically(place.file, script, kScriptMode);
}

Status put_block(const HookPlace& place, const std::string& block) {
  LEAKWARDEN_CHECK(make_parent_folder(place.file));
  if (content_of(place) == HookContent::NotAFile) {
    return Error::refused("install hook", place.file, "what stands there is no file");
  }
  const std::string text = text_of_hook(place.file);
  if (text.empty() && holds_something(place.file)) {
    return Error::refused("install hook", place.file, "it cannot be read as text");
  }
  return write_file_atomically(behind_links(place.file), with_block(text, block),
                               mode_of(place.file));
}

Status take_hook(const HookPlace& place) {
  if (content_of(place) != HookContent::Ours) return done();
  if (place.chaining == Chaining::Block) {
    const std::string rest = without_block(text_of_hook(place.file));
    if (rest.empty()) return remove(place.file);
    return write_file_atomically(behind_links(place.file), rest, mode_of(place.file));
  }
  const std::string earlier = earlier_hook(place);
  if (earlier.empty()) return remove(place.file);
  if (::rename(earlier.c_str(), place.file.c_str()) == 0) return done();
  return Error::from_errno("uninstall hook", place.file, errno);
}

}  // namespace leakwarden::scanner
