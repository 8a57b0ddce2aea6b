// The SMTP side of transport_curl.cc and the e-mail channel, against aiosmtpd in its own process.

#include <gtest/gtest.h>

#include "notifier/channel.h"
#include "tests/support/peers.h"
#include "tests/support/raw_server.h"
#include "tests/support/slowdown.h"
#include "tests/unit/notifier/mail_reader.h"
#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

using std::chrono::seconds;
using testing::SmtpCatcher;
using testing::TemporaryFolder;

std::shared_ptr<Transport> loopback_transport() {
  OutgoingPolicy policy;
  policy.allow_private = {"127.0.0.1/32"};
  policy.timeout = seconds(8);
  return make_curl_transport(policy);
}

EmailConfig config_for(int port, EmailConfig::StartTls starttls = EmailConfig::StartTls::Off) {
  EmailConfig config;
  config.name = "security";
  config.url = "smtp://127.0.0.1:" + std::to_string(port);
  config.starttls = starttls;
  config.from = "Leakwarden <leakwarden@example.com>";
  config.to = {"security@example.com", "lead@example.com"};
  return config;
}

DeliveryAttempt attempt_now(const std::string& key = "alr-1-security") {
  DeliveryAttempt attempt;
  attempt.alert = sample_alert();
  attempt.idempotency_key = key;
  attempt.now = SystemClock().now();
  return attempt;
}

class MailTransport : public ::testing::Test {
 protected:
  DeliveryOutcome deliver(const EmailConfig& config, const std::string& key = "alr-1-security") {
    Result<std::unique_ptr<Channel>> channel = make_channel(config, transport_);
    EXPECT_TRUE(channel.ok());
    return channel.value()->deliver(attempt_now(key));
  }
  std::string script(const std::string& text) { return folder_.write("script", text); }

  std::shared_ptr<Transport> transport_ = loopback_transport();
  TemporaryFolder folder_;
};

TEST_F(MailTransport, ArrivesByteForByte) {
  SmtpCatcher catcher;
  ASSERT_TRUE(catcher.ready());
  DeliveryOutcome outcome = deliver(config_for(catcher.port()));
  ASSERT_TRUE(std::holds_alternative<Delivered>(outcome));
  ASSERT_EQ(catcher.mails().size(), 1u);
  testing::CaughtMail caught = catcher.mails()[0];
  EXPECT_EQ(caught.from, "leakwarden@example.com");
  EXPECT_EQ(caught.to, (std::vector<std::string>{"security@example.com", "lead@example.com"}));
  EXPECT_FALSE(caught.tls);
  nlohmann::json mail = testing::read_mails({caught.content}).at(0);
  EXPECT_EQ(mail["strays"], 0);
  EXPECT_EQ(mail["defects"].size(), 0u) << mail["defects"];
  EXPECT_EQ(testing::header_of(mail, "Subject"),
            "Postman API key in payments/api (main) – please revoke");
  EXPECT_NE(mail["text"].get<std::string>().find("What to do now"), std::string::npos);
}

TEST_F(MailTransport, LinesOfDotsSurvive) {
  SmtpCatcher catcher;
  MailRequest request;
  request.server = config_for(catcher.port());
  request.envelope_from = "a@example.com";
  request.recipients = {"b@example.com"};
  request.message = ".first\r\nSubject: x\r\n\r\n.\r\n..\r\n.x\r\nend\r\n";
  ASSERT_TRUE(transport_->mail(request).ok());
  ASSERT_EQ(catcher.mails().size(), 1u);
  EXPECT_EQ(catcher.mails()[0].content, request.message);
}

TEST_F(MailTransport, StartTlsAndLogin) {
  testing::TlsFiles tls = testing::make_tls_files(folder_);
  SmtpCatcher catcher({"--certificate", tls.certificate, "--key", tls.key, "--starttls", "--auth",
                       "warden:correct horse"});
  ASSERT_TRUE(catcher.ready());
  EmailConfig config = config_for(catcher.port(), EmailConfig::StartTls::Required);
  config.ca_file = tls.certificate;
  config.username = "warden";
  config.password = Secret::copy_of("correct horse");
  for (const char* key : {"one", "two", "three"}) {
    DeliveryOutcome outcome = deliver(config, key);
    EXPECT_TRUE(std::holds_alternative<Delivered>(outcome)) << key;
  }
  ASSERT_EQ(catcher.mails().size(), 3u);
  for (const testing::CaughtMail& mail : catcher.mails()) {
    EXPECT_TRUE(mail.tls);
    EXPECT_EQ(mail.user, "warden");
  }
  config.username = "other";  // else the kept, logged-in connection would serve
  config.password = Secret::copy_of("hunter2");
  DeliveryOutcome outcome = deliver(config, "four");
  ASSERT_TRUE(std::holds_alternative<RetryAfter>(outcome));
  const RetryAfter& retry = std::get<RetryAfter>(outcome);
  EXPECT_NE(retry.reason.find("refused our login: 535"), std::string::npos) << retry.reason;
  EXPECT_EQ(retry.reason.find("hunter2"), std::string::npos);
  EXPECT_EQ(retry.wait, std::chrono::minutes(5));
}

