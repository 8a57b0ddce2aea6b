#pragma once

// Both ends of a Unix socket, for tests that speak raw bytes: a client that says what no hook
// would, a server that answers what no daemon would.

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>

namespace leakwarden::testing {

class UnixClient {
 public:
  // Connects, waiting while the queue is full; connected() says whether it worked.
  explicit UnixClient(const std::string& path);
  ~UnixClient() { close(); }
  UnixClient(UnixClient&& other) noexcept;
  UnixClient(const UnixClient&) = delete;

  bool connected() const { return descriptor_ >= 0; }
  // False when the peer had hung up.
  bool say(const std::string& bytes);
  // All until the peer hangs up, at most so long; hung_up() says which.
  std::string hear(std::chrono::milliseconds most = std::chrono::seconds(20));
  bool hung_up() const { return hung_up_; }
  void close();

 private:
  int descriptor_ = -1;
  bool hung_up_ = false;
};

// One connection after the other: `serve` may do with it what it likes.
class UnixServer {
 public:
  using Serve = std::function<void(int connection)>;
  UnixServer(const std::string& path, Serve serve);
  ~UnixServer();
  UnixServer(const UnixServer&) = delete;
  int connections() const { return connections_; }

 private:
  void run();
  Serve serve_;
  std::string path_;
  int listener_ = -1;
  std::atomic<bool> stopping_{false};
  std::atomic<int> connections_{0};
  std::thread thread_;
};

// A process of user `user` that listens at `path` and answers each request with `answer`, for as
// long as the object lives. Only for root.
class StrangersServer {
 public:
  StrangersServer(const std::string& path, uid_t user, const std::string& answer);
  ~StrangersServer();
  StrangersServer(const StrangersServer&) = delete;

 private:
  pid_t process_ = -1;
};

}  // namespace leakwarden::testing
