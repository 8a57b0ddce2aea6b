#include "scanner/hooks/decisions_client.h"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

#include "scanner/base/fingerprint.h"
#include "tests/support/git_client.h"
#include "tests/support/planted.h"
#include "tests/support/slowdown.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/unix_peer.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::GitClient;
using leakwarden::testing::kSlowdown;
using leakwarden::testing::planted_postman_key;
using leakwarden::testing::TemporaryFolder;
using leakwarden::testing::UnixServer;
using ::testing::HasSubstr;

Finding finding(const std::string& value, const std::string& path, const std::string& scope = "") {
  Finding made;
  made.rule_id = "generic-password";
  made.confidence = Confidence::High;
  made.location.kind = PlaceKind::Index;
  made.location.path = path;
  made.secret = Secret::copy_of(value);
  made.fingerprint = fingerprint_of(made.secret, scope);
  return made;
}

class DecisionsClient : public ::testing::Test {
 protected:
  void SetUp() override {
    ::setenv("LEAKWARDEN_HOOK_SOCKET", path_.c_str(), 1);
    ::setenv("LEAKWARDEN_HOOK_SOCKET_MS", std::to_string(5000 * std::min(kSlowdown, 2)).c_str(), 1);
  }
  void TearDown() override {
    for (const char* name :
         {"LEAKWARDEN_HOOK_SOCKET", "LEAKWARDEN_HOOK_SOCKET_USER", "LEAKWARDEN_HOOK_SOCKET_MS"}) {
      ::unsetenv(name);
    }
  }

  // A daemon that keeps what it was asked and answers with this line.
  void answer_with(const std::string& line) {
    server_ = std::make_unique<UnixServer>(path_, [this, line](int connection) {
      asked_.clear();
      char byte = 0;
      while (::recv(connection, &byte, 1, 0) == 1 && byte != '\n') asked_ += byte;
      static_cast<void>(::send(connection, line.data(), line.size(), MSG_NOSIGNAL) < 0);
    });
  }
  int times_asked() const { return server_ ? server_->connections() : 0; }
  Status heed() { return heed_daemon("", Confidence::Medium, report_); }

  TemporaryFolder folder_;
  std::string path_ = folder_ / "s";
  std::string asked_;
  std::unique_ptr<UnixServer> server_;
  Result<ScanReport> report_ = ScanReport();
};

TEST_F(DecisionsClient, WhatIsDecidedIsMarkedAndTheRestIsNot) {
  report_->findings = {finding(planted_postman_key(1), "a.env"),
                       finding(planted_postman_key(2), "b.env"),
                       finding(planted_postman_key(1), "c.env")};
  answer_with(answer_line({{0, "test-key", "ana", "2027-01-31T00:00:00Z"}}));
  ASSERT_TRUE(heed().ok());
  ASSERT_TRUE(report_->findings[0].suppressed.has_value());
  EXPECT_EQ(report_->findings[0].suppressed->by, kDecidedByDaemon);
  EXPECT_EQ(report_->findings[0].suppressed->reason, "test-key by ana");
  EXPECT_EQ(report_->findings[0].suppressed->expires, "2027-01-31");
  EXPECT_FALSE(report_->findings[1].suppressed.has_value());
  EXPECT_TRUE(report_->findings[2].suppressed.has_value());
}

TEST_F(DecisionsClient, OnlyNamesCross) {
  const std::string weak = "hunter" + std::to_string(2);
  report_->findings = {finding(planted_postman_key(1), "a.env"),
                       finding(weak, "config/dev.env", "db_password"),
                       finding(planted_postman_key(1), "c.env")};
  answer_with(answer_line({}));
  ASSERT_TRUE(heed().ok());
  EXPECT_EQ(asked_ + "\n", request_line({{report_->findings[0].fingerprint, "", ""},
                                         {report_->findings[1].fingerprint, "generic-password",
                                          place_name("config/dev.env")}}));
  EXPECT_EQ(asked_.find(planted_postman_key(1).substr(5)), std::string::npos);
  EXPECT_EQ(asked_.find(weak), std::string::npos);
  EXPECT_EQ(asked_.find("dev.env"), std::string::npos);
}

// A weak name is shared by many values: without a path it says too little.
TEST_F(DecisionsClient, AWeakValueOutsideAFileIsNotAskedAbout) {
  Finding message = finding("hunter" + std::to_string(2), "", "db_password");
  message.location.kind = PlaceKind::CommitMessage;
  Finding name = finding("hunter" + std::to_string(2), "hunter2/x", "db_password");
  name.location.kind = PlaceKind::Path;  // the path holds the value
  report_->findings = {message, name};
  answer_with(answer_line({}));
  ASSERT_TRUE(heed().ok());
  EXPECT_EQ(times_asked(), 0);
}

