// The only file that includes Boost.Beast, which takes seconds to compile.

#include "service/api/health_server.h"

#include <fcntl.h>

#include <algorithm>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <charconv>
#include <list>
#include <optional>
#include <thread>

#include "service/unix_socket.h"

namespace leakwarden::service {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using StreamProtocol = asio::generic::stream_protocol;
using Acceptor = asio::basic_socket_acceptor<StreamProtocol>;
using Socket = asio::basic_stream_socket<StreamProtocol, asio::io_context::executor_type>;
using Stream = beast::basic_stream<StreamProtocol, asio::io_context::executor_type>;
using Request = http::request<http::empty_body>;
using Response = http::response<http::string_body>;
using ErrorCode = boost::system::error_code;

constexpr std::size_t kMaxConnections = 64;
constexpr std::uint32_t kMaxHeaderBytes = 8 << 10;
constexpr std::chrono::seconds kRequestTime{5};
constexpr std::chrono::seconds kRestTime{30};

struct Listener {
  std::string bound;
  bool health = false;
  bool metrics = false;
  std::optional<UnixSocket> file;
  std::unique_ptr<Acceptor> acceptor;
};

struct Page {
  unsigned status = 404;
  const char* type = "application/json";
  std::string body = "{\"error\":\"not found\"}\n";
};

Page json_page(HealthAnswer answer) {
  return {answer.status, "application/json", std::move(answer.body)};
}

Page page_for(const Listener& listener, std::string_view path, const HealthPages& pages) {
  if (listener.health && path == "/healthz") return json_page(pages.healthz());
  if (listener.health && path == "/readyz") return json_page(pages.readyz());
  if (listener.health && path == "/version") return {200, "application/json", pages.version};
  if (listener.metrics && path == "/metrics") {
    return {200, "text/plain; version=0.0.4; charset=utf-8", pages.metrics()};
  }
  return {};
}

Response answer_to(const Request& request, const Listener& listener, const HealthPages& pages) {
  std::string_view target(request.target().data(), request.target().size());
  Page page;
  if (request.method() == http::verb::get || request.method() == http::verb::head) {
    page = page_for(listener, target.substr(0, target.find('?')), pages);
  } else {
    page = {405, "application/json", "{\"error\":\"only GET\"}\n"};
  }
  Response response{static_cast<http::status>(page.status), request.version()};
  response.set(http::field::content_type, page.type);
  response.set(http::field::cache_control, "no-store");
  response.set("X-Content-Type-Options", "nosniff");
  if (page.status == 405) response.set(http::field::allow, "GET, HEAD");
  response.keep_alive(request.keep_alive());
  response.content_length(page.body.size());
  if (request.method() != http::verb::head) response.body() = std::move(page.body);
  return response;
}

class Connection;
using Connections = std::list<std::weak_ptr<Connection>>;

// One client: read a request, answer, again. Lives as long as an operation of its is under way.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Socket socket, const Listener& listener, const HealthPages& pages)
      : stream_(std::move(socket)), listener_(listener), pages_(pages) {}

  void begin(std::chrono::seconds patience) {
    parser_.emplace();
    parser_->header_limit(kMaxHeaderBytes);
    parser_->body_limit(0);
    stream_.expires_after(patience);
    http::async_read(
        stream_, buffer_, *parser_,
        [self = shared_from_this()](ErrorCode error, std::size_t) { self->on_request(error); });
  }
  void close() {
    ErrorCode ignored;
    stream_.socket().close(ignored);
  }

 private:
  void on_request(ErrorCode error) {
    if (error) return close();
    response_ = answer_to(parser_->get(), listener_, pages_);
    stream_.expires_after(kRequestTime);
    http::async_write(
        stream_, response_,
        [self = shared_from_this()](ErrorCode failed, std::size_t) { self->on_answered(failed); });
  }
  void on_answered(ErrorCode error) {
    if (error || !response_.keep_alive()) return close();
    begin(kRestTime);
  }

  Stream stream_;
  const Listener& listener_;
  const HealthPages& pages_;
  beast::flat_buffer buffer_{2 * kMaxHeaderBytes};
  std::optional<http::request_parser<http::empty_body>> parser_;
  Response response_;
};

Error bad_address(const std::string& address) {
  return Error::invalid("listen", address, "not host:port with a numeric host, nor unix:/path");
}

Result<StreamProtocol::endpoint> parse_address(const std::string& address) {
  std::size_t colon = address.rfind(':');
  if (colon == std::string::npos) return bad_address(address);
  std::string host = address.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  if (host == "localhost") host = "127.0.0.1";
  ErrorCode error;
  asio::ip::address parsed = asio::ip::make_address(host, error);
  unsigned port = 0;
  const char* end = address.data() + address.size();
  std::from_chars_result number = std::from_chars(address.data() + colon + 1, end, port);
  if (error || number.ec != std::errc() || number.ptr != end || port > 65535) {
    return bad_address(address);
  }
  return StreamProtocol::endpoint(
      asio::ip::tcp::endpoint(parsed, static_cast<unsigned short>(port)));
}

