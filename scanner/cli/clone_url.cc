#include "scanner/cli/clone_url.h"

#include <algorithm>

#include "scanner/report/uri.h"

namespace leakwarden::scanner {
namespace {

// "git@host:path" as "ssh://host/path"; empty when it is a path.
std::string ssh_address(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos || text.find('/') < colon) return "";
  const std::size_t at = text.find('@');
  const std::size_t host = at == std::string::npos || at > colon ? 0 : at + 1;
  return "ssh://" + text.substr(host, colon - host) + "/" + text.substr(colon + 1);
}

}  // namespace

bool looks_like_clone_url(const std::string& text) {
  const std::size_t colon = text.find(':');
  const std::size_t slash = text.find('/');
  const bool remote = colon != std::string::npos && text.find('@') < colon && colon < slash;
  return text.find("://") != std::string::npos || remote;
}

std::string_view user_of_url(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  const std::size_t begin = scheme + 3;
  const std::string_view authority = url.substr(begin, url.find_first_of("/?#", begin) - begin);
  const std::size_t at = authority.rfind('@');
  return at == std::string_view::npos ? std::string_view{} : authority.substr(0, at);
}

std::string shown_clone_url(const std::string& url) {
  const std::string_view user = user_of_url(url);
  if (user.empty()) return url;
  const std::size_t begin = static_cast<std::size_t>(user.data() - url.data());
  return url.substr(0, begin) + url.substr(begin + user.size() + 1);
}

std::string public_address(const std::string& url) {
  if (url.find("://") == std::string::npos) return only_uri(ssh_address(url));
  const std::string shown = shown_clone_url(url);
  return only_uri(shown.substr(0, shown.find_first_of("?#")));
}

}  // namespace leakwarden::scanner
