#include "notifier/channels/email.h"

#include <gtest/gtest.h>

#include <set>

#include "notifier/channels/mail_message.h"
#include "notifier/test_alert.h"
#include "tests/support/memory_transport.h"
#include "tests/unit/notifier/mail_reader.h"
#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

using testing::header_of;
using testing::MemoryTransport;
using testing::read_mails;
using Addresses = std::vector<std::string>;

EmailConfig sample_config() {
  EmailConfig config;
  config.name = "security";
  config.url = "smtp://mail.example.com:587";
  config.from = "Leakwarden <leakwarden@example.com>";
  config.to = {"security@example.com"};
  return config;
}

EmailConfig everybody() {
  EmailConfig config = sample_config();
  config.also_pusher = config.also_author = config.also_owners = true;
  config.owners = {"owner@example.com"};
  config.domains = {"example.com"};
  return config;
}

DeliveryAttempt attempt_for(const Alert& alert, const std::string& key = "key-1") {
  DeliveryAttempt attempt;
  attempt.alert = alert;
  attempt.idempotency_key = key;
  attempt.now = from_unix_seconds(kSampleSeconds);
  return attempt;
}

std::string mail_of(const DeliveryAttempt& attempt, const EmailConfig& config = everybody()) {
  return mail_for(attempt, config, people_for(attempt.alert, config));
}

MailAnswer answer_of(long code, const std::string& text,
                     std::vector<RecipientReply> recipients = {}) {
  return {code, text, std::move(recipients)};
}

TEST(MailPeople, OnlyToUnlessMoreIsConfigured) {
  MailPeople people = people_for(sample_alert(), sample_config());
  EXPECT_EQ(people.to, Addresses{"security@example.com"});
  EXPECT_EQ(people.copies, Addresses{});
}

TEST(MailPeople, PusherAuthorAndOwnersWithinTheDomainsEachOnce) {
  Alert alert = sample_alert();
  alert.locations[0].pusher = "Bo@example.com";
  alert.locations.push_back(alert.locations[0]);
  alert.locations[1].email = "SECURITY@example.com";  // in To already
  alert.locations[1].pusher = "ana@EXAMPLE.com";      // the author of the first
  EXPECT_EQ(people_for(alert, everybody()).copies,
            (Addresses{"Bo@example.com", "ana@example.com", "owner@example.com"}));
}

TEST(MailPeople, StrangersAreNeverWrittenTo) {
  Alert alert = sample_alert();
  for (const char* stranger : {"ana@evil.example", "ana@example.com.evil.example", "ana", "",
                               "x@example.com\r\nBcc: y@evil.example", "<ana@example.com>",
                               "ana@sub.example.com", "a@evil.example,b@example.com"}) {
    alert.locations[0].email = stranger;
    alert.locations[0].pusher = stranger;
    EXPECT_EQ(people_for(alert, everybody()).copies, Addresses{"owner@example.com"}) << stranger;
  }
}

TEST(MailPeople, DigestsAndTestsConcernTheTeamOnly) {
  Alert digest = sample_alert(AlertType::Digest);
  EXPECT_EQ(people_for(digest, everybody()).copies, Addresses{});
  EXPECT_EQ(people_for(make_test_alert(from_unix_seconds(0)), everybody()).copies, Addresses{});
}

TEST(MailPeople, AtMostFifty) {
  Alert alert = sample_alert();
  alert.locations.clear();
  for (int i = 0; i < 200; ++i) {
    AlertLocation location = sample_location();
    location.email = "author" + std::to_string(i) + "@example.com";
    alert.locations.push_back(location);
  }
  MailPeople people = people_for(alert, everybody());
  EXPECT_EQ(people.to.size() + people.copies.size(), 50u);
}

