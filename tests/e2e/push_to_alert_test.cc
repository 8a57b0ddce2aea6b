// The main job, with real parts: a real git pushes over file, smart HTTP and ssh into a watched
// folder; a real SMTP server and a webhook receiver (which checks the signature with its own code)
// get the alert; the raw key is nowhere.

#include <gtest/gtest.h>
#include <algorithm>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "scanner/base/fingerprint.h"
#include "tests/support/daemon.h"
#include "tests/support/git_servers.h"
#include "tests/support/planted.h"

namespace leakwarden::testing {
namespace {

constexpr std::chrono::seconds kAlertDeadline{20};

class PushToAlert : public ::testing::Test {
 protected:
  PushToAlert()
      : webhook_({"--secret", webhook_secret()}),
        secret_file_(folder_.write("whsec", webhook_secret() + "\n")),
        daemon_(email_channel(smtp_) + webhook_channel(webhook_, secret_file_)) {}

  void SetUp() override {
    ASSERT_TRUE(smtp_.ready());
    ASSERT_TRUE(webhook_.ready());
    ASSERT_TRUE(daemon_.start()) << daemon_.log();
  }

  // A clone with one clean commit pushed to `url`.
  GitClient clone_of(const std::string& url,
                     const std::map<std::string, std::string>& environment = {}) {
    GitClient client(folder_ / ("clone" + std::to_string(++clones_)));
    client.environment = environment;
    client.init();
    client.must({"remote", "add", "origin", url});
    client.commit_file("README", "nothing here\n", "begin");
    client.must({"push", "-q", "origin", "main"});
    return client;
  }

  void push_key(GitClient& client, const std::string& key) {
    client.commit_file("config/prod.env", "# settings\n\nPOSTMAN_KEY=" + key + "\n",
                       "add settings");
    client.must({"push", "-q", "origin", "main"});
  }

  void expect_alert_about(const std::string& key, const std::string& repository) {
    ASSERT_TRUE(webhook_.wait_for(1, kAlertDeadline)) << daemon_.log();
    ASSERT_TRUE(smtp_.wait_for(1, kAlertDeadline)) << daemon_.log();
    CaughtRequest request = webhook_.requests().at(0);
    EXPECT_EQ(request.signature_ok, std::optional<bool>(true));
    nlohmann::json body = nlohmann::json::parse(request.body);
    EXPECT_EQ(body["type"], "incident.opened");
    EXPECT_EQ(body["data"]["incident"]["rule_id"], "postman-api-key");
    nlohmann::json finding = body["data"]["findings"].at(0);
    EXPECT_EQ(finding["path"], "config/prod.env");
    EXPECT_EQ(finding["start_line"], 3);
    EXPECT_EQ(finding["repository"], repository);
    EXPECT_EQ(body["data"]["advice"]["revoke_url"], "https://go.postman.co/settings/me/api-keys");
    EXPECT_GE(body["data"]["advice"]["steps"].size(), 3u);
    EXPECT_EQ(request.body.find(key), std::string::npos);
    std::string mail = smtp_.mails().at(0).content;
    EXPECT_NE(mail.find("Subject: "), std::string::npos);
    EXPECT_EQ(mail.find(key), std::string::npos);
    expect_nowhere(key);
  }

  // Neither the key nor any 12 characters of its random tail: not in data, logs or configuration.
  void expect_nowhere(const std::string& key) {
    std::string piece = key.substr(key.size() - 12);
    EXPECT_EQ(daemon_.log().find(piece), std::string::npos);
    for (const std::filesystem::directory_entry& entry :
         std::filesystem::recursive_directory_iterator(daemon_.data_folder())) {
      if (!entry.is_regular_file()) continue;
      EXPECT_EQ(read_file(entry.path()).find(piece), std::string::npos) << entry.path();
    }
  }