TEST_F(MailTransport, ImplicitTls) {
  testing::TlsFiles tls = testing::make_tls_files(folder_);
  SmtpCatcher catcher({"--certificate", tls.certificate, "--key", tls.key, "--implicit-tls"});
  ASSERT_TRUE(catcher.ready());
  EmailConfig config = config_for(catcher.port(), EmailConfig::StartTls::Required);
  config.url = "smtps://127.0.0.1:" + std::to_string(catcher.port());
  config.ca_file = tls.certificate;
  EXPECT_TRUE(std::holds_alternative<Delivered>(deliver(config)));
  ASSERT_EQ(catcher.mails().size(), 1u);
  EXPECT_TRUE(catcher.mails()[0].tls);
  config.ca_file = "";  // a certificate nobody vouches for
  DeliveryOutcome outcome = deliver(config, "two");
  ASSERT_TRUE(std::holds_alternative<RetryAfter>(outcome));
  EXPECT_EQ(catcher.mails().size(), 1u);
}

TEST_F(MailTransport, StrippedStartTlsSendsNothingWhenRequired) {
  SmtpCatcher catcher;
  ASSERT_TRUE(catcher.ready());
  EmailConfig config = config_for(catcher.port());
  ASSERT_TRUE(std::holds_alternative<Delivered>(deliver(config, "plain")));
  // The plain connection is still open; it must not serve a mail that requires STARTTLS.
  config.starttls = EmailConfig::StartTls::Required;
  MailRequest request;
  request.server = config;
  request.envelope_from = "a@example.com";
  request.recipients = config.to;
  request.message = "Subject: x\r\n\r\nx\r\n";
  Result<MailAnswer> answer = transport_->mail(request);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().kind, ErrorKind::Refused);
  EXPECT_NE(answer.error().why.find("STARTTLS"), std::string::npos);
  EXPECT_TRUE(std::holds_alternative<RetryAfter>(deliver(config, "again")));
  EXPECT_EQ(catcher.mails().size(), 1u);
  config.starttls = EmailConfig::StartTls::Optional;
  EXPECT_TRUE(std::holds_alternative<Delivered>(deliver(config, "optional")));
}

TEST_F(MailTransport, GreylistedThenAccepted) {
  SmtpCatcher catcher({"--script", script("rcpt 451 4.7.1 come back later\nok\n")});
  ASSERT_TRUE(catcher.ready());
  EmailConfig config = config_for(catcher.port());
  config.to = {"security@example.com"};
  DeliveryOutcome outcome = deliver(config);
  ASSERT_TRUE(std::holds_alternative<RetryAfter>(outcome));
  EXPECT_FALSE(std::get<RetryAfter>(outcome).peer_is_unreachable);
  EXPECT_NE(std::get<RetryAfter>(outcome).reason.find("come back later"), std::string::npos);
  // aiosmtpd counts transactions at MAIL and DATA, and ours ended before DATA.
  for (int i = 0; i < 3 && !std::holds_alternative<Delivered>(outcome); ++i)
    outcome = deliver(config);
  EXPECT_FALSE(catcher.mails().size() > 1);
}

struct ScriptCase {
  const char* script;
  char outcome;  // d, r, f
  const char* text;
  std::size_t mails;
};

