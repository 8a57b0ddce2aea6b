// The real Transport, on libcurl's easy interface. Handles are kept, so that connections are: an
// alert minutes after another costs no new TCP and TLS handshake where the peer keeps them open. A
// mail server's handle is its own by all that protects the conversation, because libcurl 7.88 would
// send a mail that requires STARTTLS over a kept connection that never had it.
//
// What is switched off or bounded, and why:
//   protocols            only http, https, smtp, smtps: a URL must not reach file:, gopher:, dict:
//   redirects            never: a redirect is a way past the address check and leaks the URL
//   proxies, netrc       never from the environment: they would see credentials, and hide addresses
//   addresses            checked when the socket is made, after DNS (address_policy.h); the checked
//                        address is the one connected to
//   time                 connecting 5 s, the whole request the policy's timeout, stalls 10 s
//   answers              64 KiB of body, 100 headers; what is beyond is not read
//   TLS                  1.2 or newer, certificates and names verified
//
// Thread rules: one transport is used by one thread at a time.

#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>

#include <fmt/core.h>

#include "notifier/address_policy.h"
#include "notifier/channel.h"
#include "notifier/channels/url.h"
#include "notifier/smtp_replies.h"
#include "scanner/base/sanitize.h"

namespace leakwarden::notifier {
namespace {

constexpr std::size_t kMaxBody = 64 << 10;
constexpr std::size_t kMaxHeaders = 100;
constexpr std::size_t kMaxHeaderLine = 4096;
constexpr long kConnectMilliseconds = 5000;
constexpr long kStallSeconds = 10;

using Easy = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

Easy new_handle() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  return Easy(curl_easy_init(), curl_easy_cleanup);
}

void append(List& list, const std::string& text) {
  curl_slist* grown = curl_slist_append(list.get(), text.c_str());
  if (grown == nullptr) return;  // out of memory: the list is as before
  (void)list.release();
  list.reset(grown);
}

// What callbacks share during one request.
struct Exchange {
  const AddressPolicy* policy = nullptr;
  std::string blocked_address;  // the address we refused to connect to
  HttpAnswer answer;
  bool body_is_cut = false;
  std::string_view upload;  // what is left to send
  SmtpReplies replies;
};

curl_socket_t open_socket(void* context, curlsocktype, curl_sockaddr* address) {
  Exchange* exchange = static_cast<Exchange*>(context);
  if (!exchange->policy->allows(&address->addr)) {
    exchange->blocked_address = address_text(&address->addr);
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* context) {
  Exchange* exchange = static_cast<Exchange*>(context);
  std::string& body = exchange->answer.body;
  std::size_t room = kMaxBody - body.size();
  body.append(bytes, std::min(count, room));
  exchange->body_is_cut = count > room;
  return exchange->body_is_cut ? 0 : count;  // 0 ends the transfer
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
  }
  return result;
}

std::size_t take_header(char* bytes, std::size_t, std::size_t count, void* context) {
  HttpAnswer& answer = static_cast<Exchange*>(context)->answer;
  std::string_view line(bytes, std::min(count, kMaxHeaderLine));
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  std::size_t colon = line.find(':');
  if (line.substr(0, 5) == "HTTP/") answer.headers.clear();  // a 100 Continue came before
  if (colon != std::string_view::npos && answer.headers.size() < kMaxHeaders) {
    std::string_view value = line.substr(colon + 1);
    while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
    answer.headers.emplace_back(lower(line.substr(0, colon)), std::string(value));
  }
  return count;
}

std::size_t give_upload(char* buffer, std::size_t, std::size_t room, void* context) {
  std::string_view& upload = static_cast<Exchange*>(context)->upload;
  std::size_t count = std::min(room, upload.size());
  std::copy_n(upload.data(), count, buffer);
  upload.remove_prefix(count);
  return count;
}

int watch_conversation(CURL*, curl_infotype type, char* bytes, std::size_t count, void* context) {
  SmtpReplies& replies = static_cast<Exchange*>(context)->replies;
  if (type == CURLINFO_HEADER_OUT) replies.client_sent({bytes, count});
  if (type == CURLINFO_HEADER_IN) replies.server_sent({bytes, count});
  return 0;
}

// Texts of libcurl that may name a host or a certificate but never path, query or credentials.
bool tells_detail_safely(CURLcode code) {
  return code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_PEER_FAILED_VERIFICATION ||
         code == CURLE_SSL_CONNECT_ERROR || code == CURLE_SSL_CACERT_BADFILE;
}

bool is_refusal(CURLcode code) {
  return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR ||
         code == CURLE_SSL_CACERT_BADFILE || code == CURLE_USE_SSL_FAILED ||
         code == CURLE_LOGIN_DENIED || code == CURLE_UNSUPPORTED_PROTOCOL;
}

// A header that came apart would be two: our own values hold no controls, others' are refused.
bool is_safe_header(const std::pair<std::string, std::string>& header) {
  std::string line = header.first + header.second;
  return std::all_of(line.begin(), line.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
}

class CurlTransport final : public Transport {
 public:
  CurlTransport(Result<AddressPolicy> addresses, std::chrono::milliseconds timeout)
      : addresses_(std::move(addresses)), timeout_(timeout) {}

  Result<HttpAnswer> post(const HttpRequest& request) override;
  Result<MailAnswer> mail(const MailRequest& request) override;

 private:
  template <typename Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(handle_, option, value);
  }
  // Makes `handle_` the one of this peer.
  void choose_handle(const std::string& peer);
  Status begin(Exchange& exchange, const Secret& url, const char* protocols,
               const std::string& ca_file);
  void set_mail_server(const EmailConfig& server);
  void end(CURLcode code);
  Error error_of(CURLcode code, const Exchange& exchange, const char* what, const Secret& url);

  Result<AddressPolicy> addresses_;
  std::chrono::milliseconds timeout_;
  std::map<std::string, Easy> handles_;
  std::string peer_;
  CURL* handle_ = nullptr;  // of handles_, of peer_
  char detail_[CURL_ERROR_SIZE] = "";
};

void CurlTransport::choose_handle(const std::string& peer) {
  constexpr std::size_t kMostHandles = 16;
  if (handles_.size() == kMostHandles && handles_.count(peer) == 0) handles_.clear();
  std::map<std::string, Easy>::iterator found = handles_.find(peer);
  if (found == handles_.end()) found = handles_.emplace(peer, new_handle()).first;
  peer_ = peer;
  handle_ = found->second.get();
}

std::string mail_peer(const EmailConfig& server) {
  return fmt::format("{}\n{}\n{}\n{}", server.url, static_cast<int>(server.starttls),
                     server.username, server.ca_file);
}

Status CurlTransport::begin(Exchange& exchange, const Secret& url, const char* protocols,
                            const std::string& ca_file) {
  if (!addresses_) return addresses_.error();
  if (handle_ == nullptr) return Error::io("start a transfer", "libcurl", "out of memory");
  LEAKWARDEN_TRY(UrlParts parts, parse_url(url));
  curl_easy_reset(handle_);  // options go, connections stay
  detail_[0] = 0;
  exchange.policy = &addresses_.value();
  std::string text(url.reveal(RevealFor::Credential));
  set(CURLOPT_URL, text.c_str());
  wipe_memory(text.data(), text.size());
  set(CURLOPT_PROTOCOLS_STR, protocols);
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NOPROXY, "*");
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_CONNECTTIMEOUT_MS, kConnectMilliseconds);
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeout_.count()));
  set(CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(CURLOPT_LOW_SPEED_TIME, kStallSeconds);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (!ca_file.empty()) set(CURLOPT_CAINFO, ca_file.c_str());
  set(CURLOPT_ERRORBUFFER, detail_);
  set(CURLOPT_OPENSOCKETFUNCTION, open_socket);
  set(CURLOPT_OPENSOCKETDATA, &exchange);
  set(CURLOPT_WRITEFUNCTION, take_body);
  set(CURLOPT_WRITEDATA, &exchange);
  return done();
}

