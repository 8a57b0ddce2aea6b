// Hooks for all repositories of a user.
//
// core.hooksPath replaces the hooks of every repository. Where the user has none yet, the folder we
// make therefore holds, beside ours, a script for every other hook that does nothing but call the
// repository's own. Left out are hooks whose mere presence changes what git does
// (push-to-checkout, proc-receive, fsmonitor-watchman) and those git runs many times a command
// (reference-transaction, post-index-change).

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "scanner/base/file.h"
#include "scanner/git_child.h"
#include "scanner/hooks/hook_file.h"
#include "scanner/hooks/hook_folder.h"
#include "scanner/hooks/hook_script.h"
#include "scanner/hooks/hook_status.h"
#include "scanner/hooks/install.h"
#include "scanner/hooks/settings.h"

namespace leakwarden::scanner {
namespace {

constexpr unsigned kScriptMode = 0755;
constexpr const char* kPassedThrough[] = {
    "applypatch-msg", "pre-applypatch", "post-applypatch",    "pre-commit",  "pre-merge-commit",
    "commit-msg",     "pre-push",       "prepare-commit-msg", "post-commit", "pre-rebase",
    "post-checkout",  "post-merge",     "post-rewrite",       "pre-auto-gc", "sendemail-validate",
    "pre-receive",    "update",         "post-receive",       "post-update"};

struct UserFolder {
  std::string key;         // of the user's configuration
  std::string configured;  // what it names; "" when it names nothing
  std::string made_by_us;  // what we name there when it names nothing
  std::string hooks;       // the folder of hooks in it

