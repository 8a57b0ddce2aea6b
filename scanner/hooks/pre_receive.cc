// pre-receive: everything that the pushed refs bring in, before the server takes it.
//
// The pushed objects lie in a quarantine folder that git names in the environment; a plain open of
// the repository does not see them, and "not found" here is an error, never "nothing to scan".

#include <istream>
#include <set>
#include <utility>

#include "scanner/hooks/deadline.h"
#include "scanner/hooks/history_advice.h"
#include "scanner/hooks/hooks.h"
#include "scanner/hooks/message.h"
#include "scanner/hooks/push_input.h"
#include "scanner/hooks/pushed_files.h"
#include "scanner/hooks/settings.h"
#include "scanner/report/groups.h"
#include "scanner/report/place_words.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kWidth = 72;  // git adds "remote: "
constexpr std::size_t kMostFindingsSaid = 1000;

Result<std::shared_ptr<Repository>> open_here(const ScanOptions& options) {
  const std::string given = environment_value("GIT_DIR");
  const std::string folder = given.empty() ? "." : given;
  OpenOptions open;
  open.limits = options.limits;
  open.alternates = FollowAlternates::Yes;  // the server's own, no pusher writes it
  open.extra_object_folders = object_folders_of_environment(folder + "/objects");
  return Repository::open(folder, open);
}

bool only_deletes(const std::vector<PushUpdate>& updates) {
  for (const PushUpdate& update : updates) {
    if (!update.new_id.is_null()) return false;
  }
  return true;
}

// The quarantine hides nothing of the refs: they are still as before the push.
Result<PushRequest> request_of(Repository& repository, std::vector<PushUpdate> updates) {
  PushRequest request;
  request.updates = std::move(updates);
  std::vector<Gap> gaps;  // a broken ref hides less: more is scanned
  LEAKWARDEN_TRY(const std::vector<Ref> refs, repository.refs(gaps));
  for (const Ref& ref : refs) request.known_tips.push_back(ref.id);
  return request;
}

std::string in_words(const Location& location) {
  std::string words = place_words(location);
  const bool names_commit = location.kind == PlaceKind::CommitMessage ||
                            location.kind == PlaceKind::Author ||
                            location.kind == PlaceKind::Committer;
  if (!location.commit.empty() && !names_commit) words += " in commit " + short_id(location.commit);
  std::string refs;
  for (const std::string& ref : location.refs) refs += (refs.empty() ? "" : ", ") + short_ref(ref);
  return refs.empty() || location.kind == PlaceKind::RefName ? words : words + " (" + refs + ")";
}

void say_secret(HookMessage& message, const SecretGroup& group) {
  const Finding& best = *group.best;
  message.blank();
  message.line(std::string(severity_name(best.severity)) + "  " + best.rule_name + "  " +
               best.secret.mask());
  message.line(in_words(best.location), 2);
  for (const Finding* other : group.others) message.line(in_words(other->location), 2);
  std::string why;
  for (const std::string& reason : best.reasons) why += (why.empty() ? "" : "; ") + reason;
  message.row("why", why);
  message.row("revoke", best.advice.revoke_url);
}

void say_advice(HookMessage& message, Repository& repository, const PushRequest& request,
                const std::vector<Finding>& findings) {
  std::vector<ObjectId> tips;
  for (const PushUpdate& update : request.updates) {
    if (!update.new_id.is_null()) tips.push_back(update.new_id);
  }
  const Result<NewCommits> news = new_commits(repository, tips, request.known_tips);
  if (!news.ok()) return;
  message.blank();
  message.line("To take it out of what you push:");
  for (const AdviceStep& step : history_advice(findings, request, news->commits)) {
    message.line(step.words, 2);
    if (!step.command.empty()) message.command(step.command);
  }
  message.line(
      "If it was pushed or shared anywhere else, replace it: the old value stays in every copy.");
}

void say_allowance(HookMessage& message, const std::vector<Finding>& findings) {
  if (!push_option_permitted()) {
    message.line("Not a secret? Only this server's administrator can let it through.");
    return;
  }
  message.line("Not a secret? Let it through; name and reason are recorded:");
  std::set<std::string> names;
  for (const Finding& finding : findings) names.insert(short_fingerprint(finding.fingerprint));
  std::string options;
  for (const std::string& name : names) {
    options += " -o 'leakwarden.allow=" + name + ";reason=WHY'";
  }
  message.command("git push" + options);
}

void say_refused(HookMessage& message, Repository& repository, const PushRequest& request,
                 const std::vector<Finding>& findings) {
  message.line("leakwarden: push refused, it would add " + secrets_words(findings));
  std::size_t said = 0;
  const std::vector<SecretGroup> groups = by_secret(findings);
  for (const SecretGroup& group : groups) {
    if (said++ == kMostFindingsSaid) break;
    say_secret(message, group);
  }
  if (groups.size() > kMostFindingsSaid) {
    message.line(with_separators(groups.size() - kMostFindingsSaid) +
                 " more; leakwarden scan lists them");
  }
  say_advice(message, repository, request, findings);
  say_allowance(message, findings);
}

void say_let_through(HookMessage& message, const std::vector<Finding>& findings,
                     const std::vector<PushAllowance>& allowances) {
  if (findings.empty()) return;
  message.line("leakwarden: " + secrets_words(findings) + " let through by push option:");
  for (const PushAllowance& allowance : allowances) {
    message.line(allowance.name + ": " + allowance.reason, 2);
  }
}

int say_failure(HookMessage& message, const Error& error) {
  const Verdict verdict = judge_hook(error, Confidence::Low, {}, fail_closed_wish());
  say_unscanned(message, verdict, "the push");
  return verdict.decision == Decision::Refuse ? 1 : 0;
}

}  // namespace

int run_pre_receive(std::istream& input, const ScanOptions& given, std::ostream& output) {
  HookMessage message(output, kWidth);
  ScanOptions options = given;
  const Deadline deadline(options.limits.hook_deadline);
  options.cancel = deadline.flag();
  options.inline_markers = markers_in_pushes();
  Result<std::vector<PushUpdate>> updates = read_push_updates(input);
  if (!updates.ok()) {
    message.line("leakwarden: " + updates.error().message());
    return 2;
  }
  if (only_deletes(*updates)) return 0;
  const Result<std::shared_ptr<Repository>> repository = open_here(options);
  if (!repository.ok()) return say_failure(message, repository.error());
  const Result<PushRequest> request = request_of(**repository, std::move(*updates));
  if (!request.ok()) return say_failure(message, request.error());
  const std::vector<PushAllowance> allowances = push_allowances();
  AllowedNames names;
  for (const PushAllowance& allowance : allowances) names.push_back(allowance.name);
  Result<ScanReport> scanned = scan_push(**repository, *request, options);
  const Status heeded = heed_pushed_files(**repository, *request, options, scanned);
  if (!heeded.ok()) message.line("leakwarden: " + heeded.error().message());
  const Verdict verdict = judge_hook(scanned, hook_confidence(), names, fail_closed_wish());
  if (!verdict.findings.empty()) say_refused(message, **repository, *request, verdict.findings);
  say_let_through(message, verdict.let_through, allowances);
  say_suppressed(message, verdict);
  say_unscanned(message, verdict, "the push");
  return verdict.decision == Decision::Refuse ? 1 : 0;
}

}  // namespace leakwarden::scanner
