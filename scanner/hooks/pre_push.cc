// pre-push: everything the remote does not have yet. The last place on the developer's own machine,
// and the one that also sees what a rebase, a cherry-pick or `commit --no-verify` brought.

#include <algorithm>
#include <istream>
#include <set>

#include "scanner/hooks/commit_words.h"
#include "scanner/hooks/deadline.h"
#include "scanner/hooks/hooks.h"
#include "scanner/hooks/outgoing.h"
#include "scanner/hooks/own_verdict.h"
#include "scanner/hooks/push_words.h"
#include "scanner/hooks/reference_words.h"
#include "scanner/hooks/settings.h"
#include "scanner/hooks/work_repository.h"
#include "scanner/report/place_words.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kWidth = 80;
// The first push of a whole history takes its time anyway, and nobody else waits for it.
constexpr std::chrono::seconds kDeadline{30};

bool brings_anything(const std::vector<OutgoingRef>& refs) {
  return std::any_of(refs.begin(), refs.end(),
                     [](const OutgoingRef& ref) { return !ref.update.new_id.is_null(); });
}

void say_elsewhere(HookMessage& message, Repository& repository, const Outgoing& outgoing,
                   const std::vector<Finding>& findings) {
  const std::vector<std::string> remotes = remotes_that_have(repository, outgoing.remote, findings);
  if (remotes.empty()) return;
  std::string names;
  for (const std::string& remote : remotes) names += (names.empty() ? "" : ", ") + remote;
  message.blank();
  message.line("It has left this machine: " + names +
               " has it already. Replace it first; taking it out of the history does not undo "
               "that.");
}

void say_reference(HookMessage& message, const std::vector<Finding>& findings) {
  for (const Finding& finding : findings) {
    if (finding.location.kind != PlaceKind::Blob) continue;
    message.row("reference it", reference_for(finding) + ", kept outside git");
    return;
  }
}

void say_stopped(HookMessage& message, Repository& repository, const Outgoing& outgoing,
                 const std::vector<Finding>& findings) {
  message.line("leakwarden: push stopped, it would publish " + secrets_words(findings));
  say_pushed_secrets(message, findings, scan_command(outgoing.request));
  say_elsewhere(message, repository, outgoing, findings);
  say_history_advice(message, repository, outgoing.request, findings,
                     branches_to_switch_to(repository, outgoing),
                     outgoing.remote.empty() ? "REMOTE" : outgoing.remote);
  const std::vector<std::string> names = finding_names(findings);
  message.blank();
  say_reference(message, findings);
  say_not_a_secret(message, names);
  message.row("this once", "let it through this time only:");
  message.command(allow_command(names, "git push …"));
  say_revoke(message, findings);
}

int judge_push(HookMessage& message, Repository& repository, const Outgoing& outgoing,
               const ScanOptions& options) {
  Result<ScanReport> scanned = scan_push(repository, outgoing.request, options);
  if (scanned.ok()) {
    scanned->findings =
        not_at_the_remote(repository, outgoing.request, std::move(scanned->findings));
  }
  const OwnVerdict own = judge_own(std::move(scanned), root_of_work(repository), options);
  const std::vector<Finding>& findings = own.verdict.findings;
  if (!findings.empty()) say_stopped(message, repository, outgoing, findings);
  return say_rest(message, own, "the push");
}

}  // namespace

int run_pre_push(const std::string& remote, std::istream& input, const ScanOptions& given,
                 std::ostream& output) {
  ScanOptions options = given;
  const Deadline deadline(hook_budget(kDeadline));
  options.cancel = deadline.flag();
  HookMessage message(output, kWidth);
  Result<std::vector<OutgoingRef>> refs = read_outgoing_refs(input);
  if (!refs.ok()) {
    message.error(refs.error());
    return 2;
  }
  const Result<std::shared_ptr<Repository>> repository = open_work_repository(options);
  if (!repository.ok()) return say_no_repository(message, repository.error(), "the push");
  if (refs->empty()) refs = refs_of_framework(**repository);
  if (!brings_anything(*refs)) return 0;
  const std::string name = remote.empty() ? environment_value("PRE_COMMIT_REMOTE_NAME") : remote;
  const Result<Outgoing> outgoing = outgoing_push(**repository, name, std::move(*refs));
  if (!outgoing.ok()) return say_no_repository(message, outgoing.error(), "the push");
  return judge_push(message, **repository, *outgoing, options);
}

}  // namespace leakwarden::scanner
