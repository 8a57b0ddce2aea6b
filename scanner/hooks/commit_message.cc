#include "scanner/hooks/commit_message.h"

#include <algorithm>
#include <memory>

#include "scanner/git_child.h"
#include "scanner/hooks/settings.h"
#include "scanner/scan_job.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kScissors = " ------------------------ >8 ------------------------";
// What core.commentChar=auto chooses from (builtin/commit.c, adjust_comment_line_char).
constexpr std::string_view kAutoSigns = "#;@!$%^&|:";

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end == std::string_view::npos ? end : end + 1);
  text.remove_prefix(line.size());
  return line;
}

std::string_view without_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

// With "auto" git takes a sign that begins no line of the message; its own lines come last.
std::string comment_sign(std::string_view text, const CleanupRules& rules) {
  if (rules.comment != "auto") return rules.comment;
  std::string sign;
  while (!text.empty()) {
    const std::string_view line = without_end(take_line(text));
    if (line.empty()) continue;
    sign = kAutoSigns.find(line[0]) == std::string_view::npos ? "" : std::string(1, line[0]);
    const bool is_scissors = !sign.empty() && line.substr(1) == kScissors;
    if (is_scissors) break;
  }
  return sign;
}

// `rest`: what follows the scissors. git's diff comes behind two lines of comment.
bool is_a_diff(std::string_view rest, const std::string& sign) {
  while (starts_with(rest, sign)) take_line(rest);
  return rest.empty() || starts_with(rest, "diff --");
}

std::string_view until_scissors(std::string_view text, const std::string& sign,
                                const CleanupRules& rules) {
  if (!rules.edited || sign.empty()) return text;  // then git writes none, and cuts at none
  const std::string cut = sign + std::string(kScissors);
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t begin = text.size() - rest.size();
    if (without_end(take_line(rest)) != cut) continue;
    const bool cuts = rules.cleanup == Cleanup::Scissors || is_a_diff(rest, sign);
    if (cuts) return text.substr(0, begin);
  }
  return text;
}

Cleanup cleanup_of(const std::string& word) {
  if (word == "strip") return Cleanup::Strip;
  if (word == "whitespace") return Cleanup::Whitespace;
  if (word == "verbatim") return Cleanup::Verbatim;
  if (word == "scissors") return Cleanup::Scissors;
  return Cleanup::Default;
}

// "key\nvalue\0" for each, later ones count.
void read_answer(const std::string& answer, CleanupRules& rules) {
  for (std::size_t at = 0; at < answer.size();) {
    const std::size_t end = std::min(answer.find('\0', at), answer.size());
    const std::string entry = answer.substr(at, end - at);
    at = end + 1;
    const std::size_t line = entry.find('\n');
    if (line == std::string::npos) continue;
    const std::string value = entry.substr(line + 1);
    if (entry.substr(0, line) == "commit.cleanup") rules.cleanup = cleanup_of(value);
    if (entry.substr(0, line) != "commit.cleanup" && !value.empty()) rules.comment = value;
  }
}

}  // namespace

bool may_have_comments(std::string_view text) {
  while (!text.empty()) {
    const unsigned char first = static_cast<unsigned char>(take_line(text)[0]);
    const bool is_plain = first >= 0x80 || first <= ' ' || first == '-' || first == '*' ||
                          (first >= '0' && first <= '9') || (first >= 'A' && first <= 'Z') ||
                          (first >= 'a' && first <= 'z');
    if (!is_plain) return true;
  }
  return false;
}

std::string kept_message(std::string_view text, const CleanupRules& rules) {
  const std::string sign = comment_sign(text, rules);
  std::string_view rest = until_scissors(text, sign, rules);
  const bool cuts_comments =
      rules.cleanup == Cleanup::Strip || (rules.cleanup == Cleanup::Default && rules.edited);
  if (!cuts_comments || sign.empty()) return std::string(rest);
  std::string kept;
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);
    if (!starts_with(line, sign)) kept += line;
  }
  return kept;
}

CleanupRules cleanup_rules(const std::string& folder) {
  CleanupRules rules;
  rules.edited = environment_value("GIT_EDITOR") != ":";
  const Result<std::string> answer = run_git(
      folder, {"config", "-z", "--get-regexp", "^(commit\\.cleanup|core\\.comment(char|string))$"});
  if (answer.ok()) read_answer(*answer, rules);
  return rules;
}

Result<ScanReport> scan_commit_message(std::string_view text, const ScanOptions& options) {
  ScanOptions single = options;
  single.jobs = 1;
  LEAKWARDEN_TRY(const std::unique_ptr<ScanJob> job, ScanJob::start(single));
  Location place;
  place.kind = PlaceKind::CommitMessage;
  place.repository = options.repository_name;
  job->scan_text(kOwner, text, place, "the commit message");
  job->covered(kOwner, text.size());
  return job->finish();
}

}  // namespace leakwarden::scanner
