#include "notifier/wording.h"

#include <algorithm>

#include <fmt/core.h>

#include "scanner/base/sanitize.h"

namespace leakwarden::notifier {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_alphanumeric(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f');
}

// Does `text` look like `shape`, where '0' stands for any digit?
bool has_shape(std::string_view text, std::string_view shape) {
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == '0' ? !is_digit(text[i]) : text[i] != shape[i]) return false;
  }
  return true;
}

bool cut_prefix(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string with_line(const std::string& name, std::int64_t line) {
  return line > 0 ? fmt::format("{}:{}", name, line) : name;
}

std::string of_commit(const char* what, const AlertLocation& location) {
  std::string commit = short_object_id(location.commit);
  return commit.empty() ? std::string(what) : fmt::format("{} of commit {}", what, commit);
}

bool is_link_character(char c) {
  return c > 0x20 && c < 0x7F && std::string_view("\"'<>\\^`{|}").find(c) == std::string_view::npos;
}

}  // namespace

std::string readable_time(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00T00:00:00";
  std::string shown = sanitize_for_header(text, 40);
  if (!has_shape(text, kShape)) return shown;
  std::string_view zone = text.substr(kShape.size());
  while (!zone.empty() && (zone[0] == '.' || is_digit(zone[0]))) zone.remove_prefix(1);
  bool is_offset = has_shape(zone, "+00:00") || has_shape(zone, "-00:00");
  if (zone != "Z" && !(is_offset && zone.size() == 6)) return shown;
  return fmt::format("{} {} {}", text.substr(0, 10), text.substr(11, 5),
                     zone == "Z" || zone == "+00:00" ? "UTC" : zone);
}

std::string readable_time(WallTime time) {
  return readable_time(rfc3339(time));
}

std::string readable_ref(std::string_view ref) {
  std::string prefix;
  if (cut_prefix(ref, "refs/tags/")) {
    prefix = "tag ";
  } else if (!cut_prefix(ref, "refs/heads/")) {
    cut_prefix(ref, "refs/");
  }
  return prefix + sanitize_for_header(ref, 60 - prefix.size());
}

std::string spot_of(const AlertLocation& location) {
  std::string path = sanitize_for_header(location.path, kMaxShownPath);
  switch (location.kind) {
    case PlaceKind::CommitMessage:
      return of_commit("the message", location);
    case PlaceKind::Author:
    case PlaceKind::Committer:
      return of_commit("an author field", location);
    case PlaceKind::TagMessage:
    case PlaceKind::Tagger:
      return path.empty() ? "the message of a tag" : "the message of tag " + path;
    case PlaceKind::Note:
      return of_commit("a note", location);
    case PlaceKind::RefName:
      return "a branch or tag name";
    case PlaceKind::Path:
      return "the name of a file";
    case PlaceKind::Stash:
      return with_line(path.empty() ? "a stash" : path + " in a stash", 0);
    case PlaceKind::Reflog:
      return "a reflog";
    default:
      return path.empty() ? std::string(place_kind_name(location.kind))
                          : with_line(path, location.line);
  }
}

std::string short_object_id(std::string_view id) {
  if (id.size() < 7 || !std::all_of(id.begin(), id.end(), is_hex)) return "";
  return std::string(id.substr(0, 10));
}

std::string safe_link(std::string_view url) {
  std::string_view rest = url;
  if (!cut_prefix(rest, "https://") && !cut_prefix(rest, "http://")) return "";
  if (url.size() > 2000 || !std::all_of(url.begin(), url.end(), is_link_character)) return "";
  std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  bool has_user = authority.find('@') != std::string_view::npos;
  return authority.empty() || has_user ? "" : std::string(url);
}

std::string safe_token(std::string_view text) {
  std::string token;
  for (char c : text.substr(0, 200)) {
    if (is_alphanumeric(c) || c == '-' || c == '_' || c == '.') token += c;
  }
  return token;
}

std::string counted(std::uint64_t number, std::string_view singular, std::string_view plural) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return fmt::format("{} {}", digits, number == 1 ? singular : plural);
}

}  // namespace leakwarden::notifier
