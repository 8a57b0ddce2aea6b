#include "service/intake/hook_socket.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

#include "service/jobs/signals.h"

namespace leakwarden::service {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t kReadAtOnce = 64u << 10;
constexpr int kMostAccepted = 64;  // a turn
constexpr std::chrono::milliseconds kPause{200};

struct Client {
  Descriptor socket;
  SocketPeer peer;
  Steady::time_point end;
  std::string request;
  std::string answer;  // what of it is not sent yet; begun: nothing is read any more
  bool answering = false;
};
using Clients = std::list<Client>;  // oldest first

std::string name_of(const SocketPeer& peer) {
  return "process " + std::to_string(peer.process) + " of user " + std::to_string(peer.user);
}

class PollingHookSocket final : public HookSocket {
 public:
  PollingHookSocket(UnixSocket socket, Decide decide, Log& log, const Limits& limits)
      : socket_(std::move(socket)), decide_(std::move(decide)), log_(log), limits_(limits) {
    thread_ = std::thread([this] { run(); });
  }
  ~PollingHookSocket() override {
    stop_.set();
    thread_.join();
  }
  const std::string& path() const override { return socket_.path(); }
  bool has_file() const override { return socket_.has_file(); }
  Status give(const SocketAccess& access) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return socket_.give(access);
  }

 private:
  void run();
  std::vector<pollfd> watched() const;
  int milliseconds_to_wait() const;
  void accept_some();
  void take(Descriptor connection);
  void make_room_for(uid_t user);
  bool serve(Client& client, short events);  // false: it is over
  bool read_from(Client& client);
  bool answer(Client& client, std::string_view line);
  bool refuse(Client& client, const Error& error);
  bool begin_answer(Client& client, std::string text);
  static bool write_to(Client& client);
  void close_late_ones();

  mutable std::mutex mutex_;
  UnixSocket socket_;  // its access is guarded by mutex_
  Decide decide_;
  Log& log_;
  Limits limits_;
  StopSignal stop_;
  Clients clients_;
  Steady::time_point next_accept_{};  // out of descriptors: accepting again at once would spin
  std::thread thread_;
};

void PollingHookSocket::run() {
  while (!stop_.is_set()) {
    std::vector<pollfd> polled = watched();
    if (::poll(polled.data(), polled.size(), milliseconds_to_wait()) < 0 && errno != EINTR) {
      std::this_thread::sleep_for(kPause);
      continue;
    }
    std::size_t at = 2;
    for (Clients::iterator client = clients_.begin(); client != clients_.end(); ++at) {
      const short events = polled[at].revents;
      client = events == 0 || serve(*client, events) ? std::next(client) : clients_.erase(client);
    }
    close_late_ones();
    if (polled[1].revents != 0) accept_some();
  }
}

std::vector<pollfd> PollingHookSocket::watched() const {
  const bool accepting = Steady::now() >= next_accept_;
  std::vector<pollfd> polled = {{stop_.descriptor(), POLLIN, 0},
                                {accepting ? socket_.descriptor() : -1, POLLIN, 0}};
  for (const Client& client : clients_) {
    const short wanted = client.answering ? POLLOUT : POLLIN;
    polled.push_back({client.socket.get(), wanted, 0});
  }
  return polled;
}

// Until the first client is late, or accepting goes on.
int PollingHookSocket::milliseconds_to_wait() const {
  Steady::time_point next = Steady::now() + std::chrono::hours(1);
  for (const Client& client : clients_) next = std::min(next, client.end);
  if (Steady::now() < next_accept_) next = std::min(next, next_accept_);
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - Steady::now()).count();
  return static_cast<int>(std::max<std::int64_t>(left, 0));
}

