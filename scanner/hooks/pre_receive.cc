// pre-receive: everything that the pushed refs bring in, before the server takes it.
//
// The pushed objects lie in a quarantine folder that git names in the environment; a plain open of
// the repository does not see them, and "not found" here is an error, never "nothing to scan".

#include <istream>
#include <set>
#include <utility>

#include "scanner/hooks/allowance_record.h"
#include "scanner/hooks/hooks.h"
#include "scanner/hooks/push_input.h"
#include "scanner/hooks/push_words.h"
#include "scanner/hooks/received_push.h"
#include "scanner/report/place_words.h"
#include "scanner/text_scanner.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kWidth = 72;  // git adds "remote: "

void say_allowance(HookMessage& message, const std::vector<Finding>& findings) {
  if (!push_option_permitted()) {
    message.line("Not a secret? Only this server's administrator can let it through.");
    return;
  }
  message.line("Not a secret? Let it through, with a reason:");
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
  say_pushed_secrets(message, findings, scan_command(request));
  say_history_advice(message, repository, request, findings);
  message.line(
      "If it was pushed or shared anywhere else, replace it: the old value stays in every copy.");
  say_allowance(message, findings);
}

void say_let_through(HookMessage& message, const std::vector<Finding>& findings,
                     const std::vector<PushAllowance>& allowances) {
  if (findings.empty()) return;
  message.line("leakwarden: " + secrets_words(findings) +
               " let through by push option, which was recorded:");
  for (const PushAllowance& allowance : allowances) {
    std::string reason = allowance.reason;
    for (const Finding& finding : findings) reason = with_value_masked(reason, finding.secret);
    message.line(allowance.name + ": " + reason, 2);
  }
}

int say_failure(HookMessage& message, const Error& error) {
  const Verdict verdict = judge_hook(error, Confidence::Low, {}, fail_closed_on_server());
  say_unscanned(message, verdict, "the push");
  return verdict.decision == Decision::Refuse ? 1 : 0;
}

}  // namespace

int run_pre_receive(std::istream& input, const ScanOptions& given, std::ostream& output) {
  HookMessage message(output, kWidth);
  const Deadline deadline(hook_budget(kServerBudget));
  const ScanOptions options = server_options(given, deadline);
  Result<std::vector<PushUpdate>> updates = read_push_updates(input);
  if (!updates.ok()) {
    message.error(updates.error());
    return 2;
  }
  if (only_deletes(*updates)) return 0;
  const Result<std::shared_ptr<Repository>> repository = open_server_repository(options);
  if (!repository.ok()) return say_failure(message, repository.error());
  const Result<PushRequest> request = request_before(**repository, std::move(*updates));
  if (!request.ok()) return say_failure(message, request.error());
  const std::vector<PushAllowance> allowances = push_allowances();
  const Result<ScanReport> scanned = scan_received(**repository, *request, options, message);
  Verdict verdict =
      judge_hook(scanned, hook_confidence(), names_of(allowances), fail_closed_on_server());
  if (verdict.decision != Decision::Refuse) {
    const Status recorded = record_allowances((*repository)->git_folder(), *request, allowances,
                                              verdict.let_through, options.now_unix_seconds);
    if (!recorded.ok()) {  // what cannot be recorded is not let through
      message.error(recorded.error());
      verdict = judge_hook(scanned, hook_confidence(), {}, fail_closed_on_server());
    }
  }
  if (!verdict.findings.empty()) say_refused(message, **repository, *request, verdict.findings);
  say_let_through(message, verdict.let_through, allowances);
  say_suppressed(message, verdict);
  say_decided(message, verdict);
  say_unscanned(message, verdict, "the push");
  return verdict.decision == Decision::Refuse ? 1 : 0;
}

}  // namespace leakwarden::scanner
