#include "scanner/hooks/hook_status.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "scanner/git_child.h"
#include "scanner/hooks/hook_file.h"
#include "scanner/hooks/hook_script.h"
#include "scanner/hooks/message.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostHiddenHooks = 50;
constexpr std::size_t kMostWorkTrees = 100;

std::string install_command(HookKind kind) {
  return "leakwarden hook install --" + hook_name(kind);
}

std::string shown(const std::string& path) {
  const std::string word = shell_word(path);
  return word.empty() ? "FILE" : word;
}

bool is_ours(const std::string& path) {
  return is_our_script(text_of_hook(path));
}

HookStatus& shadowed(HookStatus& status, std::string detail, std::string remedy) {
  status.state = HookState::Shadowed;
  status.detail = std::move(detail);
  status.remedy = std::move(remedy);
  return status;
}

// Ours stands there; would git run it, and it our program?
void judge_ours(const HookPlace& place, HookStatus& status) {
  // husky reads its files, the others are started.
  const bool must_be_executable =
      place.chaining != Chaining::Block || place.run_by_git == place.file;
  const std::string text = text_of_hook(place.file);
  const std::string program = program_of(text);
  if (must_be_executable && !is_executable(place.file)) {
    shadowed(status, "not executable, so git passes over it", "chmod +x " + shown(place.file));
  } else if (!program.empty() && !is_executable(program)) {
    shadowed(status, "the program it calls is gone: " + program, install_command(status.kind));
  } else if (place.run_by_git != place.file && !is_executable(place.run_by_git)) {
    const bool there = is_there(place.run_by_git);
    shadowed(status,
             place.framework + " does not run it: " +
                 (there ? "its own hook is not executable" : "its own hook is not there"),
             place.framework == "husky" ? "npx husky" : "chmod +x " + shown(place.run_by_git));
  } else if (!calls_us(text, status.kind)) {
    shadowed(status, "edited so that it no longer calls leakwarden", install_command(status.kind));
  } else if (is_edited(place, status.kind)) {
    status.detail += (status.detail.empty() ? "" : ", ") + std::string("edited since");
  }
}

void judge_content(const HookPlace& place, HookStatus& status) {
  switch (content_of(place)) {
    case HookContent::Nothing:
      status.state = place.framework.empty() ? HookState::Absent : HookState::Foreign;
      break;
    case HookContent::NotAFile:
      shadowed(status, "what stands there is no file",
               "move it away, then " + install_command(status.kind));
      return;
    case HookContent::Foreign:
      status.state = HookState::Foreign;
      break;
    case HookContent::Ours:
      status.state = status.chained.empty() ? HookState::Installed : HookState::Chained;
      judge_ours(place, status);
      return;
  }
  if (status.state == HookState::Foreign) {
    status.detail = place.framework.empty()             ? "another hook"
                    : place.chaining == Chaining::Block ? place.framework + " runs the hooks here"
                                                        : "a hook of " + place.framework;
    status.remedy = install_command(status.kind);
  }
  const std::string aside = place.file + ".old";
  if (is_ours(aside)) {
    status.detail +=
        (status.detail.empty() ? "" : ", ") + std::string("ours was put aside: ") + aside;
    status.remedy = install_command(status.kind);
  }
}

void judge_outside(const HookFolder& folder, const HookPlace& place, HookStatus& status) {
  const std::string text = text_of_hook(place.file);
  if (is_pass_through(text)) {  // a folder of ours: it calls the repository's own
    const bool own = is_ours(folder.own + "/" + hook_name(status.kind));
    if (own) status.state = HookState::Installed;
    if (!own) status.remedy = "leakwarden hook install --global --" + hook_name(status.kind);
    return;
  }
  if (is_our_script(text)) {
    status.state = status.chained.empty() ? HookState::Installed : HookState::Chained;
    status.detail = "in the user's hooks";
    judge_ours(place, status);
    return;
  }
  const std::string scope = folder.scope.empty() ? "" : " (" + folder.scope + ")";
  shadowed(status, "core.hooksPath" + scope + " leads outside this repository",
           remedy_for_hooks_path(folder, place, status.kind));
}

