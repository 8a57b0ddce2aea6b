#include "scanner/hooks/push_words.h"

#include "scanner/report/groups.h"
#include "scanner/report/place_words.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostFindingsSaid = 1000;

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

}  // namespace

void say_pushed_secrets(HookMessage& message, const std::vector<Finding>& findings) {
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
}

void say_history_advice(HookMessage& message, Repository& repository, const PushRequest& request,
                        const std::vector<Finding>& findings, const BranchesToSwitchTo& branches) {
  std::vector<ObjectId> tips;
  for (const PushUpdate& update : request.updates) {
    if (!update.new_id.is_null()) tips.push_back(update.new_id);
  }
  const Result<NewCommits> news = new_commits(repository, tips, request.known_tips);
  if (!news.ok()) return;
  message.blank();
  message.line("To take it out of what you push:");
  for (const AdviceStep& step : history_advice(findings, request, news->commits, branches)) {
    message.line(step.words, 2);
    if (!step.command.empty()) message.command(step.command);
  }
}

}  // namespace leakwarden::scanner
