// Bar 15: in a network namespace of its own, where every address there is leads to our listener,
// the transport connects to the public ones and to none of the others.

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <string>
#include <thread>

#include "notifier/channel.h"
#include "tests/support/process.h"
#include "tests/unit/notifier/addresses.h"

namespace leakwarden::notifier {
namespace {

// Listens on every address, IPv4 and IPv6; counts and closes.
class Everywhere {
 public:
  Everywhere() {
    listener_ = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int off = 0;
    ::setsockopt(listener_, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    sockaddr_in6 name{};
    name.sin6_family = AF_INET6;
    socklen_t size = sizeof name;
    ready_ = ::bind(listener_, reinterpret_cast<sockaddr*>(&name), size) == 0 &&
             ::listen(listener_, 64) == 0;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&name), &size);
    port_ = ntohs(name.sin6_port);
    thread_ = std::thread([this] { run(); });
  }
  ~Everywhere() {
    stopping_ = true;
    thread_.join();
    ::close(listener_);
  }
  bool ready() const { return ready_; }
  int port() const { return port_; }
  int connections() const { return connections_; }

 private:
  void run() {
    while (!stopping_) {
      pollfd wait_for{listener_, POLLIN, 0};
      if (::poll(&wait_for, 1, 10) <= 0) continue;
      int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection < 0) continue;
      ++connections_;
      const char answer[] = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
      char chunk[4096];
      ::recv(connection, chunk, sizeof chunk, 0);
      ::send(connection, answer, sizeof answer - 1, MSG_NOSIGNAL);
      ::close(connection);
    }
  }
  int listener_ = -1;
  bool ready_ = false;
  int port_ = 0;
  std::atomic<bool> stopping_{false};
  std::atomic<int> connections_{0};
  std::thread thread_;
};

std::string url_host(const std::string& address) {
  if (address.find(':') == std::string::npos) return address;
  std::string escaped = address;
  std::size_t zone = escaped.find('%');
  if (zone != std::string::npos) escaped.insert(zone + 1, "25");
  return "[" + escaped + "]";
}

Result<HttpAnswer> post_to(Transport& transport, const std::string& url) {
  HttpRequest request;
  request.url = Secret::copy_of(url);
  return transport.post(request);
}

bool every_address_leads_home() {
  bool four =
      testing::run_program({"ip", "link", "set", "lo", "up"}).exit_code == 0 &&
      testing::run_program({"ip", "route", "add", "local", "0.0.0.0/0", "dev", "lo"}).exit_code ==
          0;
  testing::run_program({"ip", "-6", "route", "add", "local", "::/0", "dev", "lo"});
  return four;
}

void try_every_address() {
  Everywhere listener;
  ASSERT_TRUE(listener.ready());
  OutgoingPolicy policy;
  policy.timeout = std::chrono::seconds(5);
  std::unique_ptr<Transport> transport = make_curl_transport(policy);
  std::string rest = ":" + std::to_string(listener.port()) + "/hook";
  std::size_t tried = 0;
  std::vector<std::string> hosts = testing::special_addresses();
  for (const char* trick : {"localhost", "localhost.", "8.8.8.8@127.0.0.1", "8.8.8.8:80@127.0.0.1",
                            "127.0.0.1.", "127.0.0.1%2f8.8.8.8", "%31%32%37.0.0.1"}) {
    hosts.push_back(trick);
  }
  for (const std::string& host : hosts) {
    EXPECT_FALSE(post_to(*transport, "http://" + url_host(host) + rest).ok()) << host;
    ASSERT_EQ(listener.connections(), 0) << host;
    ++tried;
  }
  EXPECT_GE(tried, 200u);
  // And the listener is really there: public addresses reach it.
  int reached = 0;
  for (const std::string& host : testing::public_addresses()) {
    reached += post_to(*transport, "http://" + url_host(host) + rest).ok() ? 1 : 0;
  }
  EXPECT_GE(reached, 20);
  EXPECT_EQ(listener.connections(), reached);
  // As is a private one that the operator allows, and only that.
  policy.allow_private = {"10.1.2.3/32"};
  transport = make_curl_transport(policy);
  EXPECT_TRUE(post_to(*transport, "http://10.1.2.3" + rest).ok());
  EXPECT_FALSE(post_to(*transport, "http://10.1.2.4" + rest).ok());
  EXPECT_EQ(listener.connections(), reached + 1);
}

TEST(TransportAddresses, OnlyPublicOnesAreConnectedTo) {
  bool skipped = false;
  // unshare() moves one thread; the listener's thread, started from it, is in the same namespace.
  std::thread inside([&] {
    if (::unshare(CLONE_NEWNET) != 0 || !every_address_leads_home()) {
      skipped = true;
      return;
    }
    try_every_address();
  });
  inside.join();
  if (skipped) GTEST_SKIP() << "needs the right to make a network namespace, and ip";
}

}  // namespace
}  // namespace leakwarden::notifier
