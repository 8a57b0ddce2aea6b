#include "service/api/health_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "scanner/base/file.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::service {
namespace {

using leakwarden::testing::TemporaryFolder;

class Health : public ::testing::Test {
 protected:
  void start(const std::vector<Serves>& serves = {Serves::Health, Serves::Metrics},
             const std::string& address = "127.0.0.1:0") {
    HealthPages pages;
    pages.healthz = [this] { return state_.healthz(); };
    pages.readyz = [this] { return state_.readyz(); };
    pages.metrics = [] { return std::string("some_metric 1\n"); };
    pages.version = "{\"version\":\"1\"}\n";
    Result<std::unique_ptr<HealthServer>> server =
        HealthServer::start({{"local", address, serves}}, std::move(pages));
    ASSERT_TRUE(server.ok()) << server.error().message();
    server_ = std::move(server).value();
  }
  int port() const {
    std::string address = server_->addresses().at(0);
    return std::stoi(address.substr(address.rfind(':') + 1));
  }
  Descriptor connect_to_it() const {
    Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    timeval patience{10, 0};
    setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    return socket;
  }
  // "" where nobody listens.
  std::string ask_at(const std::string& path, const std::string& request) {
    const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    if (connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0)
      return "";
    send_text(socket, request);
    return read_to_the_end(socket);
  }
  static void send_text(const Descriptor& socket, const std::string& text) {
    static_cast<void>(send(socket.get(), text.data(), text.size(), MSG_NOSIGNAL));
  }
  static std::string read_to_the_end(const Descriptor& socket) {
    std::string answer;
    char chunk[4096];
    while (true) {
      ssize_t size = recv(socket.get(), chunk, sizeof(chunk), 0);
      if (size <= 0) return answer;
      answer.append(chunk, static_cast<std::size_t>(size));
    }
  }
  std::string ask(const std::string& request_line, const std::string& more = "") {
    Descriptor socket = connect_to_it();
    send_text(socket,
              request_line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + more + "\r\n");
    return read_to_the_end(socket);
  }
  static std::string status_of(const std::string& answer) { return answer.substr(9, 3); }
  static std::string body_of(const std::string& answer) {
    std::size_t split = answer.find("\r\n\r\n");
    return split == std::string::npos ? "" : answer.substr(split + 4);
  }

