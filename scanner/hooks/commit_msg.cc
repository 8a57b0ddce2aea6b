// commit-msg: the message, as git will keep it.

#include <fcntl.h>

#include "scanner/base/file.h"
#include "scanner/hooks/commit_message.h"
#include "scanner/hooks/commit_words.h"
#include "scanner/hooks/deadline.h"
#include "scanner/hooks/hooks.h"
#include "scanner/hooks/settings.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kWidth = 80;

// git keeps what was written: nobody types it twice.
CommitWords words_for(const std::string& file) {
  const std::string word = shell_word(file);
  const std::string edit = "git commit --edit --file=" + (word.empty() ? "FILE" : word);
  CommitWords words;
  words.what = "this commit's message";
  words.take_out = edit;
  words.again = edit;
  words.in_message = true;
  return words;
}

Verdict judge(const std::string& text, const ScanOptions& options) {
  const std::string kept = may_have_comments(text) ? kept_message(text, cleanup_rules("")) : text;
  return judge_hook(scan_commit_message(kept, options), hook_confidence(),
                    split_names(environment_value("LEAKWARDEN_ALLOW")), fail_closed_wish());
}

}  // namespace

int run_commit_msg(const std::string& file, const ScanOptions& given, std::ostream& output) {
  ScanOptions options = given;
  const Deadline deadline(options.limits.hook_deadline);
  options.cancel = deadline.flag();
  HookMessage message(output, kWidth);
  const Result<std::string> text =
      read_regular_file(AT_FDCWD, file, options.limits.max_object_bytes);
  if (!text.ok() && text.error().kind != ErrorKind::TooLarge) {
    message.error(text.error());
    return 2;
  }
  const Verdict verdict = text.ok()
                              ? judge(*text, options)
                              : judge_hook(text.error(), Confidence::Low, {}, fail_closed_wish());
  if (!verdict.findings.empty()) say_commit_refused(message, verdict.findings, words_for(file));
  say_suppressed(message, verdict);
  say_unscanned(message, verdict, "the commit message");
  return verdict.decision == Decision::Refuse ? 1 : 0;
}

}  // namespace leakwarden::scanner
