#include "scanner/hooks/settings.h"

#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>

namespace leakwarden::scanner {
namespace {

constexpr const char* kSwitches[] = {"LEAKWARDEN_FAIL_CLOSED", "LEAKWARDEN_NO_SUPPRESSIONS",
                                     "LEAKWARDEN_HONOUR_MARKERS", "LEAKWARDEN_HONOUR_FILES",
                                     "LEAKWARDEN_ALLOW_PUSH_OPTION"};
constexpr int kMostPushOptions = 1000;
constexpr int kMostSeconds = 3600;
constexpr std::string_view kAllow = "leakwarden.allow=";
constexpr std::string_view kReason = ";reason=";

bool is_same_folder(const std::string& left, const std::string& right) {
  struct stat one {};
  struct stat other {};
  return ::stat(left.c_str(), &one) == 0 && ::stat(right.c_str(), &other) == 0 &&
         one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

std::optional<int> seconds_from(const std::string& text) {
  int seconds = 0;
  const std::from_chars_result parsed =
      std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool whole = parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
  if (!whole || seconds < 1 || seconds > kMostSeconds) return std::nullopt;
  return seconds;
}

Error bad_setting(const char* name, const char* why) {
  return Error::invalid("read the hook's environment", name, why)
      .with_remedy(std::string("unset ") + name);
}

// A C-quoted entry from `at` (its opening quote) on; moves `at` behind the closing one.
std::string unquoted(const std::string& text, std::size_t& at) {
  std::string entry;
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    entry += text[at];
  }
  if (at < text.size()) ++at;
  return entry;
}

}  // namespace

std::string environment_value(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

Status check_hook_environment() {
  for (const char* name : kSwitches) {
    const std::string value = environment_value(name);
    if (value != "" && value != "0" && value != "1") return bad_setting(name, "not 0 or 1");
  }
  const std::string confidence = environment_value("LEAKWARDEN_CONFIDENCE");
  if (!confidence.empty() && !confidence_from_name(confidence)) {
    return bad_setting("LEAKWARDEN_CONFIDENCE", "not low, medium or high");
  }
  const std::string seconds = environment_value("LEAKWARDEN_SECONDS");
  if (!seconds.empty() && !seconds_from(seconds)) {
    return bad_setting("LEAKWARDEN_SECONDS", "not a number from 1 to 3600");
  }
  return done();
}

FailClosed fail_closed_wish() {
  const std::string wish = environment_value("LEAKWARDEN_FAIL_CLOSED");
  if (wish == "1") return FailClosed::Yes;
  return wish == "0" ? FailClosed::Never : FailClosed::ForContent;
}

FailClosed fail_closed_on_server() {
  const bool unset = environment_value("LEAKWARDEN_FAIL_CLOSED").empty();
  return unset ? FailClosed::OutOfTime : fail_closed_wish();
}

Confidence hook_confidence() {
  return confidence_from_name(environment_value("LEAKWARDEN_CONFIDENCE"))
      .value_or(Confidence::Medium);
}

std::chrono::milliseconds hook_budget(std::chrono::milliseconds usual) {
  const std::optional<int> seconds = seconds_from(environment_value("LEAKWARDEN_SECONDS"));
  return seconds ? std::chrono::seconds(*seconds) : usual;
}

std::vector<std::string> split_object_folders(const std::string& text) {
  std::vector<std::string> folders;
  std::size_t at = 0;
  while (at < text.size()) {
    std::string folder;
    if (text[at] == '"') folder = unquoted(text, at);
    const std::size_t end = std::min(text.find(':', at), text.size());
    folder += text.substr(at, end - at);
    if (!folder.empty()) folders.push_back(std::move(folder));
    at = end + 1;
  }
  return folders;
}

std::vector<std::string> object_folders_of_environment(const std::string& own) {
  std::vector<std::string> named = {environment_value("GIT_QUARANTINE_PATH"),
                                    environment_value("GIT_OBJECT_DIRECTORY")};
  for (std::string& folder :
       split_object_folders(environment_value("GIT_ALTERNATE_OBJECT_DIRECTORIES"))) {
    named.push_back(std::move(folder));
  }
  std::vector<std::string> folders;
  for (const std::string& folder : named) {
    const bool known = std::any_of(folders.begin(), folders.end(), [&](const std::string& other) {
      return is_same_folder(folder, other);
    });
    if (folder.empty() || known || is_same_folder(folder, own)) continue;
    folders.push_back(folder);
  }
  return folders;
}

InlineMarkers markers_in_pushes() {
  return environment_value("LEAKWARDEN_HONOUR_MARKERS") == "1" ? InlineMarkers::Honour
                                                               : InlineMarkers::Mention;
}

SuppressionFiles files_of_hook() {
  SuppressionFiles files;
  files.at_root = environment_value("LEAKWARDEN_NO_SUPPRESSIONS") != "1";
  const std::string named = environment_value("LEAKWARDEN_BASELINE");
  for (std::size_t begin = 0; begin < named.size();) {
    const std::size_t end = std::min(named.find(':', begin), named.size());
    if (end > begin) files.baselines.push_back(named.substr(begin, end - begin));
    begin = end + 1;
  }
  return files;
}

bool files_in_pushes_count() {
  return environment_value("LEAKWARDEN_HONOUR_FILES") == "1";
}

bool push_option_permitted() {
  return environment_value("LEAKWARDEN_ALLOW_PUSH_OPTION") == "1";
}

std::vector<PushAllowance> push_allowances() {
  std::vector<PushAllowance> allowances;
  if (!push_option_permitted()) return allowances;
  const int count =
      std::min(std::atoi(environment_value("GIT_PUSH_OPTION_COUNT").c_str()), kMostPushOptions);
  for (int i = 0; i < count; ++i) {
    const std::string option = environment_value(("GIT_PUSH_OPTION_" + std::to_string(i)).c_str());
    const std::size_t reason = option.find(kReason);
    if (option.compare(0, kAllow.size(), kAllow) != 0 || reason == std::string::npos) continue;
    PushAllowance allowance;
    allowance.name = option.substr(kAllow.size(), reason - kAllow.size());
    allowance.reason = option.substr(reason + kReason.size());
    if (!allowance.reason.empty()) allowances.push_back(std::move(allowance));
  }
  return allowances;
}

}  // namespace leakwarden::scanner
