// Installing hooks beside what is already there, and taking them out again.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "scanner/base/file.h"
#include "scanner/git_child.h"
#include "scanner/hooks/hook_script.h"
#include "scanner/hooks/hooks.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint64_t kMostHookBytes = 1 << 20;
constexpr unsigned kScriptMode = 0755;

struct HookFolder {
  std::string path;
  bool ours = true;  // inside the repository: core.hooksPath may lead elsewhere
};

bool is_below(const std::filesystem::path& path, const std::string& folder) {
  if (folder.empty()) return false;
  std::error_code error;
  const std::filesystem::path base = std::filesystem::weakly_canonical(folder, error);
  const std::filesystem::path relative = path.lexically_relative(base);
  return !relative.empty() && *relative.begin() != "..";
}

// git decides where hooks lie: core.hooksPath, linked work trees, templates.
Result<HookFolder> hook_folder(Repository& repository) {
  const std::string base =
      repository.work_tree().empty() ? repository.git_folder() : repository.work_tree();
  LEAKWARDEN_TRY(const std::string answer,
                 run_git(base, {"rev-parse", "--git-common-dir", "--git-path", "hooks"}));
  const std::size_t line = answer.find('\n');
  const std::string common = answer.substr(0, line);
  const std::string hooks = answer.substr(line + 1, answer.find('\n', line + 1) - line - 1);
  std::error_code error;
  const std::filesystem::path folder =
      std::filesystem::weakly_canonical(std::filesystem::path(base) / hooks, error);
  if (error) return Error::from_errno("find the hooks folder", hooks, error.value());
  HookFolder found{folder.string(), false};
  found.ours = is_below(folder, repository.work_tree()) ||
               is_below(folder, repository.git_folder()) ||
               is_below(folder, (std::filesystem::path(base) / common).string());
  return found;
}

bool exists(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0;
}

// The text of a hook, through a symlink if it is one; "" when it cannot be read as text.
std::string text_of(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (!file.valid() || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return "";
  const Result<MappedFile> mapped = MappedFile::map(file, path, kMostHookBytes);
  return mapped.ok() ? std::string(mapped->bytes()) : "";
}

HookStatus status_of(const HookFolder& folder, HookKind kind) {
  HookStatus status;
  status.kind = kind;
  status.path = folder.path + "/" + hook_name(kind);
  const std::string earlier = status.path + kEarlierSuffix;
  const std::string text = text_of(status.path);
  if (exists(earlier)) status.chained = earlier;
  if (!folder.ours) {
    status.state = HookState::Shadowed;
    status.detail = "core.hooksPath leads outside this repository";
  } else if (!exists(status.path)) {
    status.state = HookState::Absent;
  } else if (!is_our_script(text)) {
    status.state = HookState::Foreign;
    const std::string framework = framework_of(text, folder.path);
    status.detail = framework.empty() ? "another hook" : "a hook of " + framework;
  } else {
    status.state = status.chained.empty() ? HookState::Installed : HookState::Chained;
  }
  return status;
}

Status refuse_what_is_not_ours_to_change(const HookFolder& folder, const HookStatus& status) {
  const std::string framework = framework_of(text_of(status.path), folder.path);
  const std::string command = "leakwarden hook run " + hook_name(status.kind);
  if (!folder.ours) {
    return Error::refused("install hook", folder.path,
                          "core.hooksPath leads outside this repository, to hooks of others")
        .with_remedy("call '" + command + "' from " + status.path);
  }
  if (!framework.empty() && !is_our_script(text_of(status.path))) {
    return Error::refused("install hook", status.path, framework + " owns this hook")
        .with_remedy(framework_remedy(framework, status.kind));
  }
  if (status.state == HookState::Foreign && !status.chained.empty()) {
    return Error::refused("install hook", status.path,
                          "another hook stands there, and an earlier one is kept already")
        .with_remedy("move one of them away: " + status.chained);
  }
  return done();
}

// A second name first, so that at no moment there is no hook.
Status keep_as_earlier(const std::string& path) {
  const std::string earlier = path + kEarlierSuffix;
  if (::link(path.c_str(), earlier.c_str()) == 0) return done();
  if (::rename(path.c_str(), earlier.c_str()) == 0) return done();
  return Error::from_errno("keep the earlier hook", path, errno);
}

}  // namespace

Result<HookStatus> install_hook(Repository& repository, HookKind kind, const std::string& program) {
  LEAKWARDEN_TRY(const HookFolder folder, hook_folder(repository));
  const HookStatus before = status_of(folder, kind);
  LEAKWARDEN_CHECK(refuse_what_is_not_ours_to_change(folder, before));
  std::error_code error;
  std::filesystem::create_directories(folder.path, error);
  if (error) return Error::from_errno("make the hooks folder", folder.path, error.value());
  if (before.state == HookState::Foreign) LEAKWARDEN_CHECK(keep_as_earlier(before.path));
  LEAKWARDEN_CHECK(write_file_atomically(before.path, hook_script(kind, program), kScriptMode));
  return status_of(folder, kind);
}

Result<HookStatus> uninstall_hook(Repository& repository, HookKind kind) {
  LEAKWARDEN_TRY(const HookFolder folder, hook_folder(repository));
  const HookStatus before = status_of(folder, kind);
  const bool ours = before.state == HookState::Installed || before.state == HookState::Chained;
  if (!ours) return before;
  const bool restored = !before.chained.empty();
  const int outcome = restored ? ::rename(before.chained.c_str(), before.path.c_str())
                               : ::unlink(before.path.c_str());
  if (outcome != 0) return Error::from_errno("uninstall hook", before.path, errno);
  return status_of(folder, kind);
}

Result<std::vector<HookStatus>> hook_status(Repository& repository) {
  LEAKWARDEN_TRY(const HookFolder folder, hook_folder(repository));
  return std::vector<HookStatus>{status_of(folder, HookKind::PreCommit),
                                 status_of(folder, HookKind::PreReceive)};
}

}  // namespace leakwarden::scanner