TEST(Mail, OneThreadPerIncident) {
  nlohmann::json first = read_mails({mail_of(attempt_for(sample_alert()))}).at(0);
  std::string root = header_of(first, "Message-ID");
  EXPECT_EQ(root, "<inc-7f3a.0@example.com>");
  EXPECT_EQ(header_of(first, "In-Reply-To"), "");
  std::string subject = header_of(first, "Subject");
  EXPECT_EQ(subject, "Postman API key in payments/api (main) – please revoke");
  std::set<std::string> identifiers = {root};
  for (int type = 1; type <= static_cast<int>(AlertType::IncidentReopened); ++type) {
    Alert later = sample_alert(static_cast<AlertType>(type));
    nlohmann::json mail =
        read_mails({mail_of(attempt_for(later, "key-" + std::to_string(type)))}).at(0);
    EXPECT_EQ(header_of(mail, "In-Reply-To"), root);
    EXPECT_EQ(header_of(mail, "References"), root);
    EXPECT_EQ(header_of(mail, "Subject"), "Re: " + subject);
    EXPECT_TRUE(identifiers.insert(header_of(mail, "Message-ID")).second);
  }
}

TEST(Mail, ARetryIsTheSameMail) {
  DeliveryAttempt attempt = attempt_for(sample_alert(AlertType::IncidentClosed));
  std::string first = mail_of(attempt);
  attempt.attempt = 7;
  EXPECT_EQ(mail_of(attempt), first);
}

TEST(Mail, APossibleRepeatSaysSo) {
  DeliveryAttempt attempt = attempt_for(sample_alert());
  attempt.possible_repeat = true;
  nlohmann::json mail = read_mails({mail_of(attempt)}).at(0);
  for (const char* part : {"text", "html"}) {
    EXPECT_NE(mail[part].get<std::string>().find("You may have had this message before"),
              std::string::npos);
  }
  EXPECT_EQ(header_of(mail, "Message-ID"), "<inc-7f3a.0@example.com>");
}

TEST(Mail, TestsDoNotJoinAThread) {
  nlohmann::json mail = read_mails({mail_of(make_test_attempt(from_unix_seconds(1)))}).at(0);
  EXPECT_EQ(header_of(mail, "In-Reply-To"), "");
  EXPECT_EQ(header_of(mail, "Subject").substr(0, 19), "Test of Leakwarden:");
}

const std::set<std::string> kHeaders = {"From",
                                        "To",
                                        "Cc",
                                        "Subject",
                                        "Date",
                                        "Message-ID",
                                        "In-Reply-To",
                                        "References",
                                        "List-Id",
                                        "Auto-Submitted",
                                        "X-Auto-Response-Suppress",
                                        "X-Leakwarden-Idempotency-Key",
                                        "MIME-Version",
                                        "Content-Type"};

// Each header once, and none that is not ours.
void expect_our_headers(const std::string& mail) {
  std::size_t end = mail.find("\r\n\r\n");
  ASSERT_NE(end, std::string::npos);
  std::set<std::string> seen;
  std::size_t start = 0;
  while (start < end + 2) {
    std::size_t line_end = mail.find("\r\n", start);
    std::string line = mail.substr(start, line_end - start);
    if (line[0] != ' ') {
      std::string name = line.substr(0, line.find(':'));
      ASSERT_EQ(kHeaders.count(name), 1u) << line;
      ASSERT_TRUE(seen.insert(name).second) << "twice: " << line;
    }
    start = line_end + 2;
  }
}

// Bar 14, whole mails: each alert carries more than ten hostile values.
TEST(Mail, HostileAlertsInjectNoHeader) {
  std::mt19937_64 random(14);
  std::vector<std::string> mails;
  for (int i = 0; i < 600; ++i) {
    DeliveryAttempt attempt = attempt_for(hostile_alert(random), hostile_text(random));
    attempt.alert.incident.id = "inc-" + hostile_text(random);
    mails.push_back(mail_of(attempt));
    expect_our_headers(mails.back());
    if (HasFatalFailure()) return;
  }
  std::vector<nlohmann::json> read = read_mails(mails);
  ASSERT_EQ(read.size(), mails.size());
  for (const nlohmann::json& mail : read) {
    ASSERT_EQ(mail["defects"].size(), 0u) << mail["defects"];
    ASSERT_EQ(mail["strays"], 0);
    ASSERT_LE(mail["longest_line"], 200);
    ASSERT_EQ(mail["types"].size(), 3u);
    ASSERT_EQ(mail["addresses"]["To"], nlohmann::json({"security@example.com"}));
  }
}

