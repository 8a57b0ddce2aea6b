#pragma once

// A TCP server on 127.0.0.1 inside the test, that answers with raw bytes: for
// answers no well-behaved server gives.

#include <atomic>
#include <functional>
#include <string>
#include <thread>

namespace leakwarden::testing {

class RawServer {
 public:
  // For each connection, one after the other: reads a request with its body, then calls `answer`
  // with the connection's descriptor and the request; the connection is closed after it returns.
  using Answer = std::function<void(int connection, const std::string& request)>;
  // With Speaks::First nothing is read, as of an SMTP server.
  enum class Speaks { First, Second };
  explicit RawServer(Answer answer, Speaks speaks = Speaks::Second);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  int port() const { return port_; }
  int connections() const { return connections_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/hook"; }

 private:
  void run();
  Answer answer_;
  Speaks speaks_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_{false};
  std::atomic<int> connections_{0};
  std::thread thread_;
};

// Writes all, however long; false when the peer closed.
bool write_all(int connection, const std::string& bytes);

}  // namespace leakwarden::testing
