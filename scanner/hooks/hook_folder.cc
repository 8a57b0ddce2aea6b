#include "scanner/hooks/hook_folder.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "scanner/git_child.h"
#include "scanner/hooks/hook_file.h"
#include "scanner/hooks/hook_script.h"

namespace leakwarden::scanner {
namespace {

namespace fs = std::filesystem;

bool is_below(const fs::path& path, const std::string& folder) {
  if (folder.empty()) return false;
  std::error_code error;
  const fs::path base = fs::weakly_canonical(folder, error);
  const fs::path relative = path.lexically_relative(base);
  return !relative.empty() && *relative.begin() != "..";
}

Result<std::string> whole_path(const fs::path& path) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(path, error);
  if (error) return Error::from_errno("find the hooks folder", path.string(), error.value());
  return whole.string();
}

// The scope of the value that counts; "" when there is none. Refused: it is empty, and git then
// looks for hooks at the root of the file system.
Result<std::string> scope_of_hooks_path(const std::string& folder) {
  const Result<std::string> answer =
      run_git(folder, {"config", "--show-scope", "--get", "core.hooksPath"});
  if (!answer.ok()) return std::string();
  const std::size_t tab = answer->find('\t');
  if (answer->substr(std::min(tab, answer->size())) != "\t\n") return answer->substr(0, tab);
  return Error::refused("find the hooks folder", "core.hooksPath", "it is empty: git runs none")
      .with_remedy("git config --unset core.hooksPath");
}

// Version 9 runs its scripts from <husky>/_, older ones from <husky> itself.
std::string husky_folder(const std::string& hooks) {
  const fs::path path(hooks);
  const bool is_inner = path.filename() == "_" && (path.parent_path().filename() == ".husky" ||
                                                   is_regular_file(hooks + "/h"));
  if (is_inner) return path.parent_path().string();
  return path.filename() == ".husky" ? hooks : "";
}

}  // namespace

Result<HookFolder> hook_folder(Repository& repository) {
  const std::string base =
      repository.work_tree().empty() ? repository.git_folder() : repository.work_tree();
  LEAKWARDEN_TRY(const std::string answer,
                 run_git(base, {"rev-parse", "--git-common-dir", "--git-path", "hooks"}));
  const std::size_t line = answer.find('\n');
  const fs::path common = fs::path(base) / answer.substr(0, line);
  const std::string hooks = answer.substr(line + 1, answer.find('\n', line + 1) - line - 1);
  HookFolder folder;
  LEAKWARDEN_TRY(folder.path, whole_path(fs::path(base) / hooks));
  LEAKWARDEN_TRY(folder.own, whole_path(common / "hooks"));
  folder.is_inside = is_below(folder.path, repository.work_tree()) ||
                     is_below(folder.path, repository.git_folder()) ||
                     is_below(folder.path, common.string());
  LEAKWARDEN_TRY(folder.scope, scope_of_hooks_path(base));
  if (folder.is_inside) folder.husky = husky_folder(folder.path);
  return folder;
}

HookPlace hook_place(const HookFolder& folder, HookKind kind) {
  HookPlace place;
  place.run_by_git = folder.path + "/" + hook_name(kind);
  place.file = place.run_by_git;
  if (!folder.husky.empty()) {
    place.file = folder.husky + "/" + hook_name(kind);
    place.chaining = Chaining::Block;
    place.framework = "husky";
    return place;
  }
  const std::string text = text_of_hook(place.file);
  if (is_our_script(text)) return place;
  place.framework = framework_of(text);
  if (place.framework == "pre-commit") {
    place.file += ".legacy";
    place.chaining = Chaining::Legacy;
  }
  return place;
}

}  // namespace leakwarden::scanner
