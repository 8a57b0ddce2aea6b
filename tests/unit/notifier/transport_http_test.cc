// The HTTP side of transport_curl.cc, against servers that do what they should not.

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "notifier/channels/answer.h"
#include "notifier/channels/mail_header.h"
#include "notifier/channels/webhook.h"
#include "tests/support/peers.h"
#include "tests/support/raw_server.h"
#include "tests/support/slowdown.h"
#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::RawServer;
using testing::write_all;

OutgoingPolicy loopback_policy(milliseconds timeout = seconds(10)) {
  OutgoingPolicy policy;
  policy.allow_private = {"127.0.0.1/32"};
  policy.timeout = timeout;
  return policy;
}

HttpRequest request_to(const std::string& url, const std::string& body = "{}") {
  HttpRequest request;
  request.url = Secret::copy_of(url);
  request.headers = {{"content-type", "application/json"}};
  request.body = body;
  return request;
}

DeliveryAttempt attempt_now() {
  DeliveryAttempt attempt;
  attempt.alert = sample_alert();
  attempt.idempotency_key = "alr-1-bus";
  attempt.now = SystemClock().now();
  return attempt;
}

TEST(HttpTransport, ThePythonReceiverAcceptsOurSignature) {
  std::string secret = "whsec_" + base64(std::string(32, 's'));
  std::string old_secret = "whsec_" + base64(std::string(32, 'o'));
  testing::WebhookReceiver receiver({"--secret", secret});
  ASSERT_TRUE(receiver.ready());
  WebhookConfig config;
  config.name = "bus";
  config.url = Secret::copy_of(receiver.url());
  std::shared_ptr<Transport> transport = make_curl_transport(loopback_policy());
  for (std::vector<std::string> secrets :
       {std::vector<std::string>{secret}, {old_secret, secret}, {secret, old_secret}}) {
    config.secrets.clear();
    for (const std::string& text : secrets) config.secrets.push_back(Secret::copy_of(text));
    DeliveryOutcome outcome = make_channel(config, transport).value()->deliver(attempt_now());
    EXPECT_TRUE(std::holds_alternative<Delivered>(outcome));
  }
  config.secrets = {Secret::copy_of(old_secret)};
  DeliveryOutcome outcome = make_channel(config, transport).value()->deliver(attempt_now());
  EXPECT_TRUE(std::holds_alternative<Refused>(outcome));  // 401
  std::vector<testing::CaughtRequest> requests = receiver.requests();
  ASSERT_EQ(requests.size(), 4u);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(requests[static_cast<std::size_t>(i)].signature_ok, true);
  EXPECT_EQ(requests[3].signature_ok, false);
  EXPECT_EQ(requests[0].webhook_id, "alr-1-bus");
}

