#include "scanner/report/place_words.h"

#include <fmt/core.h>

#include "scanner/base/fingerprint.h"
#include "scanner/base/sanitize.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostNameBytes = 200;
constexpr std::size_t kDateDigits = 10;  // of RFC 3339: the day

std::string safe(const std::string& text) {
  return sanitize_for_terminal(text, kMostNameBytes);
}

std::string file_words(const Location& location) {
  const std::string name = location.path.empty() ? "blob " + short_id(location.blob)
                                                 : sanitize_for_terminal(location.path);
  if (location.range.start_line == 0) return name;
  return fmt::format("{}:{}", name, location.range.start_line);
}

std::string of_commit(const char* what, const Location& location) {
  return fmt::format("the {} of commit {}", what, short_id(location.commit));
}

std::string of_tag(const char* what, const Location& location) {
  const std::string tag =
      location.refs.empty() ? short_id(location.blob) : short_ref(location.refs[0]);
  return fmt::format("the {} of tag {}", what, tag);
}

std::string reach_words(const Location& location) {
  if (!location.at_tip) return "";
  const std::string ref = location.refs.empty() ? "" : short_ref(location.refs[0]);
  if (*location.at_tip) return ref.empty() ? ", still there" : ", still at " + ref;
  return ref.empty() ? ", reachable from no ref" : ", only in history, reachable from " + ref;
}

}  // namespace

std::string short_ref(const std::string& ref) {
  for (const char* prefix : {"refs/heads/", "refs/tags/", "refs/remotes/"}) {
    if (ref.rfind(prefix, 0) == 0) return safe(ref.substr(std::string(prefix).size()));
  }
  return safe(ref);
}

std::string short_id(const std::string& hex) {
  return hex.substr(0, kShortIdDigits);
}

std::string short_fingerprint(const std::string& fingerprint) {
  return is_of_strong_value(fingerprint) ? fingerprint.substr(0, 3 + kShortIdDigits) : fingerprint;
}

std::string place_words(const Location& location) {
  switch (location.kind) {
    case PlaceKind::CommitMessage:
      return of_commit("message", location);
    case PlaceKind::Author:
      return of_commit("author", location);
    case PlaceKind::Committer:
      return of_commit("committer", location);
    case PlaceKind::TagMessage:
      return of_tag("message", location);
    case PlaceKind::Tagger:
      return of_tag("tagger", location);
    case PlaceKind::RefName:
      return "the ref name " + (location.refs.empty() ? "" : safe(location.refs[0]));
    case PlaceKind::Path:
      return "the file name " + sanitize_for_terminal(location.path);
    case PlaceKind::Reflog:
      return "the reflog " + file_words(location);
    case PlaceKind::Stream:
      return fmt::format("line {} of standard input", location.range.start_line);
    case PlaceKind::Note:
    case PlaceKind::Stash:
      return fmt::format("{} in a {}", file_words(location), place_kind_name(location.kind));
    default:
      return file_words(location);
  }
}

std::string history_words(const Location& location) {
  if (location.kind == PlaceKind::WorkTree) return "in the work tree, not committed";
  if (location.kind == PlaceKind::Index) return "staged, not committed";
  if (location.commit.empty()) return location.kind == PlaceKind::Blob ? "in no commit" : "";
  std::string words;
  if (!location.date.empty()) words += "since " + safe(location.date).substr(0, kDateDigits) + " ";
  if (!location.author.empty()) words += "by " + safe(location.author) + " ";
  return words + "in " + short_id(location.commit) + reach_words(location);
}

}  // namespace leakwarden::scanner
