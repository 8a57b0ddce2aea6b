#include "scanner/hooks/install.h"

#include <utility>

#include "scanner/hooks/hook_file.h"
#include "scanner/hooks/hook_folder.h"
#include "scanner/hooks/hook_script.h"
#include "scanner/hooks/hook_status.h"

namespace leakwarden::scanner {
namespace {

Status refuse_hooks_of_others(const HookFolder& folder, const HookPlace& place, HookKind kind) {
  if (folder.is_inside) return done();
  Error error = Error::refused("install hook", folder.path,
                               "core.hooksPath leads outside this repository, to hooks of others");
  return std::move(error).with_remedy(remedy_for_hooks_path(folder, place, kind));
}

}  // namespace

Result<HookStatus> install_hook(Repository& repository, HookKind kind, const std::string& program) {
  LEAKWARDEN_TRY(HookFolder folder, hook_folder(repository));
  const HookFolder as_git_sees_it = folder;
  const std::string others = text_of_hook(hook_place(folder, kind).file);
  if (!folder.is_inside && is_our_script(others)) {  // the user's; passes on to this folder
    if (!is_pass_through(others)) return status_of(folder, kind);
    folder.path = folder.own;
    folder.is_inside = true;
  }
  const HookPlace place = hook_place(folder, kind);
  LEAKWARDEN_CHECK(refuse_hooks_of_others(folder, place, kind));
  LEAKWARDEN_TRY(const std::string kept, keep_if_edited(place, kind));
  if (place.chaining == Chaining::Block) {
    LEAKWARDEN_CHECK(put_block(place, hook_block(kind, program)));
  } else {
    LEAKWARDEN_CHECK(put_hook(place, kind, hook_script(kind, program)));
  }
  HookStatus status = status_of(as_git_sees_it, kind);
  status.kept = kept;
  return status;
}

Result<HookStatus> uninstall_hook(Repository& repository, HookKind kind) {
  LEAKWARDEN_TRY(const HookFolder folder, hook_folder(repository));
  std::string kept;
  if (folder.is_inside) {
    LEAKWARDEN_TRY(kept, keep_if_edited(hook_place(folder, kind), kind));
    LEAKWARDEN_CHECK(take_hook(hook_place(folder, kind)));
  }
  // And what was installed before core.hooksPath led elsewhere.
  HookFolder own = folder;
  own.path = folder.own;
  own.husky.clear();
  LEAKWARDEN_TRY(const std::string kept_there, keep_if_edited(hook_place(own, kind), kind));
  LEAKWARDEN_CHECK(take_hook(hook_place(own, kind)));
  HookStatus status = status_of(folder, kind);
  status.kept = kept.empty() ? kept_there : kept;
  return status;
}

}  // namespace leakwarden::scanner
