#include "scanner/hooks/allowance_record.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "scanner/base/clock.h"
#include "scanner/base/file.h"
#include "scanner/base/fingerprint.h"
#include "scanner/hooks/bounded_json.h"
#include "scanner/text_scanner.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint64_t kMostRecordBytes = 64ull << 20;
constexpr std::size_t kMostTextBytes = 1000;
constexpr std::size_t kMostRefs = 20;
constexpr std::size_t kMostFindings = 100;
constexpr mode_t kRecordMode = 0640;

// As servers tell their hooks who pushes; the first that is set.
constexpr const char* kPushers[] = {"GL_USERNAME",       "GL_ID",   "GITEA_PUSHER_NAME",
                                    "GITHUB_USER_LOGIN", "GL_USER", "REMOTE_USER",
                                    "LOGNAME",           "USER"};

std::string pusher() {
  for (const char* name : kPushers) {
    const std::string value = environment_value(name);
    if (!value.empty()) return value;
  }
  return "";
}

// Nothing of a value, and not too long.
std::string safe(std::string text, const std::vector<Finding>& findings) {
  text.resize(std::min(text.size(), kMostTextBytes));
  for (const Finding& finding : findings) text = with_value_masked(std::move(text), finding);
  return text;
}

Json findings_of(const PushAllowance& allowance, const std::vector<Finding>& findings) {
  Json all = Json::array();
  for (const Finding& finding : findings) {
    if (all.size() == kMostFindings || !fingerprint_has_prefix(finding.fingerprint, allowance.name))
      continue;
    all.push_back({{"fingerprint", finding.fingerprint},
                   {"rule_id", finding.rule_id},
                   {"path", safe(finding.location.path, findings)},
                   {"commit", finding.location.commit}});
  }
  return all;
}

std::string line_of(const PushAllowance& allowance, const PushRequest& request,
                    const std::vector<Finding>& findings, std::int64_t now) {
  Json refs = Json::array();
  for (const PushUpdate& update : request.updates) {
    if (refs.size() < kMostRefs) refs.push_back(safe(update.ref, findings));
  }
  const Json line = {{"time", rfc3339(from_unix_seconds(now))},
                     {"pusher", safe(pusher(), findings)},
                     {"refs", std::move(refs)},
                     {"name", safe(allowance.name, findings)},
                     {"reason", safe(allowance.reason, findings)},
                     {"findings", findings_of(allowance, findings)}};
  return line.dump(-1, ' ', true, Json::error_handler_t::replace) + "\n";
}

bool lets_any_through(const PushAllowance& allowance, const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
    return fingerprint_has_prefix(finding.fingerprint, allowance.name);
  });
}

Status append(const std::string& path, const std::string& text) {
  const char* what = "record what is let through";
  const Descriptor file(::open(path.c_str(),
                               O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
                               kRecordMode));
  if (!file.valid()) return Error::from_errno(what, path, errno);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return Error::from_errno(what, path, errno);
  if (!S_ISREG(status.st_mode)) return Error::refused(what, path, "not a regular file");
  if (static_cast<std::uint64_t>(status.st_size) + text.size() > kMostRecordBytes) {
    return Error::refused(what, path, "it is full")
        .with_remedy("the server's administrator moves it away");
  }
  const ssize_t written = ::write(file.get(), text.data(), text.size());
  if (written < 0) return Error::from_errno(what, path, errno);
  if (static_cast<std::size_t>(written) != text.size()) return Error::io(what, path, "cut short");
  return ::fdatasync(file.get()) == 0 ? done() : Error::from_errno(what, path, errno);
}

}  // namespace

Status record_allowances(const std::string& git_folder, const PushRequest& request,
                         const std::vector<PushAllowance>& allowances,
                         const std::vector<Finding>& findings, std::int64_t now_unix_seconds) {
  std::string text;
  for (const PushAllowance& allowance : allowances) {
    if (lets_any_through(allowance, findings))
      text += line_of(allowance, request, findings, now_unix_seconds);
  }
  return text.empty() ? done() : append(git_folder + "/" + kAllowanceRecord, text);
}

}  // namespace leakwarden::scanner
