#include "scanner/hooks/decisions_client.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "scanner/base/fingerprint.h"
#include "scanner/base/sanitize.h"
#include "scanner/git_child.h"
#include "scanner/hooks/daemon_socket.h"
#include "scanner/hooks/settings.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kNobody = "none";
constexpr std::uint32_t kMostPatience = 10'000;  // milliseconds

std::optional<std::uint32_t> whole_number(const std::string& text) {
  std::uint32_t number = 0;
  const std::from_chars_result read =
      std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  return is_whole ? std::optional<std::uint32_t>(number) : std::nullopt;
}

void set_patience(const std::string& text, DecisionSettings& settings) {
  const std::optional<std::uint32_t> number = whole_number(text);
  if (number && *number >= 1 && *number <= kMostPatience)
    settings.patience = std::chrono::milliseconds(*number);
}

void set(const std::string& name, const std::string& value, DecisionSettings& settings) {
  if (value.empty()) return;
  if (name == "leakwarden.hooksocket") settings.socket = value;
  if (name == "leakwarden.hooksocketuser") settings.user = value;
  if (name == "leakwarden.hooksocketms") set_patience(value, settings);
}

// "name\nvalue\0" each, names in lower case.
void set_all(std::string_view listed, DecisionSettings& settings) {
  while (!listed.empty()) {
    const std::string_view entry = listed.substr(0, listed.find('\0'));
    const std::size_t line_end = entry.find('\n');
    if (line_end != std::string_view::npos) {
      set(std::string(entry.substr(0, line_end)), std::string(entry.substr(line_end + 1)),
          settings);
    }
    listed.remove_prefix(std::min(entry.size() + 1, listed.size()));
  }
}

// Looked up when a daemon is there only: a directory service may be slow.
std::vector<uid_t> believed_users(const std::string& service_user) {
  std::vector<uid_t> users = {0, ::geteuid()};
  if (const std::optional<std::uint32_t> number = whole_number(service_user)) {
    users.push_back(*number);
    return users;
  }
  const passwd* entry = ::getpwnam(service_user.c_str());
  if (entry != nullptr) users.push_back(entry->pw_uid);
  return users;
}

bool is_socket_there(const std::string& path) {
  return path.empty() || path[0] != '/' || ::access(path.c_str(), F_OK) == 0;
}

bool is_in_a_file(PlaceKind kind) {
  return kind == PlaceKind::Blob || kind == PlaceKind::Index || kind == PlaceKind::WorkTree ||
         kind == PlaceKind::File;
}

// Empty when a decision could not speak for it: a weak value needs a path.
std::optional<DecisionQuestion> question_about(const Finding& finding) {
  const Location& place = finding.location;
  if (is_of_strong_value(finding.fingerprint)) return DecisionQuestion{finding.fingerprint, "", ""};
  if (!is_in_a_file(place.kind) || place.path.empty() || finding.rule_id.empty())
    return std::nullopt;
  return DecisionQuestion{finding.fingerprint, finding.rule_id, place_name(place.path)};
}

// Each question once, with the findings it is about.
class Questions {
 public:
  void add(Finding& finding) {
    std::optional<DecisionQuestion> question = question_about(finding);
    if (!question) return;
    const Key key(question->fingerprint, question->rule, question->place);
    const bool is_known = numbers_.count(key) > 0;
    if (!is_known && asked_.size() == kMostQuestions) return;
    const std::size_t number = numbers_.emplace(key, asked_.size()).first->second;
    if (!is_known) {
      asked_.push_back(std::move(*question));
      about_.emplace_back();
    }
    about_[number].push_back(&finding);
  }

  const std::vector<DecisionQuestion>& asked() const { return asked_; }

  void mark(const DecisionAnswer& answer) const {
    Suppression suppression;
    suppression.by = kDecidedByDaemon;
    suppression.reason = answer.decision;
    if (!answer.person.empty()) suppression.reason += " by " + answer.person;
    suppression.expires = answer.until.substr(0, answer.until.find('T'));
    for (Finding* finding : about_[answer.number]) finding->suppressed = suppression;
  }

 private:
  using Key = std::tuple<std::string, std::string, std::string>;
  std::map<Key, std::size_t> numbers_;
  std::vector<DecisionQuestion> asked_;
  std::vector<std::vector<Finding*>> about_;
};

}  // namespace

DecisionSettings decision_settings(const std::string& folder) {
  DecisionSettings settings;
  const std::string socket = environment_value("LEAKWARDEN_HOOK_SOCKET");
  const std::string user = environment_value("LEAKWARDEN_HOOK_SOCKET_USER");
  if (socket.empty()) {
    const Result<std::string> listed = run_git(
        folder, {"config", "--null", "--get-regexp", "^leakwarden\\.hooksocket"}, 64u << 10);
    if (listed.ok()) set_all(*listed, settings);
  }
  set("leakwarden.hooksocket", socket, settings);
  set("leakwarden.hooksocketuser", user, settings);
  set("leakwarden.hooksocketms", environment_value("LEAKWARDEN_HOOK_SOCKET_MS"), settings);
  return settings;
}

Result<std::vector<DecisionAnswer>> ask_daemon(const DecisionSettings& settings,
                                               const std::vector<DecisionQuestion>& questions) {
  if (settings.socket == kNobody || !is_socket_there(settings.socket)) {
    return Error::not_found("ask the daemon", settings.socket, "it is not there");
  }
  LineExchange exchange;
  exchange.path = settings.socket;
  exchange.believed = believed_users(settings.user);
  exchange.most_bytes = kMostAnswerBytes;
  exchange.patience = settings.patience;
  LEAKWARDEN_TRY(const std::string line, exchange_line(exchange, request_line(questions)));
  Result<std::vector<DecisionAnswer>> answers = read_answer(line, questions.size());
  if (answers.ok()) return answers;
  Error error = answers.error();
  error.where = settings.socket;
  return error;
}

Status heed_daemon(const std::string& folder, Confidence least, Result<ScanReport>& scanned) {
  if (!scanned.ok()) return done();
  Questions questions;
  for (Finding& finding : scanned->findings) {
    if (!finding.suppressed && finding.confidence >= least) questions.add(finding);
  }
  if (questions.asked().empty()) return done();
  const Result<std::vector<DecisionAnswer>> answers =
      ask_daemon(decision_settings(folder), questions.asked());
  if (!answers.ok() && answers.error().kind == ErrorKind::NotFound) return done();
  if (!answers.ok()) return answers.error();
  for (const DecisionAnswer& answer : *answers) questions.mark(answer);
  return done();
}

DaemonSeen look_for_daemon(const DecisionSettings& settings) {
  DaemonSeen seen;
  const std::string socket = sanitize_for_terminal(settings.socket);
  if (settings.socket == kNobody) {
    seen.words = "no daemon is asked (LEAKWARDEN_HOOK_SOCKET or leakwarden.hookSocket is none)";
    return seen;
  }
  const Result<std::vector<DecisionAnswer>> answers = ask_daemon(settings, {});
  seen.answers = answers.ok();
  if (answers.ok()) {
    seen.words = "a daemon answers at " + socket;
  } else if (answers.error().kind == ErrorKind::NotFound) {
    seen.words = "no daemon at " + socket + " (" + sanitize_for_terminal(answers.error().why) + ")";
  } else {
    seen.is_trouble = true;
    seen.words = socket + " is not believed: " + sanitize_for_terminal(answers.error().why);
  }
  return seen;
}

}  // namespace leakwarden::scanner
