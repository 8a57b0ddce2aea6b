#include "scanner/hooks/daemon_socket.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <thread>

#include "scanner/base/file.h"

namespace leakwarden::scanner {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBetweenTries{1};

// A conversation with one peer, up to one deadline.
class Exchange {
 public:
  explicit Exchange(const LineExchange& wished)
      : wished_(wished), end_(Steady::now() + wished.patience) {}

  Result<std::string> run(const std::string& line) {
    LEAKWARDEN_CHECK(connect());
    LEAKWARDEN_CHECK(believe());
    LEAKWARDEN_CHECK(send(line));
    return receive();
  }

 private:
  Status connect();
  Status believe() const;
  Status send(std::string_view rest);
  Result<std::string> receive();
  Status wait_for(short what) const;
  Error late() const {
    return Error::timeout("ask the daemon", wished_.path,
                          "no answer within " + std::to_string(wished_.patience.count()) + " ms");
  }
  Error failed(int number) const {
    return Error::from_errno("ask the daemon", wished_.path, number);
  }

  const LineExchange& wished_;
  Steady::time_point end_;
  Descriptor socket_;
};

bool means_nobody(int number) {
  return number == ENOENT || number == ECONNREFUSED || number == EACCES || number == EPERM ||
         number == ENOTDIR || number == ENOTSOCK || number == ELOOP;
}

// A full queue is no answer on a Unix socket (EAGAIN): tried again while there is time.
Status Exchange::connect() {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (wished_.path.empty() || wished_.path[0] != '/' ||
      wished_.path.size() >= sizeof(address.sun_path)) {
    return Error::invalid("ask the daemon", wished_.path,
                          "expected a whole path, short enough for a socket");
  }
  std::memcpy(address.sun_path, wished_.path.data(), wished_.path.size());
  socket_ = Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket_.valid()) return failed(errno);
  while (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
         0) {
    if (means_nobody(errno)) {
      return Error::not_found("ask the daemon", wished_.path, std::strerror(errno));
    }
    if (errno != EAGAIN && errno != EINTR) return failed(errno);
    if (Steady::now() >= end_) return late();
    std::this_thread::sleep_for(kBetweenTries);
  }
  return done();
}

Status Exchange::believe() const {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(socket_.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return failed(errno);
  const std::vector<uid_t>& believed = wished_.believed;
  if (std::find(believed.begin(), believed.end(), peer.uid) != believed.end()) return done();
  return Error::refused("ask the daemon", wished_.path,
                        "whoever listens there is user " + std::to_string(peer.uid) +
                            ", neither root, nor the service's user, nor you");
}

Status Exchange::wait_for(short what) const {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end_ - Steady::now()).count();
    if (left <= 0) return late();
    pollfd polled{socket_.get(), what, 0};
    const int count = ::poll(&polled, 1, static_cast<int>(std::min<std::int64_t>(left, 60'000)));
    if (count > 0) return done();
    if (count < 0 && errno != EINTR) return failed(errno);
  }
}

// A peer that hangs up early may have said why: what cannot be sent is no error yet.
Status Exchange::send(std::string_view rest) {
  while (!rest.empty()) {
    LEAKWARDEN_CHECK(wait_for(POLLOUT));
    const ssize_t sent = ::send(socket_.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent >= 0) rest.remove_prefix(static_cast<std::size_t>(sent));
    if (sent >= 0 || errno == EAGAIN || errno == EINTR) continue;
    if (errno == EPIPE || errno == ECONNRESET) return done();
    return failed(errno);
  }
  return done();
}

Result<std::string> Exchange::receive() {
  std::string answer;
  char chunk[16 << 10];
  while (true) {
    LEAKWARDEN_CHECK(wait_for(POLLIN));
    const ssize_t got = ::recv(socket_.get(), chunk, sizeof chunk, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (got <= 0) {
      return Error::corrupt("ask the daemon", wished_.path, "it hung up before it had answered");
    }
    answer.append(chunk, static_cast<std::size_t>(got));
    const std::size_t end = answer.find('\n');
    if (std::min(end, answer.size()) > wished_.most_bytes) {
      return Error::too_large("ask the daemon", wished_.path, "its answer does not end");
    }
    if (end != std::string::npos) return answer.substr(0, end);
  }
}

}  // namespace

Result<std::string> exchange_line(const LineExchange& exchange, const std::string& line) {
  return Exchange(exchange).run(line);
}

}  // namespace leakwarden::scanner
