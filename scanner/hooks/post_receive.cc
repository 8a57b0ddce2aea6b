// post-receive: what a push has brought, said after the fact. It refuses nothing; where pre-receive
// may not stand, it is how a pusher learns at once that a key must be replaced.

#include <istream>

#include "scanner/hooks/hooks.h"
#include "scanner/hooks/push_input.h"
#include "scanner/hooks/push_words.h"
#include "scanner/hooks/received_push.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kWidth = 72;  // git adds "remote: "
constexpr int kFound = 1;
constexpr int kNotScanned = 3;

void say_arrived(HookMessage& message, Repository& repository, const PushRequest& request,
                 const std::vector<Finding>& findings) {
  message.line("leakwarden: this push brought " + secrets_words(findings) + " to this server");
  say_pushed_secrets(message, findings, scan_command(request));
  message.blank();
  message.line("It is stored here and may have been read already: replace it first.");
  say_history_advice(message, repository, request, findings);
  message.line("Then push with --force, and ask for the old objects to be removed here.");
}

int say_all(HookMessage& message, Repository& repository, const PushRequest& request,
            Verdict verdict) {
  if (!verdict.findings.empty()) say_arrived(message, repository, request, verdict.findings);
  say_suppressed(message, verdict);
  say_decided(message, verdict);
  verdict.decision = Decision::PassUnscanned;  // whatever could not be scanned is here now
  say_unscanned(message, verdict, "the push");
  if (!verdict.findings.empty()) return kFound;
  return verdict.unscanned.empty() ? 0 : kNotScanned;
}

int say_failure(HookMessage& message, const Error& error) {
  message.error(error);
  message.line("leakwarden: this push was not looked at");
  return kNotScanned;
}

}  // namespace

int run_post_receive(std::istream& input, const ScanOptions& given, std::ostream& output) {
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
  const Result<PushRequest> request = request_after(**repository, std::move(*updates));
  if (!request.ok()) return say_failure(message, request.error());
  const Result<ScanReport> scanned = scan_received(**repository, *request, options, message);
  return say_all(
      message, **repository, *request,
      judge_hook(scanned, hook_confidence(), names_of(push_allowances()), FailClosed::Never));
}

}  // namespace leakwarden::scanner
