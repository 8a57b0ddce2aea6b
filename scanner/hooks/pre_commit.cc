// pre-commit: the index against HEAD. The hook git runs before every commit, so it must answer in
// milliseconds: our own readers, one thread for few files, libgit2 never touched.

#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>

#include "scanner/hooks/deadline.h"
#include "scanner/hooks/hooks.h"
#include "scanner/hooks/message.h"
#include "scanner/hooks/settings.h"
#include "scanner/report/place_words.h"
#include "scanner/suppression_files.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kWidth = 80;

Result<std::shared_ptr<Repository>> open_here(const ScanOptions& options) {
  OpenOptions open;
  open.limits = options.limits;
  open.alternates = FollowAlternates::Yes;  // the developer's own repository
  const std::string folder = environment_value("GIT_DIR");
  open.extra_object_folders =
      object_folders_of_environment((folder.empty() ? ".git" : folder) + "/objects");
  return Repository::open(folder.empty() ? "." : folder, open);
}

bool has_head(Repository& repository) {
  const Result<std::optional<ObjectId>> head = repository.resolve_ref("HEAD");
  return head.ok() && head->has_value();
}

// git runs a hook at the root of the work tree, and in a linked one names its git folder only.
std::string root_of(const Result<std::shared_ptr<Repository>>& repository) {
  const bool known = repository.ok() && !(*repository)->work_tree().empty();
  return known ? (*repository)->work_tree() : ".";
}

void say_finding(HookMessage& message, const Finding& finding) {
  message.line(
      place_words(finding.location) + "   " + finding.rule_name + "   " + finding.secret.mask(), 2);
  if (finding.location.kind != PlaceKind::Path) message.line(finding.masked_line, 6);
  std::string why;
  for (const std::string& reason : finding.reasons) why += (why.empty() ? "why: " : "; ") + reason;
  message.line(why, 6);
}

void say_ways_out(HookMessage& message, const std::vector<Finding>& findings, bool has_head) {
  std::set<std::string> files;
  std::string names;
  for (const Finding& finding : findings) {
    const bool in_its_name = finding.location.kind == PlaceKind::Path;  // shown masked
    const std::string file = in_its_name ? "" : shell_word(finding.location.path);
    if (files.insert(file.empty() ? "FILE" : file).second && files.size() == 1)
      names = *files.begin();
  }
  if (files.size() > 1) names = "FILE…";
  message.row("take it out", (has_head ? "git restore --staged " : "git rm --cached ") + names +
                                 ", then edit or rename it and git add again");
  message.row("reference it", "read it from the environment or a vault, kept outside git");
  std::set<std::string> allow;
  for (const Finding& finding : findings) allow.insert(short_fingerprint(finding.fingerprint));
  std::string list;
  for (const std::string& name : allow) list += (list.empty() ? "" : ",") + name;
  message.row("not a secret",
              "say so in a comment on its line, leakwarden:allow and why; or this once:");
  message.command("LEAKWARDEN_ALLOW=" + list + " git commit …");
}

void say_revoke(HookMessage& message, const std::vector<Finding>& findings) {
  std::set<std::string> urls;
  for (const Finding& finding : findings) {
    if (!finding.advice.revoke_url.empty()) urls.insert(finding.advice.revoke_url);
  }
  message.line("If it was ever shared, replace it:");
  for (const std::string& url : urls) message.command(url);
}

void say_refused(HookMessage& message, const std::vector<Finding>& findings, bool has_head) {
  message.line("leakwarden: this commit would add " + secrets_words(findings));
  message.blank();
  for (const Finding& finding : findings) say_finding(message, finding);
  message.blank();
  say_ways_out(message, findings, has_head);
  say_revoke(message, findings);
}

}  // namespace

int run_pre_commit(const ScanOptions& given, std::ostream& output) {
  ScanOptions options = given;
  const Deadline deadline(options.limits.hook_deadline);
  options.cancel = deadline.flag();
  const Result<std::shared_ptr<Repository>> repository = open_here(options);
  Result<ScanReport> scanned =
      repository.ok() ? scan_staged(**repository, "", options) : repository.error();
  const Status heeded = heed_files_of_hook(in_folder(root_of(repository)), files_of_hook(), options,
                                           hook_confidence(), scanned);
  const Verdict verdict =
      judge_hook(scanned, hook_confidence(), split_names(environment_value("LEAKWARDEN_ALLOW")),
                 fail_closed_wish());
  HookMessage message(output, kWidth);
  if (!verdict.findings.empty()) say_refused(message, verdict.findings, has_head(**repository));
  say_suppressed(message, verdict);
  say_unscanned(message, verdict, "the commit");
  if (!heeded.ok()) message.line("leakwarden: " + heeded.error().message());
  if (!heeded.ok() && verdict.decision == Decision::Refuse) return 2;
  return verdict.decision == Decision::Refuse ? 1 : 0;
}

}  // namespace leakwarden::scanner