  ManualClock clock_{from_unix_seconds(1'800'000'000)};
  HealthState state_{clock_};
  std::unique_ptr<HealthServer> server_;
};

TEST_F(Health, IsAliveBeforeItIsReady) {
  start();
  EXPECT_EQ(status_of(ask("GET /healthz")), "200");
  std::string answer = ask("GET /readyz");
  EXPECT_EQ(status_of(answer), "503");
  EXPECT_EQ(body_of(answer),
            "{\"status\":\"not ready\",\"reasons\":[{\"component\":\"starting\","
            "\"reason\":\"not started yet\"}]}\n");
  state_.turned({});
  EXPECT_EQ(status_of(ask("GET /readyz")), "200");
}

TEST_F(Health, ReasonsAreHarmlessText) {
  state_.turned({{"store", "disk\nfull\x1b[31m \"quoted\""}});
  HealthAnswer answer = state_.readyz();
  EXPECT_EQ(answer.status, 503u);
  EXPECT_EQ(answer.body.find('\x1b'), std::string::npos);
  EXPECT_EQ(std::count(answer.body.begin(), answer.body.end(), '\n'), 1);
}

TEST_F(Health, AHangingMainLoopIsNotAlive) {
  start();
  state_.turned({});
  clock_.advance(HealthState::kStuckAfter + std::chrono::seconds(1));
  EXPECT_EQ(status_of(ask("GET /healthz")), "503");
  EXPECT_EQ(status_of(ask("GET /readyz")), "503");
  state_.turned({});
  EXPECT_EQ(status_of(ask("GET /healthz")), "200");
}

TEST_F(Health, MetricsAndVersion) {
  start();
  std::string answer = ask("GET /metrics?x=1");
  EXPECT_EQ(status_of(answer), "200");
  EXPECT_NE(answer.find("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"),
            std::string::npos);
  EXPECT_EQ(body_of(answer), "some_metric 1\n");
  EXPECT_EQ(body_of(ask("GET /version")), "{\"version\":\"1\"}\n");
}

TEST_F(Health, HeadHasNoBodyAndOtherMethodsAreRefused) {
  start();
  std::string head = ask("HEAD /version");
  EXPECT_EQ(status_of(head), "200");
  EXPECT_EQ(body_of(head), "");
  EXPECT_EQ(status_of(ask("POST /metrics")), "405");
  EXPECT_EQ(status_of(ask("DELETE /healthz")), "405");
  EXPECT_EQ(status_of(ask("GET /")), "404");
  EXPECT_EQ(status_of(ask("GET /../healthz")), "404");
}

TEST_F(Health, AListenerServesOnlyWhatItWasGiven) {
  start({Serves::Health});
  EXPECT_EQ(status_of(ask("GET /metrics")), "404");
  EXPECT_EQ(status_of(ask("GET /healthz")), "200");
}

TEST_F(Health, OneConnectionMayAskAgain) {
  start();
  Descriptor socket = connect_to_it();
  send_text(socket,
            "GET /version HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n"
            "Connection: close\r\n\r\n");
  std::string answers = read_to_the_end(socket);
  EXPECT_NE(answers.find("{\"version\":\"1\"}"), std::string::npos);
  EXPECT_NE(answers.find("{\"status\":\"ok\"}"), std::string::npos);
}

TEST_F(Health, HugeHeadersAndBodiesAndNonsenseEndTheConnection) {
  start();
  EXPECT_EQ(ask("GET /healthz", "X: " + std::string(20'000, 'a') + "\r\n"), "");
  EXPECT_EQ(ask("GET /healthz", "Content-Length: 5\r\n"), "");
  for (const std::string& nonsense : {std::string("\x16\x03\x01 hello\r\n\r\n"),
                                      std::string("GET\r\n\r\n"), std::string(9000, 'A')}) {
    Descriptor socket = connect_to_it();
    send_text(socket, nonsense);
    EXPECT_EQ(read_to_the_end(socket), "");
  }
  EXPECT_EQ(status_of(ask("GET /healthz")), "200");
}

TEST_F(Health, SlowClientsLoseTheirOwnPlace) {
  start();
  std::vector<Descriptor> slow;
  for (int i = 0; i < 300; ++i) {
    slow.push_back(connect_to_it());
    send_text(slow.back(), "GET /healthz HTTP/1.1\r\nX: ");
  }
  std::vector<std::int64_t> waits;
  for (int i = 0; i < 20; ++i) {
    SteadyTime begin = std::chrono::steady_clock::now();
    EXPECT_EQ(status_of(ask("GET /healthz")), "200");
    waits.push_back((std::chrono::steady_clock::now() - begin) / std::chrono::milliseconds(1));
  }
  std::sort(waits.begin(), waits.end());
  EXPECT_LT(waits[10], 100);
  EXPECT_EQ(read_to_the_end(slow.front()), "");  // the oldest was closed
}

TEST_F(Health, AUnixSocketWorksAndIsRemoved) {
  TemporaryFolder folder;
  std::string path = folder / "health.sock";
  {
    // As a killed daemon leaves it behind.
    Descriptor stale(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    ASSERT_EQ(bind(stale.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  }
  start({Serves::Health}, "unix:" + path);
  EXPECT_EQ(status_of(ask_at(path, "GET /healthz HTTP/1.0\r\n\r\n")), "200");
  server_.reset();
  EXPECT_NE(access(path.c_str(), F_OK), 0);
}

TEST_F(Health, ALiveDaemonKeepsItsSocket) {
  TemporaryFolder folder;
  const std::string path = folder / "health.sock";
  start({Serves::Health}, "unix:" + path);
  {
    const Result<std::unique_ptr<HealthServer>> second =
        HealthServer::start({{"x", "unix:" + path, {Serves::Health}}}, HealthPages{});
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().kind, ErrorKind::Refused);
  }
  EXPECT_EQ(status_of(ask_at(path, "GET /healthz HTTP/1.0\r\n\r\n")), "200");
}

TEST_F(Health, AnAddressInUseIsRefusedAndABadOneInvalid) {
  start();
  std::vector<std::pair<std::string, ErrorKind>> cases = {
      {server_->addresses().at(0), ErrorKind::Refused},
      {"203.0.113.1:1", ErrorKind::Refused},
      {"example.com:80", ErrorKind::Invalid},
      {"127.0.0.1", ErrorKind::Invalid},
      {"127.0.0.1:70000", ErrorKind::Invalid},
      {"127.0.0.1:8x", ErrorKind::Invalid},
      {"unix:relative", ErrorKind::Invalid},
      {"unix:", ErrorKind::Invalid}};
  for (const std::pair<std::string, ErrorKind>& one : cases) {
    Result<std::unique_ptr<HealthServer>> server =
        HealthServer::start({{"x", one.first, {Serves::Health}}}, HealthPages{});
    ASSERT_FALSE(server.ok()) << one.first;
    EXPECT_EQ(server.error().kind, one.second) << one.first;
  }
}

TEST_F(Health, AFileThatIsNoSocketIsNotRemoved) {
  TemporaryFolder folder;
  std::string path = folder.write("precious", "data");
  Result<std::unique_ptr<HealthServer>> server =
      HealthServer::start({{"x", "unix:" + path, {Serves::Health}}}, HealthPages{});
  EXPECT_FALSE(server.ok());
  EXPECT_EQ(leakwarden::testing::read_file(path), "data");
}

TEST_F(Health, Ipv6Works) {
  start({Serves::Health}, "[::1]:0");
  EXPECT_EQ(server_->addresses().at(0).rfind("[::1]:", 0), 0u);
}

}  // namespace
}  // namespace leakwarden::service
