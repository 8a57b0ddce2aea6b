#include "scanner/cli/suppression_scope.h"

#include <filesystem>
#include <system_error>

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

}  // namespace leakwarden::scanner
