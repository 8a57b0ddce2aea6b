#include "notifier/channels/url.h"

#include <arpa/inet.h>
#include <curl/curl.h>

#include <memory>

#include <fmt/core.h>

#include "scanner/base/sanitize.h"

namespace leakwarden::notifier {
namespace {

using UrlHandle = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part_of(CURLU* handle, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(handle, part, &text, 0) != CURLUE_OK) return "";
  std::string result(text);
  curl_free(text);
  return result;
}

std::string without_brackets(std::string host) {
  if (host.size() > 2 && host.front() == '[') return host.substr(1, host.size() - 2);
  return host;
}

}  // namespace

Result<UrlParts> parse_url(const Secret& url) {
  std::string text(url.reveal(RevealFor::Credential));
  UrlHandle handle(curl_url(), curl_url_cleanup);
  unsigned flags = CURLU_NON_SUPPORT_SCHEME | CURLU_DISALLOW_USER;
  CURLUcode code = curl_url_set(handle.get(), CURLUPART_URL, text.c_str(), flags);
  wipe_memory(text.data(), text.size());
  if (code == CURLUE_USER_NOT_ALLOWED) {
    return Error::invalid("read URL", "channel", "it holds user:password@")
        .with_remedy("give credentials in their own settings");
  }
  if (code != CURLUE_OK) return Error::invalid("read URL", "channel", curl_url_strerror(code));
  UrlParts parts;
  parts.scheme = part_of(handle.get(), CURLUPART_SCHEME);
  parts.host = without_brackets(part_of(handle.get(), CURLUPART_HOST));
  parts.port = part_of(handle.get(), CURLUPART_PORT);
  if (parts.host.empty()) return Error::invalid("read URL", "channel", "no host in it");
  return parts;
}

std::string shown_url(const Secret& url) {
  Result<UrlParts> parts = parse_url(url);
  if (!parts) return "a URL that cannot be read";
  bool is_ipv6 = parts->host.find(':') != std::string::npos;
  std::string host = sanitize_for_header(parts->host, 200);
  return fmt::format("{}://{}{}{}{}{}/…", parts->scheme, is_ipv6 ? "[" : "", host,
                     is_ipv6 ? "]" : "", parts->port.empty() ? "" : ":", parts->port);
}

bool is_loopback(const UrlParts& url) {
  in_addr four{};
  if (inet_pton(AF_INET, url.host.c_str(), &four) == 1) return ntohl(four.s_addr) >> 24 == 127;
  return url.host == "::1" || url.host == "localhost";
}

}  // namespace leakwarden::notifier