  bool is_made_by_us() const { return configured.empty() || configured == made_by_us; }
};

Result<UserFolder> user_folder(UserPlace place) {
  const bool hooks = place == UserPlace::HooksPath;
  UserFolder folder;
  folder.key = hooks ? "core.hooksPath" : "init.templateDir";
  const std::string home = environment_value("HOME");
  const std::string config = environment_value("XDG_CONFIG_HOME");
  if (home.empty() && config.empty()) {
    return Error::invalid("find the user's configuration", "HOME", "not set");
  }
  folder.made_by_us = (config.empty() ? home + "/.config" : config) + "/leakwarden/" +
                      (hooks ? "hooks" : "template");
  const Result<std::string> answer =
      run_git("/", {"config", "--global", "--type=path", "--get", folder.key});
  if (answer.ok()) folder.configured = answer->substr(0, answer->find('\n'));
  const std::string used = folder.configured.empty() ? folder.made_by_us : folder.configured;
  if (used[0] != '/') {
    return Error::refused("install hook", used, folder.key + " of the user is no absolute path");
  }
  folder.hooks = hooks ? used : used + "/hooks";
  return folder;
}

HookPlace place_in(const UserFolder& folder, HookKind kind) {
  HookFolder as_git_sees_it;
  as_git_sees_it.path = as_git_sees_it.own = folder.hooks;
  return hook_place(as_git_sees_it, kind);
}

HookStatus status_in(const UserFolder& folder, HookKind kind) {
  HookFolder as_git_sees_it;
  as_git_sees_it.path = as_git_sees_it.own = folder.hooks;
  HookStatus status = status_of(as_git_sees_it, kind);
  if (is_pass_through(text_of_hook(status.path))) status.state = HookState::Absent;
  return status;
}

// Repositories' own hooks go on being run.
Status pass_others_through(const UserFolder& folder) {
  for (const char* name : kPassedThrough) {
    const std::string path = folder.hooks + "/" + name;
    if (is_there(path)) continue;
    LEAKWARDEN_CHECK(write_file_atomically(path, pass_through_script(name), kScriptMode));
  }
  return done();
}

Status make_folder(const UserFolder& folder, UserPlace place) {
  std::error_code error;
  std::filesystem::create_directories(folder.hooks, error);
  if (error) return Error::from_errno("make the hooks folder", folder.hooks, error.value());
  if (!folder.is_made_by_us()) return done();
  if (place == UserPlace::HooksPath) return pass_others_through(folder);
  // What people expect of a new repository: git's own template is not copied any more.
  std::filesystem::create_directories(folder.made_by_us + "/info", error);
  return done();
}

bool any_of_ours(const UserFolder& folder) {
  return std::any_of(hook_kinds().begin(), hook_kinds().end(), [&](HookKind kind) {
    const std::string text = text_of_hook(folder.hooks + "/" + hook_name(kind));
    return is_our_script(text) && !is_pass_through(text);
  });
}

Status take_folder_out(const UserFolder& folder, UserPlace place) {
  if (place == UserPlace::HooksPath) {
    for (const char* name : kPassedThrough) {
      const std::string path = folder.hooks + "/" + name;
      const std::string text = text_of_hook(path);
      if (is_our_script(text) && is_as_written(text, name)) ::unlink(path.c_str());
    }
  }
  if (!folder.configured.empty()) {
    LEAKWARDEN_TRY(const std::string said,
                   run_git("/", {"config", "--global", "--unset", folder.key}));
    static_cast<void>(said);
  }
  // Only what is empty goes.
  for (const std::string& path : {folder.hooks, folder.made_by_us + "/info", folder.made_by_us,
                                  folder.made_by_us.substr(0, folder.made_by_us.rfind('/'))})
    ::rmdir(path.c_str());
  return done();
}

}  // namespace

Result<std::vector<HookStatus>> install_user_hooks(UserPlace place,
                                                   const std::vector<HookKind>& kinds,
                                                   const std::string& program) {
  LEAKWARDEN_TRY(const UserFolder folder, user_folder(place));
  const bool calls_own = place == UserPlace::HooksPath && folder.is_made_by_us();
  std::vector<HookStatus> all;
  for (HookKind kind : kinds) {
    LEAKWARDEN_TRY(const std::string kept, keep_if_edited(place_in(folder, kind), kind));
    LEAKWARDEN_CHECK(
        put_hook(place_in(folder, kind), kind,
                 calls_own ? user_hook_script(kind, program) : hook_script(kind, program)));
    all.push_back(status_in(folder, kind));
    all.back().kept = kept;
  }
  LEAKWARDEN_CHECK(make_folder(folder, place));
  if (folder.configured.empty()) {  // last: until then nothing has changed for anybody
    LEAKWARDEN_TRY(const std::string said,
                   run_git("/", {"config", "--global", folder.key, folder.made_by_us}));
    static_cast<void>(said);
  }
  return all;
}

Result<std::vector<HookStatus>> uninstall_user_hooks(UserPlace place,
                                                     const std::vector<HookKind>& kinds) {
  LEAKWARDEN_TRY(const UserFolder folder, user_folder(place));
  std::map<HookKind, std::string> kept;
  for (HookKind kind : kinds) {
    if (is_pass_through(text_of_hook(folder.hooks + "/" + hook_name(kind)))) continue;
    LEAKWARDEN_TRY(kept[kind], keep_if_edited(place_in(folder, kind), kind));
    LEAKWARDEN_CHECK(take_hook(place_in(folder, kind)));
  }
  if (folder.is_made_by_us() && !any_of_ours(folder)) {
    LEAKWARDEN_CHECK(take_folder_out(folder, place));
  } else if (folder.is_made_by_us() && place == UserPlace::HooksPath) {
    LEAKWARDEN_CHECK(pass_others_through(folder));
  }
  std::vector<HookStatus> all;
  for (HookKind kind : kinds) {
    all.push_back(status_in(folder, kind));
    all.back().kept = kept[kind];
  }
  return all;
}

Result<std::vector<HookStatus>> user_hook_status(UserPlace place) {
  LEAKWARDEN_TRY(const UserFolder folder, user_folder(place));
  std::vector<HookStatus> all;
  for (HookKind kind : client_hook_kinds()) all.push_back(status_in(folder, kind));
  return all;
}

}  // namespace leakwarden::scanner
