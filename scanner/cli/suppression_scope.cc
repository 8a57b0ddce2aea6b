#include "scanner/cli/suppression_scope.h"

#include <filesystem>
#include <memory>
#include <system_error>

#include "scanner/cli/revision.h"
#include "scanner/ref_tips.h"

namespace leakwarden::scanner {
namespace {

namespace fs = std::filesystem;

// The folder with the work tree that `folder` lies in; "" for none. A git folder itself is none.
std::string work_tree_around(const fs::path& folder) {
  const Result<std::string> found = find_repository(folder.string());
  if (!found.ok()) return "";
  std::error_code failure;
  const fs::path root = fs::canonical(*found, failure);
  if (failure || !fs::exists(root / ".git", failure)) return "";
  return root.string();
}

std::string without_dot(const std::string& path) {
  return path == "." ? "" : path;
}

SuppressionScope scope_of_files(const Target& target) {
  SuppressionScope scope;
  std::error_code failure;
  const fs::path here = fs::canonical(target.path, failure);
  if (failure) return scope;
  const bool is_folder = fs::is_directory(here, failure);
  scope.root = work_tree_around(is_folder ? here : here.parent_path());
  if (scope.root.empty() && is_folder) scope.root = here.string();
  if (scope.root.empty()) return scope;
  // The folder walk names what lies in "." without it (scan_files.cc).
  scope.paths.in_findings = without_dot(target.path);
  scope.paths.in_files = without_dot(here.lexically_relative(scope.root).string());
  if (here == scope.root) scope.told = Told::All;
  return scope;
}

}  // namespace

SuppressionScope suppression_scope(const Target& target, const Narrowing& narrowing) {
  SuppressionScope scope;
  if (target.kind == TargetKind::CloneUrl) return scope;
  if (target.kind == TargetKind::Files) return scope_of_files(target);
  scope.root = work_tree_around(target.kind == TargetKind::Stream ? "." : target.path);
  const bool whole = target.kind == TargetKind::Repository && narrowing.part == Part::Everything;
  if (whole) scope.told = Told::All;
  return scope;
}

Result<SuppressionSource> suppression_source(const Target& target, const SuppressionScope& scope,
                                             const std::string& revision) {
  if (revision.empty()) return in_folder(scope.root);
  const std::string path = target.kind == TargetKind::Repository ? target.path : scope.root;
  if (path.empty() || target.kind == TargetKind::CloneUrl) {
    return Error::invalid("read suppressions", target.name,
                          "no repository here has commit " + revision)
        .with_remedy("leave --suppressions-from away");
  }
  OpenOptions options;
  options.alternates = FollowAlternates::Yes;  // the user named it
  LEAKWARDEN_TRY(const std::shared_ptr<Repository> repository, Repository::open(path, options));
  LEAKWARDEN_TRY(const ObjectId named, resolve_revision(*repository, revision));
  const ObjectId commit = peeled(*repository, named);
  return SuppressionSource([repository, commit](const std::string& name) {
    return in_commit(*repository, commit)(name);
  });
}

}  // namespace leakwarden::scanner
