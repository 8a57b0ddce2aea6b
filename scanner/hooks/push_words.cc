#include "scanner/hooks/push_words.h"

#include <algorithm>

#include "scanner/report/groups.h"
#include "scanner/report/place_words.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostSecretsSaid = 100;
constexpr std::size_t kMostPlacesSaid = 20;
constexpr std::size_t kMostRefsSaid = 5;
constexpr std::size_t kMostStepsSaid = 20;

std::string in_words(const Location& location) {
  std::string words = place_words(location);
  const bool names_commit = location.kind == PlaceKind::CommitMessage ||
                            location.kind == PlaceKind::Author ||
                            location.kind == PlaceKind::Committer;
  if (!location.commit.empty() && !names_commit) words += " in commit " + short_id(location.commit);
  std::string refs;
  const std::size_t listed = std::min(location.refs.size(), kMostRefsSaid);
  for (std::size_t i = 0; i < listed; ++i)
    refs += (i == 0 ? "" : ", ") + short_ref(location.refs[i]);
  if (location.refs.size() > listed)
    refs += ", and " + with_separators(location.refs.size() - listed) + " more";
  return refs.empty() || location.kind == PlaceKind::RefName ? words : words + " (" + refs + ")";
}

void say_secret(HookMessage& message, const SecretGroup& group) {
  const Finding& best = *group.best;
  message.blank();
  message.line(std::string(severity_name(best.severity)) + "  " + best.rule_name + "  " +
               best.secret.mask());
  message.line(in_words(best.location), 2);
  const std::size_t listed = std::min(group.others.size(), kMostPlacesSaid - 1);
  for (std::size_t i = 0; i < listed; ++i) message.line(in_words(group.others[i]->location), 2);
  if (group.others.size() > listed)
    message.line("and in " + counted(group.others.size() - listed, "more place", "more places"), 2);
  std::string why;
  for (const std::string& reason : best.reasons) why += (why.empty() ? "" : "; ") + reason;
  message.row("why", why);
  message.row("revoke", best.advice.revoke_url);
}

}  // namespace

std::string scan_command(const PushRequest& request) {
  for (const PushUpdate& update : request.updates) {
    if (request.updates.size() > 1 || update.old_id.is_null() || update.new_id.is_null()) break;
    return "leakwarden scan --range " + short_id(update.old_id.hex()) + ".." +
           short_id(update.new_id.hex());
  }
  return "leakwarden scan --history";
}

void say_pushed_secrets(HookMessage& message, const std::vector<Finding>& findings,
                        const std::string& whole_list) {
  std::size_t said = 0;
  const std::vector<SecretGroup> groups = by_secret(findings);
  for (const SecretGroup& group : groups) {
    if (said++ == kMostSecretsSaid) break;
    say_secret(message, group);
  }
  if (groups.size() > kMostSecretsSaid) {
    message.blank();
    message.line("and " + counted(groups.size() - kMostSecretsSaid, "more secret", "more secrets") +
                 "; the whole list:");
    message.command(whole_list);
  }
}

void say_history_advice(HookMessage& message, Repository& repository, const PushRequest& request,
                        const std::vector<Finding>& findings, const BranchesToSwitchTo& branches,
                        const std::string& remote) {
  std::vector<ObjectId> tips;
  for (const PushUpdate& update : request.updates) {
    if (!update.new_id.is_null()) tips.push_back(update.new_id);
  }
  const Result<NewCommits> news = new_commits(repository, tips, request.known_tips);
  if (!news.ok()) return;
  message.blank();
  message.line("To take it out of what you push:");
  const std::vector<AdviceStep> steps =
      history_advice(findings, {request, news->commits, branches, remote});
  const std::size_t listed = std::min(steps.size(), kMostStepsSaid);
  for (std::size_t i = 0; i < listed; ++i) {
    message.line(steps[i].words, 2);
    for (const std::string& command : steps[i].commands) message.command(command);
  }
  if (steps.size() > listed)
    message.line("and " + counted(steps.size() - listed, "more step", "more steps") +
                     " like these: push fewer refs at once",
                 2);
}

}  // namespace leakwarden::scanner
