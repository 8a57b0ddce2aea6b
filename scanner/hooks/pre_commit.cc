// pre-commit and pre-merge-commit: the index against HEAD, and the other sides of a merge. git runs
// one of them before every commit, so it must answer in milliseconds: our own readers, one thread
// for few files, libgit2 never touched.

#include <utility>

#include "scanner/hooks/commit_words.h"
#include "scanner/hooks/deadline.h"
#include "scanner/hooks/hooks.h"
#include "scanner/hooks/own_verdict.h"
#include "scanner/hooks/settings.h"
#include "scanner/hooks/work_repository.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kWidth = 80;

bool has_head(Repository& repository) {
  const Result<std::optional<ObjectId>> head = repository.resolve_ref("HEAD");
  return head.ok() && head->has_value();
}

CommitWords words_for_commit(Repository& repository, const std::vector<Finding>& findings) {
  CommitWords words;
  words.what = "this commit";
  words.take_out = (has_head(repository) ? "git restore --staged " : "git rm --cached ") +
                   files_word(findings) + ", then edit or rename it and git add again";
  words.again = "git commit …";
  words.whole_list = "leakwarden scan --staged";
  return words;
}

// git leaves the merge open: what remains is a commit.
CommitWords words_for_merge(Repository&, const std::vector<Finding>& findings) {
  CommitWords words;
  words.what = "this merge";
  words.take_out = "edit " + files_word(findings) + ", git add it, then git commit";
  words.again = "git commit";
  words.whole_list = "leakwarden scan --staged";
  return words;
}

using WordsFor = CommitWords (*)(Repository&, const std::vector<Finding>&);

int run_on_index(const ScanOptions& given, WordsFor words_for, const std::string& what,
                 std::ostream& output) {
  ScanOptions options = given;
  const Deadline deadline(hook_budget(options.limits.hook_deadline));
  options.cancel = deadline.flag();
  HookMessage message(output, kWidth);
  const Result<std::shared_ptr<Repository>> repository = open_commit_repository(options);
  if (!repository.ok()) return say_no_repository(message, repository.error(), what);
  const OwnVerdict own =
      judge_own(scan_staged(**repository, "", options), root_of_work(**repository), options);
  const std::vector<Finding>& findings = own.verdict.findings;
  if (!findings.empty()) say_commit_refused(message, findings, words_for(**repository, findings));
  return say_rest(message, own, what);
}

}  // namespace

int run_pre_commit(const ScanOptions& options, std::ostream& output) {
  return run_on_index(options, words_for_commit, "the commit", output);
}

int run_pre_merge_commit(const ScanOptions& options, std::ostream& output) {
  return run_on_index(options, words_for_merge, "the merge", output);
}

}  // namespace leakwarden::scanner