TEST_F(MailTransport, EveryRefusalIsUnderstood) {
  const ScriptCase cases[] = {
      {"ok", 'd', "250 2.0.0 kept", 1},
      {"mail 421 4.3.2 shutting down", 'r', "421 4.3.2", 0},
      {"mail 450 4.1.8 sender later", 'r', "450 4.1.8", 0},
      {"mail 452 4.3.1 no space", 'r', "452 4.3.1", 0},
      {"mail 550 5.7.1 sender refused", 'f', "550 5.7.1", 0},
      {"mail 553 5.1.8 sender unknown", 'f', "553 5.1.8", 0},
      {"mail drop", 'r', "smtp://127.0.0.1", 0},
      {"rcpt 450 4.2.0 greylisted", 'r', "450 4.2.0", 0},
      {"rcpt 451 4.7.1 greylisted", 'r', "451 4.7.1", 0},
      {"rcpt 452 4.5.3 too many", 'r', "452 4.5.3", 0},
      {"rcpt 550 5.1.1 unknown", 'f', "550 5.1.1", 0},
      {"rcpt 554 5.7.1 blocked", 'f', "554 5.7.1", 0},
      {"rcpt drop", 'r', "smtp://127.0.0.1", 0},
      {"rcpt:lead@example.com 550 5.1.1 unknown", 'd', "refused for good: lead@example.com (550",
       1},
      {"rcpt:lead@example.com 451 4.7.1 later", 'r', "put off by the mail server: lead@example.com",
       1},
      {"data 421 4.3.2 closing", 'r', "421 4.3.2", 0},
      {"data 451 4.3.0 local error", 'r', "451 4.3.0", 0},
      {"data 452 4.3.1 full", 'r', "452 4.3.1", 0},
      {"data 550 5.7.1 content refused", 'f', "550 5.7.1", 0},
      {"data 552 5.3.4 too big", 'f', "552 5.3.4", 0},
      {"data 554 5.6.0 no", 'f', "554 5.6.0", 0},
      {"data drop", 'r', "smtp://127.0.0.1", 0},
  };
  for (const ScriptCase& one : cases) {
    SmtpCatcher catcher({"--script", script(std::string(one.script) + "\n")});
    ASSERT_TRUE(catcher.ready()) << one.script;
    DeliveryOutcome outcome = deliver(config_for(catcher.port()));
    char kind = std::holds_alternative<Delivered>(outcome)    ? 'd'
                : std::holds_alternative<RetryAfter>(outcome) ? 'r'
                                                              : 'f';
    std::string text = kind == 'd'   ? std::get<Delivered>(outcome).detail
                       : kind == 'r' ? std::get<RetryAfter>(outcome).reason
                                     : std::get<Refused>(outcome).reason;
    EXPECT_EQ(kind, one.outcome) << one.script << ": " << text;
    EXPECT_NE(text.find(one.text), std::string::npos) << one.script << ": " << text;
    EXPECT_EQ(catcher.mails().size(), one.mails) << one.script;
  }
}

TEST_F(MailTransport, AfterAFailureTheNextMailGoesThrough) {
  SmtpCatcher catcher({"--script", script("mail 451 later\ndata 451 later\ndata drop\n")});
  ASSERT_TRUE(catcher.ready());
  int failures = 0;
  DeliveryOutcome outcome;
  do {
    outcome = deliver(config_for(catcher.port()));
    failures += std::holds_alternative<Delivered>(outcome) ? 0 : 1;
  } while (!std::holds_alternative<Delivered>(outcome) && failures < 10);
  EXPECT_EQ(failures, 3);
  EXPECT_EQ(catcher.mails().size(), 1u);
}

TEST_F(MailTransport, ServersThatAreNoneEndInTime) {
  const char* greetings[] = {"",
                             "HTTP/1.1 400 Bad\r\n\r\n",
                             "554 5.3.2 not today\r\n",
                             "\x16\x03\x01",
                             "421 4.3.2 busy\r\n",
                             "SSH-2.0-OpenSSH\r\n"};
  for (const char* greeting : greetings) {
    testing::RawServer server(
        [&](int connection, const std::string&) { testing::write_all(connection, greeting); },
        testing::RawServer::Speaks::First);
    std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
    DeliveryOutcome outcome = deliver(config_for(server.port()));
    EXPECT_FALSE(std::holds_alternative<Delivered>(outcome)) << greeting;
    EXPECT_LT(std::chrono::steady_clock::now() - start, leakwarden::testing::kSlowdown * seconds(20));
  }
}

TEST_F(MailTransport, PrivateAddressesNeedAllowance) {
  SmtpCatcher catcher;
  ASSERT_TRUE(catcher.ready());
  transport_ = make_curl_transport(OutgoingPolicy{});
  DeliveryOutcome outcome = deliver(config_for(catcher.port()));
  ASSERT_TRUE(std::holds_alternative<RetryAfter>(outcome));
  EXPECT_NE(std::get<RetryAfter>(outcome).reason.find("outgoing.allow_private"), std::string::npos);
  EXPECT_TRUE(catcher.mails().empty());
}

}  // namespace
}  // namespace leakwarden::notifier
