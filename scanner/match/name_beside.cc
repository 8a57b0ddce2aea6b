#include "scanner/match/name_beside.h"

#include <algorithm>
#include <array>

#include "scanner/match/ascii.h"
#include "scanner/match/judge/name_words.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kJoins = " \t\r\n_.-=:>|,;\"'`[]()\\";
constexpr std::string_view kQuotes = "\"'`";
constexpr std::string_view kSeparators = ",;|";

constexpr std::array<std::string_view, 7> kKeyWords{"key",     "token",  "secret", "auth",
                                                    "private", "access", "pass"};
constexpr std::array<std::string_view, 28> kOtherWords{
    "commit",   "hash",    "sha",    "sha1",  "sha256",  "digest",     "rev",
    "revision", "tag",     "tree",   "image", "base64",  "checksum",   "id",
    "ids",      "message", "wallet", "file",  "channel", "build",      "address",
    "playlist", "drive",   "merged", "sn",    "serial",  "thumbprint", "fingerprint"};
// Of calls that take a key without saying so.
constexpr std::array<std::string_view, 26> kCallWords{
    "client",     "api",     "new",     "sdk",     "login",      "init",    "connect",
    "connection", "config",  "setup",   "create",  "from",       "with",    "http",
    "rest",       "service", "session", "start",   "builder",    "options", "v1",
    "configure",  "app",     "gateway", "project", "credentials"};

template <typename Words>
bool holds_any(std::string_view text, const Words& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return holds_in_any_case(text, word); });
}

bool joins_name(std::string_view gap) {
  return std::all_of(gap.begin(), gap.end(),
                     [](char c) { return is_alphanumeric(c) || is_of(c, kJoins); });
}

// acme, "node_id": "…": behind the comma stands the name of another value.
bool names_another(std::string_view gap) {
  const std::size_t separator = gap.find_last_of(kSeparators);
  if (separator == std::string_view::npos) return false;
  const std::string_view behind = gap.substr(separator + 1);
  return std::any_of(behind.begin(), behind.end(), is_alphanumeric);
}

bool says_key(std::string_view gap) {
  return holds_any(gap, kKeyWords);
}

// Client("…   .New(`…   .login('someone', '…
bool is_call(std::string_view gap) {
  return gap.find('(') != std::string_view::npos;
}

bool calls_for_key(std::string_view gap) {
  const judging::NameWords words = judging::name_words(gap.substr(0, gap.rfind('(')));
  return std::ranges::all_of(words.all(),
                             [](std::string_view word) { return is_any_of(word, kCallWords); });
}

// telnyx message id …, GitHubCommit("…
bool says_other(std::string_view gap) {
  const judging::NameWords words = judging::name_words(gap);
  return std::ranges::any_of(words.all(),
                             [](std::string_view word) { return is_any_of(word, kOtherWords); });
}

// acme:⏎  - …
bool heads_list(std::string_view gap) {
  return gap.front() == ':' || (gap.size() > 1 && is_of(gap.front(), kQuotes) && gap[1] == ':');
}

// Hex digits of one case.
bool is_digest(std::string_view value) {
  const bool has_upper = std::any_of(value.begin(), value.end(), is_upper);
  const bool has_lower = std::any_of(value.begin(), value.end(), is_lower);
  return !(has_upper && has_lower) &&
         std::all_of(value.begin(), value.end(), [](char c) { return is_hex(c) || c == '-'; });
}

// OAuth2AccessTokenJsonExtractor, CreateIcon16: of twenty that are drawn three are digits, and one
// is not at the end.
bool is_name_with_digits(std::string_view value) {
  const std::size_t last = value.find_last_not_of("0123456789=");
  const std::string_view inner = value.substr(0, last == value.npos ? 0 : last);
  return std::count_if(inner.begin(), inner.end(), is_digit) < 2;
}

}  // namespace

bool looks_drawn(std::string_view value) {
  return !is_digest(value) && !is_name_with_digits(value);
}

bool names_alone(std::string_view gap, std::string_view value) {
  if (std::none_of(value.begin(), value.end(), is_letter)) return false;
  if (!joins_name(gap) || names_another(gap) || says_other(gap)) return false;
  if (says_key(gap)) return true;
  if (is_call(gap)) return calls_for_key(gap);
  if (is_of('\n', gap) && !heads_list(gap)) return false;
  return looks_drawn(value);
}

bool is_unsaid_digest(std::string_view gap, std::string_view value) {
  return is_digest(value) && !says_key(gap) && !(is_call(gap) && calls_for_key(gap));
}

bool may_name_form(std::string_view gap, std::string_view value) {
  if (looks_drawn(value)) return true;
  return joins_name(gap) && !names_another(gap) && !says_other(gap);
}

}  // namespace leakwarden::scanner