// Nothing of the exchange stays in the handle, which outlives it; after a failure the connection is
// in an unknown state and is not used again.
void CurlTransport::end(CURLcode code) {
  curl_easy_reset(handle_);
  if (code != CURLE_OK) handles_.erase(peer_);
}

Error CurlTransport::error_of(CURLcode code, const Exchange& exchange, const char* what,
                              const Secret& url) {
  std::string where = shown_url(url);
  end(code);
  if (!exchange.blocked_address.empty()) {
    return Error::refused(what, where, exchange.blocked_address + " is not a public address")
        .with_remedy("if it is meant, add it to outgoing.allow_private");
  }
  std::string why = curl_easy_strerror(code);
  if (tells_detail_safely(code) && detail_[0] != 0) {
    why += " (" + sanitize_for_header(detail_, 200) + ")";
  }
  if (code == CURLE_OPERATION_TIMEDOUT) return Error::timeout(what, where, why);
  if (code == CURLE_USE_SSL_FAILED) {
    return Error::refused(what, where,
                          "the server offers no STARTTLS, or somebody on the way removed it")
        .with_remedy("nothing was sent; set starttls: off only for a relay on this machine");
  }
  if (is_refusal(code)) return Error::refused(what, where, why);
  return Error::io(what, where, why);
}

