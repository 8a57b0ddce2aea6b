#include "tests/support/unix_peer.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

namespace leakwarden::testing {
namespace {

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
  return address;
}

int listening_at(const std::string& path) {
  const sockaddr_un address = address_of(path);
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool bound =
      ::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      ::listen(listener, 16) == 0;
  return bound ? listener : -1;
}

}  // namespace

UnixClient::UnixClient(const std::string& path)
    : descriptor_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const sockaddr_un address = address_of(path);
  while (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    if (errno == EINTR) continue;
    close();
    return;
  }
}

UnixClient::UnixClient(UnixClient&& other) noexcept
    : descriptor_(other.descriptor_), hung_up_(other.hung_up_) {
  other.descriptor_ = -1;
}

bool UnixClient::say(const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t count =
        ::send(descriptor_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    sent += static_cast<std::size_t>(count);
  }
  return true;
}

std::string UnixClient::hear(std::chrono::milliseconds most) {
  const std::chrono::steady_clock::time_point end = std::chrono::steady_clock::now() + most;
  std::string heard;
  while (!hung_up_) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    pollfd polled{descriptor_, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&polled, 1, static_cast<int>(left.count())) <= 0) break;
    char chunk[4096];
    const ssize_t count = ::recv(descriptor_, chunk, sizeof chunk, 0);
    hung_up_ = count <= 0;
    if (count > 0) heard.append(chunk, static_cast<std::size_t>(count));
  }
  return heard;
}

void UnixClient::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

UnixServer::UnixServer(const std::string& path, Serve serve)
    : serve_(std::move(serve)), path_(path), listener_(listening_at(path)) {
  thread_ = std::thread([this] { run(); });
}

UnixServer::~UnixServer() {
  stopping_ = true;
  thread_.join();
  ::close(listener_);
  ::unlink(path_.c_str());
}

void UnixServer::run() {
  while (!stopping_) {
    pollfd polled{listener_, POLLIN, 0};
    if (::poll(&polled, 1, 10) <= 0) continue;
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    ++connections_;
    serve_(connection);
    ::close(connection);
  }
}

StrangersServer::StrangersServer(const std::string& path, uid_t user, const std::string& answer) {
  int ready[2];
  if (::pipe2(ready, O_CLOEXEC) != 0) return;
  const pid_t parent = ::getpid();
  process_ = ::fork();
  if (process_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent || ::setuid(user) != 0) ::_exit(1);
    const int listener = listening_at(path);
    static_cast<void>(::write(ready[1], "r", 1) < 0);
    while (listener >= 0) {
      const int connection = ::accept(listener, nullptr, nullptr);
      char chunk[4096];
      static_cast<void>(::recv(connection, chunk, sizeof chunk, 0) < 0);
      static_cast<void>(::send(connection, answer.data(), answer.size(), MSG_NOSIGNAL) < 0);
      ::close(connection);
    }
    ::_exit(1);
  }
  char byte = 0;
  ::close(ready[1]);
  static_cast<void>(::read(ready[0], &byte, 1) < 0);
  ::close(ready[0]);
}

StrangersServer::~StrangersServer() {
  if (process_ <= 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

}  // namespace leakwarden::testing
