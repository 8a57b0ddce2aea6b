#include "scanner/hooks/daemon_socket.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/slowdown.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/unix_peer.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::kSlowdown;
using leakwarden::testing::StrangersServer;
using leakwarden::testing::TemporaryFolder;
using leakwarden::testing::UnixServer;
using std::chrono::milliseconds;

constexpr uid_t kStranger = 54321;

void say(int connection, const std::string& text) {
  static_cast<void>(::send(connection, text.data(), text.size(), MSG_NOSIGNAL) < 0);
}

std::string heard_line(int connection) {
  std::string line;
  char byte = 0;
  while (::recv(connection, &byte, 1, 0) == 1 && byte != '\n') line += byte;
  return line;
}

class DaemonSocket : public ::testing::Test {
 protected:
  LineExchange exchange(milliseconds patience = milliseconds(10'000 * kSlowdown)) const {
    return {path_, {::geteuid()}, 1000, patience};
  }
  Result<std::string> ask(const LineExchange& wished) const {
    return exchange_line(wished, "question\n");
  }

  TemporaryFolder folder_;
  std::string path_ = folder_ / "s";
};

TEST_F(DaemonSocket, OneLineThereAndOneBack) {
  std::string heard;
  UnixServer server(path_, [&](int connection) {
    heard = heard_line(connection);
    say(connection, "ans");
    ::usleep(20'000);
    say(connection, "wer\nand more");
  });
  const Result<std::string> answer = ask(exchange());
  ASSERT_TRUE(answer.ok()) << answer.error().message();
  EXPECT_EQ(*answer, "answer");
  EXPECT_EQ(heard, "question");
}

TEST_F(DaemonSocket, NobodyThere) {
  EXPECT_EQ(ask(exchange()).error().kind, ErrorKind::NotFound);
  folder_.write("s", "a file");
  EXPECT_EQ(ask(exchange()).error().kind, ErrorKind::NotFound);
}

TEST_F(DaemonSocket, TheFileOfADeadDaemonIsNobody) {
  {
    // Its destructor would remove the file: a hard link keeps it.
    UnixServer server(path_, [](int) {});
    ASSERT_EQ(::link(path_.c_str(), (folder_ / "dead").c_str()), 0);
  }
  LineExchange wished = exchange();
  wished.path = folder_ / "dead";
  EXPECT_EQ(ask(wished).error().kind, ErrorKind::NotFound);
}

TEST_F(DaemonSocket, PathsThatNameNoSocket) {
  LineExchange wished = exchange();
  for (const std::string& path :
       {std::string(), std::string("relative"), "/" + std::string(200, 'x')}) {
    wished.path = path;
    EXPECT_EQ(ask(wished).error().kind, ErrorKind::Invalid) << path;
  }
}

// Hostile servers: what each does with a connection, and what we make of it.
TEST_F(DaemonSocket, HostileServers) {
  struct Row {
    const char* what;
    UnixServer::Serve serve;
    ErrorKind expected;
  };
  const Row rows[] = {
      {"hangs", [](int) { ::usleep(300'000 * kSlowdown); }, ErrorKind::Timeout},
      {"hangs up at once", [](int) {}, ErrorKind::Corrupt},
      {"half an answer",
       [](int connection) {
         heard_line(connection);
         say(connection, "{\"leak");
       },
       ErrorKind::Corrupt},
      {"an endless line",
       [](int connection) {
         heard_line(connection);
         for (int i = 0; i < 1000; ++i) say(connection, std::string(1000, 'x'));
       },
       ErrorKind::TooLarge},
      {"a long line that ends",
       [](int connection) {
         heard_line(connection);
         say(connection, std::string(1001, 'x') + "\n");
       },
       ErrorKind::TooLarge},
      {"a byte now and then",
       [](int connection) {
         for (int i = 0; i < 40 * kSlowdown; ++i) {
           say(connection, "x");
           ::usleep(10'000);
         }
       },
       ErrorKind::Timeout},
  };
  for (const Row& row : rows) {
    UnixServer server(path_, row.serve);
    const bool is_late = row.expected == ErrorKind::Timeout;
    const std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
    const Result<std::string> answer =
        ask(is_late ? exchange(milliseconds(100 * kSlowdown)) : exchange());
    ASSERT_FALSE(answer.ok()) << row.what;
    EXPECT_EQ(answer.error().kind, row.expected) << row.what << answer.error().message();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5 * kSlowdown))
        << row.what;
  }
}

TEST_F(DaemonSocket, AStrangerIsNotBelievedAndHearsNothing) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can be somebody else";
  ASSERT_EQ(::chmod(folder_.path().c_str(), 0777), 0);
  const StrangersServer server(path_, kStranger, "answer\n");
  const Result<std::string> answer = ask(exchange());
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().kind, ErrorKind::Refused);
  EXPECT_NE(answer.error().why.find("54321"), std::string::npos) << answer.error().why;
  LineExchange believing = exchange();
  believing.believed.push_back(kStranger);
  const Result<std::string> believed = ask(believing);
  ASSERT_TRUE(believed.ok()) << believed.error().message();
  EXPECT_EQ(*believed, "answer");
}

TEST_F(DaemonSocket, AServerThatNeverAcceptsCostsTheTimeAndNoMore) {
  UnixServer server(path_, [](int) { ::usleep(400'000 * kSlowdown); });
  // Fill its queue (16) while it sleeps.
  std::vector<leakwarden::testing::UnixClient> waiting;
  for (int i = 0; i < 17; ++i) waiting.emplace_back(path_);
  const std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
  EXPECT_EQ(ask(exchange(milliseconds(50))).error().kind, ErrorKind::Timeout);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(350 * kSlowdown));
}

}  // namespace
}  // namespace leakwarden::scanner
