#include "scanner/hooks/work_repository.h"

#include "scanner/hooks/settings.h"

namespace leakwarden::scanner {

Result<std::shared_ptr<Repository>> open_work_repository(const ScanOptions& options) {
  std::string folder = environment_value("GIT_DIR");
  std::string objects = folder + "/objects";
  if (folder.empty()) {
    LEAKWARDEN_TRY(folder, find_repository("."));
    objects = folder + "/.git/objects";
  }
  OpenOptions open;
  open.limits = options.limits;
  open.alternates = FollowAlternates::Yes;  // the developer's own repository
  open.extra_object_folders = object_folders_of_environment(objects);
  return Repository::open(folder, open);
}

Result<std::shared_ptr<Repository>> open_commit_repository(const ScanOptions& options) {
  LEAKWARDEN_TRY(std::shared_ptr<Repository> repository, open_work_repository(options));
  const bool has_index = !repository->work_tree().empty() ||
                         !environment_value("GIT_DIR").empty() ||
                         !environment_value("GIT_INDEX_FILE").empty();
  if (has_index) return repository;
  return Error::invalid("run hook", repository->git_folder(),
                        "a bare repository has no index, nobody commits here")
      .with_remedy("leakwarden hook install --pre-receive");
}

int say_no_repository(HookMessage& message, const Error& error, const std::string& what) {
  if (error.kind == ErrorKind::NotFound || error.kind == ErrorKind::Invalid) {
    message.error(error);
    return 2;
  }
  const Verdict verdict = judge_hook(error, Confidence::Low, {}, fail_closed_wish());
  say_unscanned(message, verdict, what);
  return verdict.decision == Decision::Refuse ? 1 : 0;
}

}  // namespace leakwarden::scanner
