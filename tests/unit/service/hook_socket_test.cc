// The socket against clients that no hook would be.

#include "service/intake/hook_socket.h"

#include <gmock/gmock.h>
#include <grp.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>

#include "tests/support/process.h"
#include "tests/support/slowdown.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/unix_peer.h"

namespace leakwarden::service {
namespace {

using leakwarden::testing::eventually;
using leakwarden::testing::kSlowdown;
using leakwarden::testing::TemporaryFolder;
using leakwarden::testing::UnixClient;
using scanner::DecisionAnswer;
using scanner::DecisionQuestion;
using std::chrono::milliseconds;
using ::testing::HasSubstr;

const std::string kKnown = "s1-" + std::string(32, 'a');
const std::string kUnknown = "s1-" + std::string(32, 'b');

class HookSocketTest : public ::testing::Test {
 protected:
  void start(const SocketAccess& access = {}, const HookSocket::Limits& limits = {}) {
    Result<std::unique_ptr<HookSocket>> started = HookSocket::start(
        path_, access,
        [this](const std::vector<DecisionQuestion>& questions) { return decide(questions); }, log_,
        limits);
    ASSERT_TRUE(started.ok()) << started.error().message();
    socket_ = std::move(*started);
  }
  Result<std::vector<DecisionAnswer>> decide(const std::vector<DecisionQuestion>& questions) {
    ++asked_;
    if (store_is_broken_) return Error::io("read the store", "db", "disk");
    std::vector<DecisionAnswer> answers;
    for (std::size_t i = 0; i < questions.size(); ++i) {
      if (questions[i].fingerprint == kKnown) answers.push_back({i, "test-key", "ana", ""});
    }
    return answers;
  }
  std::string ask(const std::string& bytes) const {
    UnixClient client(path_);
    client.say(bytes);
    return client.hear();
  }
  void expect_it_still_answers() const {
    EXPECT_EQ(ask(scanner::request_line({{kKnown, "", ""}})),
              scanner::answer_line({{0, "test-key", "ana", ""}}));
  }