std::string text_of(const StreamProtocol::endpoint& endpoint, const std::string& configured) {
  asio::ip::tcp::endpoint tcp;
  if (endpoint.size() > tcp.capacity()) return configured;
  std::memcpy(tcp.data(), endpoint.data(), endpoint.size());
  tcp.resize(endpoint.size());
  std::string host = tcp.address().to_string();
  if (tcp.address().is_v6()) host = "[" + host + "]";
  return host + ":" + std::to_string(tcp.port());
}

bool is_ours(const ListenerConfig& config) {
  return std::any_of(config.serves.begin(), config.serves.end(),
                     [](Serves one) { return one != Serves::HookSocket; });
}

// The file stays the socket's own and goes with it; the acceptor has a second descriptor.
Status open_file(const ListenerConfig& config, Listener& listener) {
  LEAKWARDEN_TRY(UnixSocket file, UnixSocket::listen(socket_path(config), config.access));
  const int second = ::fcntl(file.descriptor(), F_DUPFD_CLOEXEC, 0);
  if (second < 0) return Error::from_errno("listen", config.address, errno);
  listener.acceptor->assign(asio::local::stream_protocol(), second);
  listener.file.emplace(std::move(file));
  listener.bound = config.address;
  return done();
}

Status open_port(const ListenerConfig& config, Listener& listener) {
  LEAKWARDEN_TRY(const StreamProtocol::endpoint endpoint, parse_address(config.address));
  Acceptor& acceptor = *listener.acceptor;
  ErrorCode error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return Error::refused("listen", config.address, error.message())
        .with_remedy("is another daemon running? choose another address under listeners");
  }
  listener.bound = text_of(acceptor.local_endpoint(error), config.address);
  return done();
}

Result<Listener> listen(asio::io_context& context, const ListenerConfig& config) {
  Listener listener;
  for (Serves serves : config.serves) {
    listener.health |= serves == Serves::Health;
    listener.metrics |= serves == Serves::Metrics;
  }
  listener.acceptor = std::make_unique<Acceptor>(context);
  const bool is_file = config.address.rfind("unix:", 0) == 0;
  LEAKWARDEN_CHECK(is_file ? open_file(config, listener) : open_port(config, listener));
  return listener;
}

class BeastHealthServer final : public HealthServer {
 public:
  explicit BeastHealthServer(HealthPages pages) : pages_(std::move(pages)) {}
  ~BeastHealthServer() override {
    context_.stop();
    if (thread_.joinable()) thread_.join();
  }

  Status bind(const std::vector<ListenerConfig>& listeners) {
    for (const ListenerConfig& config : listeners) {
      if (!is_ours(config)) continue;
      LEAKWARDEN_TRY(Listener listener, listen(context_, config));
      listeners_.push_back(std::move(listener));
    }
    return done();
  }
  void run() {
    for (Listener& listener : listeners_) accept(listener);
    thread_ = std::thread([this] { serve(); });
  }
  std::vector<std::string> addresses() const override {
    std::vector<std::string> addresses;
    for (const Listener& listener : listeners_) addresses.push_back(listener.bound);
    return addresses;
  }

 private:
  void accept(Listener& listener) {
    listener.acceptor->async_accept(context_, [this, &listener](ErrorCode error, Socket socket) {
      if (error == asio::error::operation_aborted) return;
      if (!error) take(std::move(socket), listener);
      accept_again(listener, error);
    });
  }
  // Out of descriptors: accepting again at once would spin.
  void accept_again(Listener& listener, ErrorCode error) {
    if (!error) return accept(listener);
    std::shared_ptr<asio::steady_timer> pause =
        std::make_shared<asio::steady_timer>(context_, std::chrono::milliseconds(200));
    pause->async_wait([this, &listener, pause](ErrorCode) { accept(listener); });
  }
  void take(Socket socket, const Listener& listener) {
    connections_.remove_if([](const std::weak_ptr<Connection>& one) { return one.expired(); });
    if (connections_.size() >= kMaxConnections) {
      if (std::shared_ptr<Connection> oldest = connections_.front().lock()) oldest->close();
      connections_.pop_front();
    }
    std::shared_ptr<Connection> connection =
        std::make_shared<Connection>(std::move(socket), listener, pages_);
    connections_.push_back(connection);
    connection->begin(kRequestTime);
  }
  void serve() {
    while (!context_.stopped()) {
      try {
        context_.run();
      } catch (const std::exception&) {
        // A handler ran out of memory: its connection is gone, the others go on.
      }
    }
  }

  HealthPages pages_;
  asio::io_context context_{1};
  std::vector<Listener> listeners_;
  Connections connections_;
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<HealthServer>> HealthServer::start(
    const std::vector<ListenerConfig>& listeners, HealthPages pages) {
  std::unique_ptr<BeastHealthServer> server = std::make_unique<BeastHealthServer>(std::move(pages));
  LEAKWARDEN_CHECK(server->bind(listeners));
  server->run();
  return std::unique_ptr<HealthServer>(std::move(server));
}

}  // namespace leakwarden::service