Result<HttpAnswer> CurlTransport::post(const HttpRequest& request) {
  List headers(nullptr, curl_slist_free_all);
  for (const std::pair<std::string, std::string>& header : request.headers) {
    if (!is_safe_header(header)) {
      return Error::invalid("send request", header.first, "a header with control characters");
    }
    append(headers, header.first + ": " + header.second);
  }
  append(headers, "Expect:");  // no waiting for 100 Continue
  Exchange exchange;
  choose_handle("http");
  LEAKWARDEN_CHECK(begin(exchange, request.url, "http,https", request.ca_file));
  set(CURLOPT_HTTPHEADER, headers.get());
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_USERAGENT, "Leakwarden");
  set(CURLOPT_HEADERFUNCTION, take_header);
  set(CURLOPT_HEADERDATA, &exchange);
  set(CURLOPT_POST, 1L);
  set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  set(CURLOPT_POSTFIELDS, request.body.data());
  CURLcode code = curl_easy_perform(handle_);
  curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &exchange.answer.status);
  bool is_answered = code == CURLE_OK || (code == CURLE_WRITE_ERROR && exchange.body_is_cut);
  if (!is_answered) return error_of(code, exchange, "send request", request.url);
  end(code);
  return std::move(exchange.answer);
}

void CurlTransport::set_mail_server(const EmailConfig& server) {
  using StartTls = EmailConfig::StartTls;
  long use = server.starttls == StartTls::Required   ? CURLUSESSL_ALL
             : server.starttls == StartTls::Optional ? CURLUSESSL_TRY
                                                     : CURLUSESSL_NONE;
  set(CURLOPT_USE_SSL, use);
  if (server.username.empty()) return;
  std::string password(server.password.reveal(RevealFor::Credential));
  set(CURLOPT_USERNAME, server.username.c_str());
  set(CURLOPT_PASSWORD, password.c_str());
  wipe_memory(password.data(), password.size());
}

Result<MailAnswer> CurlTransport::mail(const MailRequest& request) {
  Exchange exchange;
  Secret url = Secret::copy_of(request.server.url);
  choose_handle(mail_peer(request.server));
  LEAKWARDEN_CHECK(begin(exchange, url, "smtp,smtps", request.server.ca_file));
  set_mail_server(request.server);
  List recipients(nullptr, curl_slist_free_all);
  for (const std::string& address : request.recipients) append(recipients, "<" + address + ">");
  std::string sender = "<" + request.envelope_from + ">";
  exchange.upload = request.message;
  set(CURLOPT_MAIL_FROM, sender.c_str());
  set(CURLOPT_MAIL_RCPT, recipients.get());
  set(CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_READFUNCTION, give_upload);
  set(CURLOPT_READDATA, &exchange);
  set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.message.size()));
  set(CURLOPT_VERBOSE, 1L);
  set(CURLOPT_DEBUGFUNCTION, watch_conversation);
  set(CURLOPT_DEBUGDATA, &exchange);
  CURLcode code = curl_easy_perform(handle_);
  const SmtpReplies& replies = exchange.replies;
  bool refused_by_reply = replies.last_code() >= 400 && code != CURLE_USE_SSL_FAILED;
  if (code != CURLE_OK && !refused_by_reply) return error_of(code, exchange, "send mail", url);
  end(code);
  return MailAnswer{replies.last_code(), replies.last_text(), replies.recipients()};
}

}  // namespace

std::unique_ptr<Transport> make_curl_transport(const OutgoingPolicy& policy) {
  return std::make_unique<CurlTransport>(AddressPolicy::make(policy.allow_private), policy.timeout);
}

}  // namespace leakwarden::notifier