TEST(HttpTransport, OneConnectionServesManyRequests) {
  std::string answer = "HTTP/1.1 204 No Content\r\n\r\n";
  RawServer server([&](int connection, const std::string&) {
    for (int i = 0; i < 5; ++i) {
      if (!write_all(connection, answer)) return;
      char chunk[4096];
      pollfd wait_for{connection, POLLIN, 0};
      if (::poll(&wait_for, 1, 2000) <= 0 || ::recv(connection, chunk, sizeof chunk, 0) <= 0)
        return;
    }
  });
  std::unique_ptr<Transport> transport = make_curl_transport(loopback_policy());
  for (int i = 0; i < 5; ++i) {
    Result<HttpAnswer> got = transport->post(request_to(server.url()));
    ASSERT_TRUE(got.ok());
    EXPECT_EQ(got->status, 204);
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpTransport, RedirectsAreAnswersAndNeverFollowed) {
  RawServer target([](int connection, const std::string&) {
    write_all(connection, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
  });
  std::unique_ptr<Transport> transport = make_curl_transport(loopback_policy());
  for (const char* status : {"301", "302", "303", "307", "308"}) {
    RawServer server([&](int connection, const std::string&) {
      write_all(connection,
                std::string("HTTP/1.1 ") + status + " Moved\r\nLocation: " + target.url() +
                    "\r\nRefresh: 0; url=" + target.url() + "\r\ncontent-length: 0\r\n\r\n");
    });
    Result<HttpAnswer> got = transport->post(request_to(server.url()));
    ASSERT_TRUE(got.ok());
    EXPECT_EQ(std::to_string(got->status), status);
    EXPECT_EQ(header_of(*got, "location"), target.url());
  }
  EXPECT_EQ(target.connections(), 0);
}

TEST(HttpTransport, AnEndlessBodyIsCutAt64KiB) {
  std::atomic<std::size_t> written{0};
  RawServer server([&](int connection, const std::string&) {
    write_all(connection, "HTTP/1.1 200 OK\r\n\r\n");
    while (write_all(connection, std::string(16384, 'x'))) written += 16384;
  });
  Result<HttpAnswer> got = make_curl_transport(loopback_policy())->post(request_to(server.url()));
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(got->status, 200);
  EXPECT_EQ(got->body.size(), 64u << 10);
  EXPECT_LT(written, 16u << 20);  // what socket buffers took, not more
}

TEST(HttpTransport, EndlessHeadersAndStallsEndInTime) {
  struct Case {
    const char* name;
    RawServer::Answer answer;
  };
  const Case cases[] = {
      {"headers",
       [](int c, const std::string&) {
         write_all(c, "HTTP/1.1 200 OK\r\n");
         while (write_all(c, "x-a: " + std::string(500, 'a') + "\r\n")) ::usleep(2000);
       }},
      {"continue",
       [](int c, const std::string&) {
         while (write_all(c, "HTTP/1.1 100 Continue\r\n\r\n")) ::usleep(2000);
       }},
      {"drip",
       [](int c, const std::string&) {
         write_all(c, "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n");
         while (write_all(c, "x")) ::usleep(20000);
       }},
      {"silence",
       [](int c, const std::string&) {
         pollfd wait_for{c, POLLRDHUP, 0};
         ::poll(&wait_for, 1, 10000);
       }},
  };
  for (const Case& one : cases) {
    RawServer server(one.answer);
    std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
    Result<HttpAnswer> got =
        make_curl_transport(loopback_policy(milliseconds(700)))->post(request_to(server.url()));
    EXPECT_LT(std::chrono::steady_clock::now() - start, leakwarden::testing::kSlowdown * seconds(5)) << one.name;
    EXPECT_FALSE(got.ok()) << one.name;
  }
}

// Bar 13: the answer cut off after each byte. Never a hang, never a crash; a status only once the
// head was whole.
TEST(HttpTransport, AConnectionResetAtEachByteIsAnErrorOrAWholeAnswer) {
  const std::size_t status_line = 17;  // bytes
  const std::string answer = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nx-y: z\r\n\r\nhello";
  std::unique_ptr<Transport> transport = make_curl_transport(loopback_policy());
  for (std::size_t cut = 0; cut <= answer.size(); ++cut) {
    RawServer server([&](int connection, const std::string&) {
      write_all(connection, answer.substr(0, cut));
      linger reset{1, 0};
      if (cut % 2 == 0) ::setsockopt(connection, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    });
    Result<HttpAnswer> got = transport->post(request_to(server.url()));
    if (cut < status_line) {
      EXPECT_FALSE(got.ok()) << cut;
    } else if (got.ok()) {
      EXPECT_EQ(got->status, 200) << cut;
    }
    if (cut == answer.size() && cut % 2 != 0) {
      ASSERT_TRUE(got.ok());
      EXPECT_EQ(got->body, "hello");
    }
  }
}

// Answers no honest server gives: no hang, no crash, nothing taken for success but a 2xx.
TEST(HttpTransport, NonsenseIsNeverSuccess) {
  const std::string answers[] = {
      "",
      "\r\n",
      "\r\n\r\n",
      "hello",
      "HTTP/0.9 200 OK\r\n\r\n",
      "HTTP/1.1\r\n\r\n",
      "HTTP/1.1 OK\r\n\r\n",
      "HTTP/1.1 2000 OK\r\n\r\n",
      "HTTP/1.1 20 OK\r\n\r\n",
      "HTTP/1.1 -200 OK\r\n\r\n",
      "HTTP/1.1 99999999999 OK\r\n\r\n",
      "HTTP/3.7 200 OK\r\n\r\n",
      "HTTP/1.1 500 \r\n\r\n",
      "HTTP/1.1 302 Found\r\n\r\n",
      "ICY 200 OK\r\n\r\n",
      "220 mail.example.com ESMTP\r\n",
      "SSH-2.0-OpenSSH_9.2\r\n",
      "\x16\x03\x01\x02\x00\x01",
      std::string("HTTP/1.1 200\0OK\r\n", 17),
      "<html>404</html>",
      "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n",
      "HTTP/1.1 407 Proxy\r\n\r\n",
      "HTTP/1.1 401 No\r\nwww-authenticate: Negotiate\r\n\r\n",
      "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nshort",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab",
      "HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n",
      "HTTP/1.1 100 Continue\r\n\r\n"};
  std::unique_ptr<Transport> transport = make_curl_transport(loopback_policy(seconds(2)));
  for (const std::string& answer : answers) {
    RawServer server([&](int connection, const std::string&) { write_all(connection, answer); });
    Result<HttpAnswer> got = transport->post(request_to(server.url()));
    DeliveryOutcome outcome =
        got.ok() ? classify_http(*got, from_unix_seconds(0)) : outcome_of_error(got.error());
    bool is_ok_with_cut_body = got.ok() && got->status == 200;
    EXPECT_TRUE(!std::holds_alternative<Delivered>(outcome) || is_ok_with_cut_body) << answer;
  }
}

TEST(HttpTransport, TlsMustBeTrustedAndNamed) {
  testing::TemporaryFolder folder;
  testing::TlsFiles tls = testing::make_tls_files(folder);
  testing::WebhookReceiver receiver({"--certificate", tls.certificate, "--key", tls.key});
  ASSERT_TRUE(receiver.ready());
  std::unique_ptr<Transport> transport = make_curl_transport(loopback_policy());
  std::string port = std::to_string(receiver.port());
  HttpRequest request = request_to("https://127.0.0.1:" + port + "/secret-path");
  request.ca_file = tls.certificate;
  Result<HttpAnswer> got = transport->post(request);
  ASSERT_TRUE(got.ok()) << got.error().message();
  EXPECT_EQ(got->status, 200);
  request.ca_file = "";
  got = transport->post(request);  // the kept connection was trusted by another CA
  ASSERT_FALSE(got.ok());
  EXPECT_EQ(got.error().kind, ErrorKind::Refused);
  EXPECT_EQ(got.error().message().find("secret-path"), std::string::npos);
  testing::WebhookReceiver plain;
  got = transport->post(request_to("https://127.0.0.1:" + std::to_string(plain.port()) + "/x"));
  ASSERT_FALSE(got.ok());
  EXPECT_EQ(got.error().kind, ErrorKind::Refused);
}

TEST(HttpTransport, ErrorsNameTheHostAndNothingMore) {
  std::unique_ptr<Transport> transport = make_curl_transport(loopback_policy(seconds(3)));
  std::string closed = "http://127.0.0.1:" + std::to_string(testing::free_port());
  for (const std::string& url :
       {closed + "/hunter2?key=hunter2", std::string("http://10.1.2.3/hunter2"),
        std::string("http://no-such-host.invalid/hunter2"),
        std::string("gopher://127.0.0.1/hunter2"), std::string("file:///hunter2"),
        std::string("hunter2")}) {
    Result<HttpAnswer> got = transport->post(request_to(url));
    ASSERT_FALSE(got.ok()) << url;
    EXPECT_EQ(got.error().message().find("hunter2"), std::string::npos) << got.error().message();
  }
}

TEST(HttpTransport, EnvironmentProxiesAreNotUsed) {
  RawServer proxy([](int connection, const std::string&) {
    write_all(connection, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
  });
  RawServer target([](int connection, const std::string&) {
    write_all(connection, "HTTP/1.1 204 No Content\r\n\r\n");
  });
  ::setenv("http_proxy", proxy.url().c_str(), 1);
  ::setenv("ALL_PROXY", proxy.url().c_str(), 1);
  Result<HttpAnswer> got = make_curl_transport(loopback_policy())->post(request_to(target.url()));
  ::unsetenv("http_proxy");
  ::unsetenv("ALL_PROXY");
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(got->status, 204);
  EXPECT_EQ(proxy.connections(), 0);
}

TEST(HttpTransport, HeadersWithControlCharactersAreNotSent) {
  RawServer server([](int connection, const std::string&) {
    write_all(connection, "HTTP/1.1 204 No Content\r\n\r\n");
  });
  std::unique_ptr<Transport> transport = make_curl_transport(loopback_policy());
  for (const std::string& value :
       {std::string("a\r\nX-Evil: 1"), std::string("a\nb"), std::string("a\0b", 3)}) {
    HttpRequest request = request_to(server.url());
    request.headers.push_back({"webhook-id", value});
    Result<HttpAnswer> got = transport->post(request);
    ASSERT_FALSE(got.ok());
    EXPECT_EQ(got.error().kind, ErrorKind::Invalid);
  }
  EXPECT_EQ(server.connections(), 0);
}

TEST(HttpTransport, AMistakenAllowListSendsNothing) {
  OutgoingPolicy policy;
  policy.allow_private = {"not a block"};
  Result<HttpAnswer> got = make_curl_transport(policy)->post(request_to("http://127.0.0.1:1/"));
  ASSERT_FALSE(got.ok());
  EXPECT_EQ(got.error().kind, ErrorKind::Invalid);
}

}  // namespace
}  // namespace leakwarden::notifier