TEST_F(DecisionsClient, NobodyIsAskedWhenNothingSpeaksAgainstTheCommit) {
  answer_with(answer_line({}));
  ASSERT_TRUE(heed().ok());  // nothing found
  Finding spoken_for = finding(planted_postman_key(1), "a.env");
  spoken_for.suppressed = Suppression{"inline", "a test", ""};
  Finding unsure = finding(planted_postman_key(2), "a.env");
  unsure.confidence = Confidence::Low;
  report_->findings = {spoken_for, unsure};
  ASSERT_TRUE(heed().ok());
  report_ = Error::io("scan", "x", "y");
  ASSERT_TRUE(heed().ok());
  EXPECT_EQ(times_asked(), 0);
}

TEST_F(DecisionsClient, WithoutADaemonAllIsAsBefore) {
  report_->findings = {finding(planted_postman_key(1), "a.env")};
  EXPECT_TRUE(heed().ok());
  EXPECT_FALSE(report_->findings[0].suppressed.has_value());
}

TEST_F(DecisionsClient, NothingButAWholeAnswerSilences) {
  const std::string decided = answer_line({{0, "test-key", "ana", ""}});
  for (const std::string& line :
       {std::string("garbage\n"), std::string(), decided.substr(0, decided.size() - 1),
        refusal_line("no"), std::string(1u << 20, 'x'),
        answer_line({{0, "test-key", "ana", ""}, {7, "test-key", "ana", ""}})}) {
    report_ = ScanReport();
    report_->findings = {finding(planted_postman_key(1), "a.env")};
    server_.reset();
    answer_with(line);
    EXPECT_FALSE(heed().ok()) << line.substr(0, 100);
    EXPECT_FALSE(report_->findings[0].suppressed.has_value()) << line.substr(0, 100);
  }
}

TEST_F(DecisionsClient, MoreFindingsThanMayBeAskedAboutStayFound) {
  for (std::size_t i = 0; i < kMostQuestions + 3; ++i) {
    report_->findings.push_back(finding(planted_postman_key(100 + i), "a.env"));
  }
  answer_with(answer_line({{kMostQuestions - 1, "test-key", "ana", ""}}));
  ASSERT_TRUE(heed().ok());
  EXPECT_TRUE(report_->findings[kMostQuestions - 1].suppressed.has_value());
  EXPECT_FALSE(report_->findings[kMostQuestions].suppressed.has_value());
}

TEST_F(DecisionsClient, NoneMeansNobody) {
  ::setenv("LEAKWARDEN_HOOK_SOCKET", "none", 1);
  report_->findings = {finding(planted_postman_key(1), "a.env")};
  EXPECT_TRUE(heed().ok());
  EXPECT_THAT(look_for_daemon(decision_settings("")).words, HasSubstr("no daemon is asked"));
}

TEST_F(DecisionsClient, TheEnvironmentComesBeforeGitsConfiguration) {
  GitClient work(folder_ / "work");
  work.init();
  work.must({"config", "leakwarden.hookSocket", "/srv/a.sock"});
  work.must({"config", "leakwarden.hookSocketUser", "guard"});
  work.must({"config", "leakwarden.hookSocketMs", "700"});
  ::unsetenv("LEAKWARDEN_HOOK_SOCKET_MS");
  EXPECT_EQ(decision_settings(work.folder()).socket, path_);
  ::unsetenv("LEAKWARDEN_HOOK_SOCKET");
  const DecisionSettings configured = decision_settings(work.folder());
  EXPECT_EQ(configured.socket, "/srv/a.sock");
  EXPECT_EQ(configured.user, "guard");
  EXPECT_EQ(configured.patience.count(), 700);
  work.must({"config", "leakwarden.hookSocketMs", "soon"});
  EXPECT_EQ(decision_settings(work.folder()).patience.count(), 50);
}

TEST_F(DecisionsClient, StatusSaysWhoAnswers) {
  const DecisionSettings settings = decision_settings("");
  EXPECT_FALSE(look_for_daemon(settings).answers);
  EXPECT_FALSE(look_for_daemon(settings).is_trouble);
  EXPECT_THAT(look_for_daemon(settings).words, HasSubstr("no daemon at " + path_));
  answer_with(answer_line({}));
  EXPECT_TRUE(look_for_daemon(settings).answers);
  server_.reset();
  answer_with("garbage\n");
  EXPECT_TRUE(look_for_daemon(settings).is_trouble);
}

}  // namespace
}  // namespace leakwarden::scanner
