// commit-msg: the message, as git will keep it.

#include <fcntl.h>

#include "scanner/base/file.h"
#include "scanner/hooks/commit_message.h"
#include "scanner/hooks/commit_words.h"
#include "scanner/hooks/deadline.h"
#include "scanner/hooks/hooks.h"
#include "scanner/hooks/own_verdict.h"
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
  words.whole_list = "leakwarden scan " + (word.empty() ? "FILE" : word);
  words.in_message = true;
  return words;
}

// git runs the hook at the root of the work tree.
OwnVerdict judge(const Result<std::string>& text, const ScanOptions& options) {
  if (!text.ok()) return judge_own(text.error(), ".", options);
  const std::string kept =
      may_have_comments(*text) ? kept_message(*text, cleanup_rules("")) : *text;
  return judge_own(scan_commit_message(kept, options), ".", options);
}

}  // namespace

int run_commit_msg(const std::string& file, const ScanOptions& given, std::ostream& output) {
  ScanOptions options = given;
  const Deadline deadline(hook_budget(options.limits.hook_deadline));
  options.cancel = deadline.flag();
  HookMessage message(output, kWidth);
  const Result<std::string> text =
      read_regular_file(AT_FDCWD, file, options.limits.max_object_bytes);
  if (!text.ok() && text.error().kind != ErrorKind::TooLarge) {
    message.error(text.error());
    return 2;
  }
  const OwnVerdict own = judge(text, options);
  const std::vector<Finding>& findings = own.verdict.findings;
  if (!findings.empty()) say_commit_refused(message, findings, words_for(file));
  return say_rest(message, own, "the commit message");
}

}  // namespace leakwarden::scanner