// Bar 14, the builder alone: 20,000 mails of six hostile values.
TEST(Mail, HostilePartsInjectNoHeader) {
  std::mt19937_64 random(15);
  for (int i = 0; i < 20000; ++i) {
    MailParts parts;
    parts.from = {hostile_text(random), "leakwarden@example.com"};
    parts.to = {{hostile_text(random), "security@example.com"}};
    parts.subject = hostile_text(random, 200);
    parts.message_id = hostile_text(random);
    parts.in_reply_to = hostile_text(random);
    parts.idempotency_key = hostile_text(random);
    expect_our_headers(build_mail(parts));
    if (HasFatalFailure()) return;
  }
}

TEST(EmailChannel, SendsToEverybodyInOneTransaction) {
  std::shared_ptr<MemoryTransport> transport = std::make_shared<MemoryTransport>();
  std::unique_ptr<Channel> channel = make_email_channel(everybody(), transport).value();
  EXPECT_EQ(channel->grouping(), Grouping::Incident);
  DeliveryOutcome outcome = channel->deliver(attempt_for(sample_alert()));
  ASSERT_TRUE(std::holds_alternative<Delivered>(outcome));
  EXPECT_EQ(std::get<Delivered>(outcome).detail, "250 2.0.0 queued");
  ASSERT_EQ(transport->mails.size(), 1u);
  EXPECT_EQ(transport->mails[0].recipients,
            (Addresses{"security@example.com", "ana@example.com", "owner@example.com"}));
  EXPECT_EQ(transport->mails[0].envelope_from, "leakwarden@example.com");
}

TEST(EmailChannel, ThoseWhoTookItAreNotSentItAgain) {
  std::shared_ptr<MemoryTransport> transport = std::make_shared<MemoryTransport>();
  std::unique_ptr<Channel> channel = make_email_channel(everybody(), transport).value();
  transport->on_mail = [](const MailRequest& request) {
    MailAnswer answer = answer_of(250, "queued");
    for (const std::string& address : request.recipients) {
      bool first = request.recipients.size() == 3 && address == "ana@example.com";
      answer.recipients.push_back({address, first ? 451 : 250, "greylisted"});
    }
    return answer;
  };
  DeliveryOutcome outcome = channel->deliver(attempt_for(sample_alert()));
  ASSERT_TRUE(std::holds_alternative<RetryAfter>(outcome));
  EXPECT_NE(std::get<RetryAfter>(outcome).reason.find("ana@example.com (451"), std::string::npos);
  EXPECT_FALSE(std::get<RetryAfter>(outcome).peer_is_unreachable);
  EXPECT_TRUE(std::holds_alternative<Delivered>(channel->deliver(attempt_for(sample_alert()))));
  ASSERT_EQ(transport->mails.size(), 2u);
  EXPECT_EQ(transport->mails[1].recipients, Addresses{"ana@example.com"});
  // And another delivery goes to all again.
  channel->deliver(attempt_for(sample_alert(), "key-2"));
  EXPECT_EQ(transport->mails[2].recipients.size(), 3u);
}

TEST(EmailChannel, ErrorsOfTheTransportAreTriedAgain) {
  std::shared_ptr<MemoryTransport> transport = std::make_shared<MemoryTransport>();
  std::unique_ptr<Channel> channel = make_email_channel(sample_config(), transport).value();
  transport->on_mail = [](const MailRequest&) -> Result<MailAnswer> {
    return Error::refused("send mail", "smtp://mail.example.com:587/…", "no STARTTLS");
  };
  DeliveryOutcome outcome = channel->deliver(attempt_for(sample_alert()));
  ASSERT_TRUE(std::holds_alternative<RetryAfter>(outcome));
  EXPECT_TRUE(std::get<RetryAfter>(outcome).peer_is_unreachable);
}