std::string hooks_path_of(const std::string& work_tree) {
  const Result<std::string> answer = run_git(work_tree, {"rev-parse", "--git-path", "hooks"});
  if (!answer.ok()) return "";
  std::error_code error;
  return std::filesystem::weakly_canonical(
             std::filesystem::path(work_tree) / answer->substr(0, answer->find('\n')), error)
      .string();
}

// Only with this extension may a work tree have a configuration of its own.
void note_work_trees(Repository& repository, const HookFolder& folder,
                     std::vector<std::string>& notes) {
  const std::string& base = repository.work_tree();
  if (base.empty() || !run_git(base, {"config", "--get", "extensions.worktreeConfig"}).ok()) return;
  const Result<std::string> list = run_git(base, {"worktree", "list", "--porcelain", "-z"});
  if (!list.ok()) return;
  const std::string word = "worktree ";
  std::size_t seen = 0;
  for (std::size_t at = 0; at < list->size() && seen < kMostWorkTrees;) {
    const std::size_t end = std::min(list->find('\0', at), list->size());
    const std::string field = list->substr(at, end - at);
    at = end + 1;
    if (field.compare(0, word.size(), word) != 0) continue;
    ++seen;
    const std::string tree = field.substr(word.size());
    const std::string hooks = hooks_path_of(tree);
    if (hooks.empty() || hooks == folder.path) continue;
    notes.push_back("the work tree " + tree + " has hooks of its own in " + hooks +
                    "; leakwarden hook install there");
  }
}

void note_hidden_hooks(const HookFolder& folder, std::vector<std::string>& notes) {
  std::error_code error;
  for (const std::filesystem::directory_entry& entry :
       std::filesystem::directory_iterator(folder.own, error)) {
    const std::string path = entry.path().string();
    const bool is_hook = entry.path().extension() != ".sample" && is_executable(path) &&
                         path.find(kEarlierSuffix) == std::string::npos;
    // A hook of ours in the user's folder calls the repository's.
    const bool is_called = is_ours(folder.path + "/" + entry.path().filename().string());
    if (!is_hook || is_called || notes.size() == kMostHiddenHooks) continue;
    notes.push_back("git passes over " + path + ": core.hooksPath leads to " + folder.path);
  }
}

}  // namespace

std::string remedy_for_hooks_path(const HookFolder& folder, const HookPlace& place, HookKind kind) {
  const std::string call =
      "call 'leakwarden hook run " + hook_name(kind) + "' from " + shown(place.run_by_git);
  return folder.scope == "global" ? "leakwarden hook install --global, or " + call : call;
}

HookStatus status_of(const HookFolder& folder, HookKind kind) {
  const HookPlace place = hook_place(folder, kind);
  HookStatus status;
  status.kind = kind;
  status.path = place.run_by_git;
  status.chained = earlier_hook(place);
  if (status.chained.empty() && place.chaining != Chaining::Rename)
    status.chained = place.framework;
  if (!folder.is_inside) {
    judge_outside(folder, place, status);
  } else {
    judge_content(place, status);
  }
  const bool ours = status.state == HookState::Installed || status.state == HookState::Chained;
  const std::string hidden = folder.own + "/" + hook_name(kind);
  if (!ours && hidden != place.run_by_git && is_ours(hidden)) {
    status.state = HookState::Shadowed;
    status.detail = (status.detail.empty() ? "core.hooksPath leads elsewhere" : status.detail) +
                    ", so git does not run ours in " + hidden;
    if (status.remedy.empty()) status.remedy = install_command(kind);
  }
  return status;
}

Result<std::vector<HookStatus>> hook_status(Repository& repository) {
  LEAKWARDEN_TRY(const HookFolder folder, hook_folder(repository));
  std::vector<HookStatus> all;
  for (HookKind kind : hook_kinds()) all.push_back(status_of(folder, kind));
  return all;
}

Result<std::vector<std::string>> hidden_hooks(Repository& repository) {
  LEAKWARDEN_TRY(const HookFolder folder, hook_folder(repository));
  std::vector<std::string> notes;
  if (folder.path != folder.own) note_hidden_hooks(folder, notes);
  note_work_trees(repository, folder, notes);
  return notes;
}

}  // namespace leakwarden::scanner