  TemporaryFolder folder_;
  SmtpCatcher smtp_;
  WebhookReceiver webhook_;
  std::string secret_file_;
  Daemon daemon_;
  int clones_ = 0;
};

TEST_F(PushToAlert, OverFile) {
  GitClient client = clone_of(daemon_.add_repository("payments"));
  std::string key = planted_postman_key(11);
  push_key(client, key);
  expect_alert_about(key, "payments");
}

TEST_F(PushToAlert, OverSmartHttp) {
  HttpGitServer server(daemon_.watched_folder());
  ASSERT_TRUE(server.ready()) << server.log();
  daemon_.add_repository("payments");
  GitClient client = clone_of(server.url() + "/payments.git");
  std::string key = planted_postman_key(12);
  push_key(client, key);
  expect_alert_about(key, "payments");
}

TEST_F(PushToAlert, OverSsh) {
  SshGitServer server;
  ASSERT_TRUE(server.ready()) << server.log();
  GitClient client = clone_of(server.url(daemon_.add_repository("payments")), server.environment());
  std::string key = planted_postman_key(13);
  push_key(client, key);
  expect_alert_about(key, "payments");
}

// Whoever pushes a key writes the comment beside it too.
TEST_F(PushToAlert, ACommentBesideTheKeySilencesNothing) {
  GitClient client = clone_of(daemon_.add_repository("payments"));
  std::string key = planted_postman_key(17);
  push_key(client, key + "  # leakwarden:allow made up, gitleaks:allow");
  expect_alert_about(key, "payments");
}

// And the files that would accept it.
TEST_F(PushToAlert, ABaselineInThePushSilencesNothing) {
  GitClient client = clone_of(daemon_.add_repository("payments"));
  std::string key = planted_postman_key(18);
  client.commit_file(".leakwardenignore", "**\n");
  client.commit_file(".leakwarden-baseline",
                     "{\"leakwarden_baseline\":1}\n{\"fingerprint\":\"" +
                         fingerprint_of(Secret::copy_of(key)) + "\",\"reason\":\"mine\"}\n");
  push_key(client, key);
  expect_alert_about(key, "payments");
}

TEST_F(PushToAlert, ACleanPushIsSilentAndTheSameKeyIsOneIncident) {
  GitClient client = clone_of(daemon_.add_repository("payments"));
  std::string key = planted_postman_key(14);
  push_key(client, key);
  ASSERT_TRUE(webhook_.wait_for(1, kAlertDeadline));
  client.commit_file("other.txt", "POSTMAN_KEY={{vault:postman-key}}\n",
                     "a reference is no secret");
  client.must({"push", "-q", "origin", "main"});
  client.commit_file("copy.env", "KEY=" + planted_postman_key(15) + "\n", "another key");
  client.must({"push", "-q", "origin", "main"});
  ASSERT_TRUE(webhook_.wait_for(2, kAlertDeadline));
  EXPECT_EQ(daemon_.incident_lines().size(), 2u);
  EXPECT_EQ(webhook_.requests().size(), 2u);
}

TEST_F(PushToAlert, ANewBranchWithADeepNameIsSeen) {
  GitClient client = clone_of(daemon_.add_repository("payments"));
  client.must({"checkout", "-q", "-b", "team/a/b/c"});
  client.commit_file("k", planted_github_token(16) + "\n", "token");
  client.must({"push", "-q", "origin", "team/a/b/c"});
  ASSERT_TRUE(webhook_.wait_for(1, kAlertDeadline)) << daemon_.log();
  EXPECT_NE(webhook_.requests()[0].body.find("team/a/b/c"), std::string::npos);
}

TEST_F(PushToAlert, ResolvingAndReopeningAnIncidentIsTold) {
  GitClient client = clone_of(daemon_.add_repository("payments"));
  push_key(client, planted_postman_key(17));
  ASSERT_TRUE(webhook_.wait_for(1, kAlertDeadline));
  nlohmann::json incident = nlohmann::json::parse(daemon_.incident_lines().at(0));
  ProgramResult resolved = daemon_.command(
      {"incidents", "resolve", incident["fingerprint"].get<std::string>(), "--reason", "revoked"});
  EXPECT_EQ(resolved.exit_code, 0) << resolved.errors;
  ASSERT_TRUE(webhook_.wait_for(2, kAlertDeadline)) << daemon_.log();
  EXPECT_EQ(nlohmann::json::parse(webhook_.requests()[1].body)["type"], "incident.closed");
  // The closing mail stands in the same thread.
  ASSERT_TRUE(smtp_.wait_for(2, kAlertDeadline));
  EXPECT_NE(smtp_.mails()[1].content.find("In-Reply-To: "), std::string::npos);
  // The key comes back: a regression reopens.
  client.commit_file("again.env", "POSTMAN_KEY=" + planted_postman_key(17) + "\n# again\n",
                     "again");
  client.must({"rm", "-q", "config/prod.env"});
  client.commit("move");
  client.must({"push", "-q", "origin", "main"});
  ProgramResult reopened =
      daemon_.command({"incidents", "reopen", incident["fingerprint"].get<std::string>(),
                       "--reason", "still live"});
  EXPECT_EQ(reopened.exit_code, 0) << reopened.errors;
  ASSERT_TRUE(webhook_.wait_for(3, kAlertDeadline));
  EXPECT_EQ(nlohmann::json::parse(webhook_.requests()[2].body)["type"], "incident.reopened");
}

TEST_F(PushToAlert, ASecondDaemonOnTheSameDataRefusesAtOnce) {
  ProgramResult second = daemon_.command({"serve"});
  EXPECT_EQ(second.exit_code, 2) << second.errors;
  EXPECT_LT(second.seconds, 3.0);
  EXPECT_NE(second.errors.find("try:"), std::string::npos) << second.errors;
  EXPECT_TRUE(daemon_.running());
}

TEST_F(PushToAlert, StopsGracefully) {
  EXPECT_EQ(daemon_.stop(std::chrono::seconds(15)), 0) << daemon_.log();
}

TEST_F(PushToAlert, MetricsAndHealthAnswer) {
  EXPECT_EQ(daemon_.get("/healthz").status, 200);
  Daemon::Answer metrics = daemon_.get("/metrics");
  EXPECT_EQ(metrics.status, 200);
  EXPECT_NE(metrics.body.find("leakwarden_build_info"), std::string::npos);
  EXPECT_NE(metrics.body.find("leakwarden_rules_loaded"), std::string::npos);
  EXPECT_EQ(daemon_.get("/nothing").status, 404);
}

TEST(FirstSight, RepositoriesAtTheFirstStartAreASilentBaselineAndOneSummary) {
  TemporaryFolder folder;
  WebhookReceiver webhook({"--secret", webhook_secret()});
  Daemon daemon(webhook_channel(webhook, folder.write("whsec", webhook_secret())));
  for (int i = 0; i < 3; ++i) {
    GitClient client(folder / ("work" + std::to_string(i)));
    client.init();
    client.must({"remote", "add", "origin", daemon.add_repository("old" + std::to_string(i))});
    client.commit_file("a.env",
                       "K=" + planted_postman_key(100 + static_cast<std::uint64_t>(i)) + "\n");
    client.must({"push", "-q", "origin", "main"});
  }
  ASSERT_TRUE(daemon.start()) << daemon.log();
  ASSERT_TRUE(webhook.wait_for(1, kAlertDeadline)) << daemon.log();
  nlohmann::json summary = nlohmann::json::parse(webhook.requests()[0].body);
  EXPECT_EQ(summary["type"], "digest");
  EXPECT_EQ(daemon.incident_lines().size(), 3u);
  // One that appears later is a push like any other.
  GitClient late(folder / "late");
  late.init();
  late.commit_file("b.env", "K=" + planted_postman_key(200) + "\n");
  late.must({"clone", "-q", "--bare", late.folder(), daemon.watched_folder() + "/late.git"});
  ASSERT_TRUE(webhook.wait_for(2, kAlertDeadline)) << daemon.log();
  EXPECT_EQ(nlohmann::json::parse(webhook.requests()[1].body)["type"], "incident.opened");
  EXPECT_EQ(webhook.requests().size(), 2u);
}

TEST(Delivery, WebhookDownIsRetriedWithTheSameKeyAndNothingIsLost) {
  TemporaryFolder folder;
  int port = free_port();
  std::string secret_file = folder.write("whsec", webhook_secret());
  std::string script = folder.write("script", "503\n");
  Daemon daemon("  - {name: bus, type: webhook, url: \"http://127.0.0.1:" + std::to_string(port) +
                "/hook\", secret: {file: " + secret_file + "}}\n");
  ASSERT_TRUE(daemon.start()) << daemon.log();
  GitClient client(folder / "work");
  client.init();
  client.must({"remote", "add", "origin", daemon.add_repository("payments")});
  client.commit_file("a.env", "K=" + planted_postman_key(300) + "\n");
  client.must({"push", "-q", "origin", "main"});
  // Nobody listens: the alert waits and is visible.
  ASSERT_TRUE(eventually(
      [&] {
        std::string alerts = daemon.command({"alerts", "list"}).output;
        return alerts.find("retry") != std::string::npos;
      },
      kAlertDeadline))
      << daemon.log();
  WebhookReceiver webhook({"--secret", webhook_secret(), "--script", script}, port);
  ASSERT_TRUE(webhook.ready());
  ASSERT_TRUE(webhook.wait_for(2, std::chrono::seconds(45))) << daemon.log();  // 503, then 200
  std::vector<CaughtRequest> requests = webhook.requests();
  EXPECT_EQ(requests[0].status, 503);
  EXPECT_EQ(requests[1].status, 200);
  EXPECT_EQ(requests[0].webhook_id, requests[1].webhook_id);
  EXPECT_FALSE(requests[0].webhook_id.empty());
}

TEST(Delivery, MailWithStartTlsAndAuthentication) {
  TemporaryFolder folder;
  TlsFiles tls = make_tls_files(folder);
  SmtpCatcher smtp({"--certificate", tls.certificate, "--key", tls.key, "--starttls", "--auth",
                    "mailer:correct horse"});
  ASSERT_TRUE(smtp.ready());
  std::string password = folder.write("password", "correct horse\n");
  Daemon daemon(
      "  - {name: security, type: email, url: \"smtp://127.0.0.1:" + std::to_string(smtp.port()) +
      "\", starttls: required, username: mailer, password: {file: " + password +
      "}, ca_file: " + tls.certificate +
      ", from: leakwarden@example.com, to: [security@example.com], also: [author], "
      "domains: [example.com]}\n");
  ASSERT_TRUE(daemon.start()) << daemon.log();
  GitClient client(folder / "work");
  client.init();
  client.must({"remote", "add", "origin", daemon.add_repository("payments")});
  client.commit_file("a.env", "K=" + planted_postman_key(400) + "\n");
  client.must({"push", "-q", "origin", "main"});
  ASSERT_TRUE(smtp.wait_for(1, kAlertDeadline)) << daemon.log();
  std::vector<CaughtMail> mails = smtp.mails();
  EXPECT_TRUE(mails[0].tls);
  EXPECT_EQ(mails[0].user, "mailer");
  std::vector<std::string> everybody;
  for (const CaughtMail& mail : mails)
    everybody.insert(everybody.end(), mail.to.begin(), mail.to.end());
  EXPECT_NE(std::find(everybody.begin(), everybody.end(), "security@example.com"), everybody.end());
  EXPECT_NE(std::find(everybody.begin(), everybody.end(), "ana@example.com"), everybody.end());
}

}  // namespace
}  // namespace leakwarden::testing
