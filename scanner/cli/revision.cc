#include "scanner/cli/revision.h"

#include <optional>

#include "scanner/git_child.h"

namespace leakwarden::scanner {
namespace {

Result<ObjectId> ask_git(Repository& repository, const std::string& text) {
  const Error unknown = Error::not_found("find commit", text, "no such revision")
                            .with_remedy("a branch, a tag or a commit id");
  if (text.empty() || text[0] == '-') return unknown;
  const Result<std::string> answer =
      run_git(repository.git_folder(), {"--git-dir=.", "rev-parse", "--verify", "--quiet", text});
  if (!answer.ok()) return unknown;
  const std::optional<ObjectId> id = ObjectId::from_hex(answer->substr(0, answer->find('\n')));
  if (!id) return unknown;
  return *id;
}

}  // namespace

Result<ObjectId> resolve_revision(Repository& repository, const std::string& text) {
  for (const char* prefix : {"", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"}) {
    if (*prefix == '\0' && text != "HEAD" && text.rfind("refs/", 0) != 0) continue;
    const Result<std::optional<ObjectId>> id = repository.resolve_ref(prefix + text);
    if (id.ok() && *id) return **id;
  }
  const std::optional<ObjectId> id = ObjectId::from_hex(text);
  if (id && repository.objects().header(*id).ok()) return *id;
  return ask_git(repository, text);
}

Result<PushRequest> request_of_range(Repository& repository, const std::string& range) {
  const std::size_t dots = range.find("..");
  if (dots == std::string::npos || range.compare(dots, 3, "...") == 0) {
    return Error::invalid("read options", "--range " + range, "not of the form A..B")
        .with_remedy("--range main..HEAD");
  }
  const std::string from = range.substr(0, dots);
  const std::string to = dots + 2 == range.size() ? "HEAD" : range.substr(dots + 2);
  PushRequest request;
  LEAKWARDEN_TRY(const ObjectId tip, resolve_revision(repository, to));
  request.updates.push_back(PushUpdate{tip, tip, to});  // no new ref: its name is not scanned
  if (from.empty()) return request;
  LEAKWARDEN_TRY(const ObjectId known, resolve_revision(repository, from));
  request.known_tips.push_back(known);
  return request;
}

}  // namespace leakwarden::scanner