void PollingHookSocket::accept_some() {
  for (int i = 0; i < kMostAccepted; ++i) {
    Descriptor connection(
        ::accept4(socket_.descriptor(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (connection.valid()) {
      take(std::move(connection));
    } else if (errno != EINTR && errno != ECONNABORTED) {
      if (errno != EAGAIN) next_accept_ = Steady::now() + kPause;
      return;
    }
  }
}

void PollingHookSocket::take(Descriptor connection) {
  Result<SocketPeer> peer = peer_of(connection.get());
  if (!peer.ok()) return;
  const std::unique_lock<std::mutex> lock(mutex_);
  if (!socket_.lets_in(*peer)) {
    log_.once(LogLevel::Warning, "hook socket", "a client of the hook socket was sent away",
              Error::refused("ask for decisions", name_of(*peer), "it is not in the group"));
    return;
  }
  make_room_for(peer->user);
  Client client;
  client.socket = std::move(connection);
  client.peer = std::move(*peer);
  client.end = Steady::now() + limits_.patience;
  clients_.push_back(std::move(client));
}

void PollingHookSocket::make_room_for(uid_t user) {
  std::map<uid_t, std::size_t> held;
  for (const Client& client : clients_) ++held[client.peer.user];
  const bool user_is_full = held[user] >= limits_.connections_of_user;
  if (!user_is_full && clients_.size() < limits_.connections) return;
  uid_t greediest = user;
  for (const auto& [one, count] : held) {
    if (!user_is_full && count > held[greediest]) greediest = one;
  }
  const Clients::iterator oldest =
      std::find_if(clients_.begin(), clients_.end(),
                   [greediest](const Client& client) { return client.peer.user == greediest; });
  if (oldest != clients_.end()) clients_.erase(oldest);
}

bool PollingHookSocket::serve(Client& client, short events) {
  if (client.answering) return (events & (POLLERR | POLLHUP)) == 0 && write_to(client);
  return read_from(client);
}

bool PollingHookSocket::read_from(Client& client) {
  std::string chunk(kReadAtOnce, '\0');
  const ssize_t got = ::recv(client.socket.get(), chunk.data(), chunk.size(), 0);
  if (got < 0) return errno == EAGAIN || errno == EINTR;
  if (got == 0) return false;
  const std::size_t searched = client.request.size();
  client.request.append(chunk.data(), static_cast<std::size_t>(got));
  const std::size_t end = client.request.find('\n', searched);
  if (std::min(end, client.request.size()) > scanner::kMostRequestBytes) {
    return refuse(client, Error::too_large("read a hook's request", "", "it is too long"));
  }
  if (end == std::string::npos) return true;
  return answer(client, std::string_view(client.request).substr(0, end));
}

bool PollingHookSocket::answer(Client& client, std::string_view line) {
  const Result<std::vector<scanner::DecisionQuestion>> questions = scanner::read_request(line);
  if (!questions.ok()) return refuse(client, questions.error());
  if (questions->empty()) return begin_answer(client, scanner::answer_line({}));
  const Result<std::vector<scanner::DecisionAnswer>> decided = decide_(*questions);
  if (!decided.ok()) {
    log_.once(LogLevel::Error, "decisions", "decisions cannot be read", decided.error());
    return begin_answer(client, scanner::refusal_line("the store cannot be read"));
  }
  log_.resolved("decisions", "decisions can be read");
  log_.debug("a hook asked for decisions", {{"process", client.peer.process},
                                            {"user", client.peer.user},
                                            {"asked", questions->size()},
                                            {"decided", decided->size()}});
  return begin_answer(client, scanner::answer_line(*decided));
}

// Each kind of nonsense is logged once: a client must not be able to fill the log.
bool PollingHookSocket::refuse(Client& client, const Error& error) {
  Error named = error;
  named.where = name_of(client.peer);
  log_.once(LogLevel::Warning, "hook socket", "a hook's request was refused", named);
  return begin_answer(client, scanner::refusal_line(error.why));
}

bool PollingHookSocket::begin_answer(Client& client, std::string text) {
  client.request.clear();
  client.request.shrink_to_fit();
  client.answer = std::move(text);
  client.answering = true;
  client.end = Steady::now() + limits_.patience;
  return write_to(client);
}

// False when all is said, or cannot be.
bool PollingHookSocket::write_to(Client& client) {
  const ssize_t sent =
      ::send(client.socket.get(), client.answer.data(), client.answer.size(), MSG_NOSIGNAL);
  if (sent < 0) return errno == EAGAIN || errno == EINTR;
  client.answer.erase(0, static_cast<std::size_t>(sent));
  return !client.answer.empty();
}

void PollingHookSocket::close_late_ones() {
  const Steady::time_point now = Steady::now();
  clients_.remove_if([now](const Client& client) { return now >= client.end; });
}

}  // namespace

Result<std::unique_ptr<HookSocket>> HookSocket::start(const std::string& path,
                                                      const SocketAccess& access, Decide decide,
                                                      Log& log, const Limits& limits) {
  LEAKWARDEN_TRY(UnixSocket socket, UnixSocket::listen(path, access));
  return std::unique_ptr<HookSocket>(
      std::make_unique<PollingHookSocket>(std::move(socket), std::move(decide), log, limits));
}

}  // namespace leakwarden::service
