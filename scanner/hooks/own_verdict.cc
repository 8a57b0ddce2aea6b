#include "scanner/hooks/own_verdict.h"

#include <utility>

#include "scanner/hooks/decisions_client.h"
#include "scanner/hooks/settings.h"
#include "scanner/suppression_files.h"

namespace leakwarden::scanner {

OwnVerdict judge_own(Result<ScanReport> scanned, const std::string& root,
                     const ScanOptions& options) {
  const Confidence confidence = hook_confidence();
  const Status heeded =
      heed_files_of_hook(in_folder(root), files_of_hook(), options, confidence, scanned);
  OwnVerdict own;
  if (!heeded.ok()) own.problem = heeded.error().message();
  const Status asked = heed_daemon(root, confidence, scanned);
  if (!asked.ok()) own.unasked = asked.error().message();
  own.verdict = judge_hook(scanned, confidence, split_names(environment_value("LEAKWARDEN_ALLOW")),
                           fail_closed_wish());
  return own;
}

std::string root_of_work(const Repository& repository) {
  return repository.work_tree().empty() ? "." : repository.work_tree();
}

int say_rest(HookMessage& message, const OwnVerdict& own, const std::string& what) {
  say_suppressed(message, own.verdict);
  say_decided(message, own.verdict);
  if (!own.unasked.empty()) message.line("leakwarden: " + own.unasked);
  say_unscanned(message, own.verdict, what);
  if (!own.problem.empty()) message.line("leakwarden: " + own.problem);
  if (own.verdict.decision != Decision::Refuse) return 0;
  return own.problem.empty() ? 1 : 2;
}

}  // namespace leakwarden::scanner