  TemporaryFolder folder_;
  std::string path_ = folder_ / "hook.sock";
  SystemClock clock_;
  Log log_{LogFormat::Text, LogLevel::Error, clock_};
  std::atomic<int> asked_{0};
  std::atomic<bool> store_is_broken_{false};
  std::unique_ptr<HookSocket> socket_;
};

TEST_F(HookSocketTest, AnswersWhatIsDecidedAndHangsUp) {
  start();
  UnixClient client(path_);
  client.say(scanner::request_line({{kUnknown, "", ""}, {kKnown, "", ""}}));
  EXPECT_EQ(client.hear(), scanner::answer_line({{1, "test-key", "ana", ""}}));
  EXPECT_TRUE(client.hung_up());
}

TEST_F(HookSocketTest, AKnockIsAnsweredWithoutTheStore) {
  start();
  EXPECT_EQ(ask(scanner::request_line({})), scanner::answer_line({}));
  EXPECT_EQ(asked_, 0);
}

TEST_F(HookSocketTest, ARequestMayComeInPieces) {
  start();
  UnixClient client(path_);
  for (char byte : scanner::request_line({{kKnown, "", ""}})) client.say(std::string(1, byte));
  EXPECT_THAT(client.hear(), HasSubstr("test-key"));
}

TEST_F(HookSocketTest, HostileClients) {
  start({}, {64, 16, milliseconds(300)});
  struct Row {
    const char* what;
    std::string said;
    const char* answer;  // part of it; "" is none
  };
  std::string many = "{\"leakwarden_hook\":1,\"ask\":[";
  for (int i = 0; i < 501; ++i)
    many += std::string(i ? "," : "") + "{\"fingerprint\":\"" + kKnown + "\"}";
  const Row rows[] = {
      {"nothing", "", ""},
      {"an empty line", "\n", "refused"},
      {"half a line", "{\"leakwarden_hook\":1", ""},
      {"binary", std::string("\0\x01\xff\xfe\n", 5), "refused"},
      {"another version", "{\"leakwarden_hook\":9,\"ask\":[]}\n", "another version"},
      {"HTTP", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "refused"},
      {"an oversized line", std::string(129u << 10, 'x') + "\n", "too long"},
      {"an endless line", std::string(4u << 20, 'x'), "too long"},
      {"too many questions", many + "]}\n", "more than 500"},
      {"more after its line", scanner::request_line({}) + std::string(100'000, 'x'), "decided"},
  };
  for (const Row& row : rows) {
    UnixClient client(path_);
    client.say(row.said);
    const std::string heard = client.hear();
    EXPECT_TRUE(client.hung_up()) << row.what;
    EXPECT_THAT(heard, HasSubstr(row.answer)) << row.what;
    if (*row.answer == '\0') {
      EXPECT_EQ(heard, "") << row.what;
    }
    expect_it_still_answers();
  }
}

TEST_F(HookSocketTest, ASlowClientLosesItsPlaceAndNobodyElses) {
  start({}, {64, 16, milliseconds(400)});
  UnixClient slow(path_);
  const std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
  std::size_t said = 0;
  while (slow.say("x") && said++ < 10'000) {
    ::usleep(20'000);
    if (said == 3) expect_it_still_answers();
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10 * kSlowdown));
  expect_it_still_answers();
}

TEST_F(HookSocketTest, AClientThatTakesNoAnswerIsLeft) {
  start({}, {64, 16, milliseconds(300)});
  std::vector<DecisionQuestion> questions(500, DecisionQuestion{kKnown, "", ""});
  UnixClient client(path_);
  client.say(scanner::request_line(questions));
  expect_it_still_answers();
  ::usleep(600'000);
  expect_it_still_answers();
}

TEST_F(HookSocketTest, AThousandConnectionsKeepNobodyOut) {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = std::min<rlim_t>(files.rlim_max, 4096);
  setrlimit(RLIMIT_NOFILE, &files);
  start({}, {64, 16, milliseconds(60'000)});
  std::vector<UnixClient> crowd;
  for (int i = 0; i < 1000; ++i) {
    crowd.emplace_back(path_);
    ASSERT_TRUE(crowd.back().connected()) << i;
    if (i % 100 == 0) expect_it_still_answers();
  }
  expect_it_still_answers();
  // All but the last few have lost their place.
  std::size_t hung_up = 0;
  for (std::size_t i = 0; i < 900; ++i) {
    crowd[i].hear(milliseconds(1));
    hung_up += crowd[i].hung_up() ? 1 : 0;
  }
  EXPECT_EQ(hung_up, 900u);
}

// Another user's crowd takes its own places only.
TEST_F(HookSocketTest, AUsersCrowdClosesItsOwnConnections) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can be somebody else";
  ASSERT_EQ(::chmod(folder_.path().c_str(), 0755), 0);
  start({0666, ""}, {64, 16, milliseconds(60'000)});
  UnixClient ours(path_);
  ours.say("{\"leakwarden_hook\":1,");
  const pid_t child = ::fork();
  if (child == 0) {
    if (::setuid(54321) != 0) ::_exit(1);
    std::vector<UnixClient> crowd;
    for (int i = 0; i < 200; ++i) crowd.emplace_back(path_);
    ::_exit(crowd.back().connected() ? 0 : 2);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  ours.say("\"ask\":[]}\n");
  EXPECT_EQ(ours.hear(), scanner::answer_line({}));
}

TEST_F(HookSocketTest, WhoIsNotInTheGroupIsSentAwayAlthoughTheFileLetsHimIn) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can be somebody else";
  ASSERT_EQ(::chmod(folder_.path().c_str(), 0755), 0);
  start({0660, ""});
  ASSERT_EQ(::chmod(path_.c_str(), 0666), 0);  // somebody meant well
  const pid_t child = ::fork();
  if (child == 0) {
    if (::setgroups(0, nullptr) != 0 || ::setgid(54321) != 0 || ::setuid(54321) != 0) ::_exit(1);
    UnixClient client(path_);
    client.say(scanner::request_line({}));
    ::_exit(client.hear().empty() ? 0 : 2);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST_F(HookSocketTest, AStoreThatCannotBeReadSilencesNothing) {
  start();
  store_is_broken_ = true;
  EXPECT_THAT(ask(scanner::request_line({{kKnown, "", ""}})), HasSubstr("refused"));
  store_is_broken_ = false;
  expect_it_still_answers();
}

TEST_F(HookSocketTest, AccessChangesWhileItRuns) {
  start({0660, ""});
  ASSERT_TRUE(socket_->give({0600, ""}).ok());
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  expect_it_still_answers();
}

TEST_F(HookSocketTest, ALostFileIsNoticed) {
  start();
  EXPECT_TRUE(socket_->has_file());
  ASSERT_EQ(::unlink(path_.c_str()), 0);
  EXPECT_FALSE(socket_->has_file());
  EXPECT_FALSE(socket_->give({}).ok());
}

TEST_F(HookSocketTest, ItsFileGoesWhenItEnds) {
  start();
  UnixClient waiting(path_);
  socket_.reset();
  EXPECT_NE(::access(path_.c_str(), F_OK), 0);
  waiting.hear();
  EXPECT_TRUE(waiting.hung_up());
}

}  // namespace
}  // namespace leakwarden::service
