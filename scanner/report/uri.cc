#include "scanner/report/uri.h"

#include "scanner/report/groups.h"

namespace leakwarden::scanner {
namespace {

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::string file_uri(std::string_view path) {
  while (path.substr(0, 2) == "./") path.remove_prefix(2);
  if (path.substr(0, 1) != "/") return percent_encoded(path);
  while (path.substr(0, 2) == "//") path.remove_prefix(1);
  return "file://" + percent_encoded(path);
}

std::string git_uri(const Location& location, const char* part) {
  if (!location.commit.empty()) return ".git/commit/" + location.commit + "/" + part;
  const std::string ref = location.refs.empty() ? location.blob : location.refs.front();
  return ".git/" + percent_encoded(ref) + "/" + part;
}

}  // namespace

std::string percent_encoded(std::string_view path) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  for (char c : path) {
    if (is_unreserved(c) || c == '/') {
      encoded += c;
    } else {
      encoded += {'%', kDigits[static_cast<unsigned char>(c) >> 4],
                  kDigits[static_cast<unsigned char>(c) & 0xF]};
    }
  }
  return encoded;
}

std::string place_uri(const Location& location) {
  switch (location.kind) {
    case PlaceKind::CommitMessage:
    case PlaceKind::TagMessage:
      return git_uri(location, "message");
    case PlaceKind::Author:
    case PlaceKind::Committer:
    case PlaceKind::Tagger:
    case PlaceKind::RefName:
      return git_uri(location, std::string(place_kind_name(location.kind)).c_str());
    case PlaceKind::Stream:
      return "stdin";
    case PlaceKind::Reflog:
    case PlaceKind::Config:
      return ".git/" + percent_encoded(location.path);
    default:
      return location.path.empty() ? git_uri(location, "blob") : file_uri(location.path);
  }
}

std::string only_uri(std::string_view url) {
  constexpr std::string_view kReserved = ":/?#@!$&'()*+,;=";
  std::string uri;
  for (std::size_t at = 0; at < url.size(); ++at) {
    const char c = url[at];
    const bool escape =
        c == '%' && url.size() - at > 2 && is_hex(url[at + 1]) && is_hex(url[at + 2]);
    const bool stays = escape || is_unreserved(c) || kReserved.find(c) != std::string_view::npos;
    uri += stays ? std::string(1, c) : percent_encoded({&c, 1});
  }
  return uri;
}

bool is_web_url(std::string_view text) {
  for (std::string_view scheme : {"https://", "http://"}) {
    if (text.size() > scheme.size() && text.substr(0, scheme.size()) == scheme) return true;
  }
  return false;
}

}  // namespace leakwarden::scanner