TEST(EmailChannel, PreviewReadsLikeTheMailAndSendsNothing) {
  std::shared_ptr<MemoryTransport> transport = std::make_shared<MemoryTransport>();
  std::unique_ptr<Channel> channel = make_email_channel(everybody(), transport).value();
  std::string preview = channel->preview(attempt_for(sample_alert()));
  EXPECT_NE(preview.find("To: security@example.com\nCc: ana@example.com, owner@example.com\n"
                         "Subject: Postman API key in payments/api (main) – please revoke\n\n"),
            std::string::npos);
  EXPECT_NE(preview.find("What to do now"), std::string::npos);
  EXPECT_TRUE(transport->mails.empty());
}

struct ClassifyCase {
  MailAnswer answer;
  char outcome;  // d, r, f (refused)
  bool unreachable;
  const char* text;
};

TEST(ClassifyMail, ByTheReplyThatDecided) {
  RecipientReply good{"a@x", 250, "ok"}, later{"b@x", 450, "later"}, never{"c@x", 550, "unknown"};
  const ClassifyCase cases[] = {
      {answer_of(250, "queued as 1", {good}), 'd', false, "250 queued as 1"},
      {answer_of(250, "queued", {good, never}), 'd', false, "refused for good: c@x (550 unknown)"},
      {answer_of(250, "queued", {good, later}), 'r', false, "b@x (450 later)"},
      {answer_of(450, "later", {later}), 'r', false, "b@x (450 later)"},
      {answer_of(550, "unknown", {later, never}), 'r', false, "b@x (450 later)"},
      {answer_of(550, "unknown", {never}), 'f', false, "c@x (550 unknown)"},
      {answer_of(421, "closing"), 'r', true, "421 closing"},
      {answer_of(451, "local error", {good}), 'r', false, "451 local error"},
      {answer_of(452, "full", {good}), 'r', false, "452 full"},
      {answer_of(552, "too big", {good}), 'f', false, "552 too big"},
      {answer_of(554, "spam", {good}), 'f', false, "554 spam"},
      {answer_of(535, "bad password"), 'r', true, "refused our login"},
      {answer_of(530, "auth first"), 'r', true, "refused our login"},
      {answer_of(354, "cut off"), 'r', false, "354"},
      {answer_of(0, ""), 'r', false, "0"},
  };
  for (const ClassifyCase& one : cases) {
    DeliveryOutcome outcome = classify_mail(one.answer);
    std::string text;
    char kind = 'd';
    bool unreachable = false;
    if (const Delivered* delivered = std::get_if<Delivered>(&outcome)) text = delivered->detail;
    if (const RetryAfter* retry = std::get_if<RetryAfter>(&outcome)) {
      kind = 'r';
      text = retry->reason;
      unreachable = retry->peer_is_unreachable;
    }
    if (const Refused* refused = std::get_if<Refused>(&outcome)) {
      kind = 'f';
      text = refused->reason;
    }
    EXPECT_EQ(kind, one.outcome) << one.answer.code << " " << one.answer.text;
    EXPECT_EQ(unreachable, one.unreachable) << one.answer.code;
    EXPECT_NE(text.find(one.text), std::string::npos) << text;
  }
}

TEST(EmailConfig, MistakesAreNamed) {
  std::shared_ptr<MemoryTransport> transport = std::make_shared<MemoryTransport>();
  EmailConfig bad[7] = {sample_config(), sample_config(), sample_config(), sample_config(),
                        sample_config(), sample_config(), sample_config()};
  bad[0].from = "not an address";
  bad[1].to = {"a@b\r\nRCPT TO:<x@y>"};
  bad[2].to = {};
  bad[3].url = "https://mail.example.com";
  bad[4].also_author = true;  // and no domains
  bad[5].url = "smtp://user:hunter2@mail.example.com";
  bad[6].username = "u";
  bad[6].starttls = EmailConfig::StartTls::Optional;
  for (const EmailConfig& config : bad) {
    Result<std::unique_ptr<Channel>> made = make_email_channel(config, transport);
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().kind, ErrorKind::Invalid);
    EXPECT_EQ(made.error().message().find("hunter2"), std::string::npos);
  }
}

}  // namespace
}  // namespace leakwarden::notifier
