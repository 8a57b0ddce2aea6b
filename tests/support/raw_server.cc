#include "tests/support/raw_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

namespace leakwarden::testing {
namespace {

bool is_readable(int descriptor, int milliseconds) {
  pollfd poll_for{descriptor, POLLIN, 0};
  return ::poll(&poll_for, 1, milliseconds) > 0;
}

std::size_t wanted_bytes(const std::string& request) {
  std::size_t end = request.find("\r\n\r\n");
  if (end == std::string::npos) return std::string::npos;
  std::size_t at = request.find("Content-Length: ");
  return end + 4 + (at < end ? std::strtoul(request.c_str() + at + 16, nullptr, 10) : 0);
}

std::string read_request(int connection) {
  std::string request;
  char chunk[16384];
  while (request.size() < wanted_bytes(request) && is_readable(connection, 5000)) {
    ssize_t count = ::recv(connection, chunk, sizeof chunk, 0);
    if (count <= 0) break;
    request.append(chunk, static_cast<std::size_t>(count));
  }
  return request;
}

}  // namespace

RawServer::RawServer(Answer answer, Speaks speaks) : answer_(std::move(answer)), speaks_(speaks) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof name;
  ::bind(listener_, reinterpret_cast<sockaddr*>(&name), size);
  ::listen(listener_, 64);
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&name), &size);
  port_ = ntohs(name.sin_port);
  thread_ = std::thread([this] { run(); });
}

RawServer::~RawServer() {
  stopping_ = true;
  thread_.join();
  ::close(listener_);
}

void RawServer::run() {
  while (!stopping_) {
    if (!is_readable(listener_, 20)) continue;
    int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    ++connections_;
    answer_(connection, speaks_ == Speaks::First ? "" : read_request(connection));
    ::close(connection);
  }
}

bool write_all(int connection, const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    ssize_t count = ::send(connection, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return false;
    sent += static_cast<std::size_t>(count);
  }
  return true;
}

}  // namespace leakwarden::testing
