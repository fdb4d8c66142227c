#include "kernel/host/http/server.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <optional>
#include <thread>

#include "kernel/host/http/web_socket.hpp"

namespace dovetail::host {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;
using boost::system::error_code;

constexpr auto kQuiet = asio::as_tuple(asio::use_awaitable);

bool is_loopback(const std::string& host) {
  return host == "::1" || host.starts_with("127.");
}

/// A page of another site can reach a loopback port through a name of its own (DNS rebinding); the
/// Host header tells.
bool is_local_name(std::string_view host) {
  host = host.substr(0, host.find(':', host.starts_with('[') ? host.find(']') : 0));
  return host.empty() || host == "localhost" || host == "[::1]" ||
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string text_of(beast::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

class HttpServer::Impl {
 public:
  Impl(HttpOptions options, HttpHandlers handlers)
      : options_(std::move(options)), handlers_(std::move(handlers)), pool_(options_.threads) {}

  ~Impl() {
    asio::post(io_, [this] {
      if (tcp_) tcp_->close();
      if (local_) local_->close();
      io_.stop();
    });
    if (thread_.joinable()) thread_.join();
    pool_.join();
    {
      std::lock_guard lock(gate_->mutex);
      gate_->open = false;
    }
    if (local_) ::unlink(options_.unix_socket.c_str());
  }

  Expected<void> listen() {
    try {
      options_.unix_socket.empty() ? listen_tcp() : listen_local();
    } catch (const boost::system::system_error& error) {
      const std::string where = options_.unix_socket.empty()
                                    ? options_.host + ":" + std::to_string(options_.port)
                                    : options_.unix_socket;
      return Failure(
          Status::unavailable,
          "cannot listen on " + where + ": " + error.code().message() +
              "; is another node running there? Choose another address in the configuration");
    }
    thread_ = std::thread([this] { io_.run(); });
    return {};
  }

  uint16_t port() const { return tcp_ ? tcp_->local_endpoint().port() : 0; }
  std::string address() const {
    return tcp_ ? options_.host + ":" + std::to_string(port()) : options_.unix_socket;
  }
  size_t connections() const { return connections_; }

 private:
  using Acceptor = asio::ip::tcp::acceptor;
  using Parser = http::request_parser<http::string_body>;
  using LocalAcceptor = asio::local::stream_protocol::acceptor;

  void listen_tcp() {
    const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(options_.host), options_.port);
    tcp_ = std::make_unique<Acceptor>(io_, endpoint, /*reuse_addr=*/true);
    asio::co_spawn(io_, accept(*tcp_), asio::detached);
  }
  void listen_local() {
    ::unlink(options_.unix_socket.c_str());
    const mode_t old = ::umask(0177);
    try {
      local_ = std::make_unique<LocalAcceptor>(
          io_, asio::local::stream_protocol::endpoint(options_.unix_socket));
    } catch (...) {
      ::umask(old);
      throw;
    }
    ::umask(old);
    asio::co_spawn(io_, accept(*local_), asio::detached);
  }

  template <class A>
  asio::awaitable<void> accept(A& acceptor) {
    while (acceptor.is_open()) {
      auto [error, socket] = co_await acceptor.async_accept(kQuiet);
      if (error == asio::error::operation_aborted) co_return;
      if (error) {  // out of file descriptors, say: wait for some to be closed
        asio::steady_timer pause(io_, std::chrono::milliseconds(100));
        co_await pause.async_wait(kQuiet);
        continue;
      }
      if (connections_ >= options_.connections_max) continue;  // the socket closes as it leaves
      ++connections_;
      without_delay(socket);
      asio::co_spawn(io_, serve(Stream(asio::generic::stream_protocol::socket(std::move(socket)))),
                     [this](std::exception_ptr) { --connections_; });
    }
  }

  static void without_delay(asio::ip::tcp::socket& socket) {
    error_code ignored;
    (void)socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  }
  static void without_delay(asio::local::stream_protocol::socket&) {}

  asio::awaitable<void> serve(Stream stream) {
    beast::flat_buffer buffer;
    for (bool keep = true; keep;) {
      Parser parser;
      if (const error_code error = co_await read(stream, buffer, parser)) {
        co_await refuse(stream, error);
        co_return;
      }
      Request request = parser.release();
      if (websocket::is_upgrade(request) && handlers_.message && !refusal(request)) {
        co_await serve_websocket(std::move(stream), std::move(request));
        co_return;
      }
      stream.expires_never();
      Response response = co_await answer(request);
      keep = response.keep_alive();
      stream.expires_after(std::chrono::seconds(options_.idle_s));
      auto [write_error, written] = co_await http::async_write(stream, response, kQuiet);
      keep = keep && !write_error;
    }
    error_code ignored;
    (void)stream.socket().shutdown(asio::socket_base::shutdown_both, ignored);
  }

  /// Reads one request, within idle_s. Long bodies come only after the client's question whether
  /// they may.
  asio::awaitable<error_code> read(Stream& stream, beast::flat_buffer& buffer, Parser& parser) {
    parser.body_limit(options_.body_bytes_max);
    parser.header_limit(16 << 10);
    stream.expires_after(std::chrono::seconds(options_.idle_s));
    auto [error, size] = co_await http::async_read_header(stream, buffer, parser, kQuiet);
    if (error) co_return error;
    if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
      http::response<http::empty_body> go_on(http::status::continue_, 11);
      auto [unsent, written] = co_await http::async_write(stream, go_on, kQuiet);
      if (unsent) co_return unsent;
    }
    auto [failed, rest] = co_await http::async_read(stream, buffer, parser, kQuiet);
    co_return failed;
  }

  /// Tells a peer why its request cannot be read; a plain hang-up needs no answer.
  asio::awaitable<void> refuse(Stream& stream, error_code error) {
    if (error == http::error::end_of_stream || error == beast::error::timeout) co_return;
    const bool too_large = error == http::error::body_limit;
    if (!too_large && error.category() != http::make_error_code(http::error::bad_method).category())
      co_return;
    Response response(too_large ? http::status::payload_too_large : http::status::bad_request, 11);
    response.set(http::field::content_type, "text/plain");
    response.body() =
        too_large ? "request body over " + std::to_string(options_.body_bytes_max) + " bytes\n"
                  : "not an HTTP request: " + error.message() + "\n";
    response.keep_alive(false);
    response.prepare_payload();
    co_await http::async_write(stream, response, kQuiet);
    // The rest of the body is still on its way; closing now would reset the connection before the
    // peer reads the answer.
    error_code ignored;
    (void)stream.socket().shutdown(asio::socket_base::shutdown_send, ignored);
    std::vector<char> sink(64 << 10);
    stream.expires_after(std::chrono::seconds(5));
    for (size_t drained = 0; drained < (64u << 20);) {
      auto [read_error, size] = co_await stream.async_read_some(asio::buffer(sink), kQuiet);
      if (read_error) break;
      drained += size;
    }
  }

  /// Why a request must not be served; nothing if it may. Browsers let any page open a WebSocket
  /// and leave it to the server to look where it comes from.
  std::optional<std::string> refusal(const Request& request) const {
    const auto host = text_of(request[http::field::host]);
    if (options_.unix_socket.empty() && is_loopback(options_.host) && !is_local_name(host))
      return "invalid host specified: only localhost and IP addresses are served on loopback\n";
    const auto origin = text_of(request[http::field::origin]);
    if (websocket::is_upgrade(request) && !origin.empty() && !origin.ends_with("://" + host) &&
        !allowed_origin(origin))
      return "origin not allowed: add it to the allowed origins of the configuration\n";
    return std::nullopt;
  }

  asio::awaitable<Response> answer(const Request& request) {
    Response response(http::status::ok, request.version());
    response.keep_alive(request.keep_alive());
    allow_origin(request, response);
    if (auto refused = refusal(request)) {
      response.result(http::status::forbidden);
      response.set(http::field::content_type, "text/plain");
      response.body() = std::move(*refused);
    } else if (request.method() == http::verb::options) {
      response.result(http::status::no_content);
    } else {
      HttpRequest in{text_of(request.method_string()), text_of(request.target()), request.body(),
                     text_of(request[http::field::authorization]),
                     text_of(request[http::field::content_type])};
      HttpResponse out = co_await in_pool([&] { return handlers_.request(in); });
      response.result(out.status);
      response.set(http::field::content_type, out.content_type);
      response.body() = std::move(out.body);
    }
    response.prepare_payload();
    if (request.method() == http::verb::head) {  // told the length, sent no body
      response.body().clear();
      response.keep_alive(false);
    }
    co_return response;
  }

  /// @return what to tell a browser about an origin: itself, "*", or null if it may not read.
  const std::string* allowed_origin(const std::string& origin) const {
    for (const std::string& allowed : options_.cors_origins)
      if (allowed == "*" || allowed == origin) return &allowed;
    return nullptr;
  }

  void allow_origin(const Request& request, Response& response) const {
    const auto origin = text_of(request[http::field::origin]);
    const std::string* allowed = origin.empty() ? nullptr : allowed_origin(origin);
    if (allowed == nullptr) return;
    response.set(http::field::access_control_allow_origin, *allowed);
    response.set(http::field::access_control_allow_methods, "GET, POST, OPTIONS");
    response.set(http::field::access_control_allow_headers, "content-type, authorization");
    response.set(http::field::access_control_max_age, "600");
    response.set(http::field::vary, "Origin");
  }

  /// Runs work on the pool and comes back to the network thread with its result.
  template <class Work>
  auto in_pool(Work work) -> asio::awaitable<decltype(work())> {
    co_return co_await asio::co_spawn(
        pool_, [&work]() -> asio::awaitable<decltype(work())> { co_return work(); },
        asio::use_awaitable);
  }

  asio::awaitable<void> serve_websocket(Stream stream, Request request) {
    const auto socket = std::make_shared<WebSocket>(std::move(stream), options_);
    auto [error] = co_await socket->stream().async_accept(request, kQuiet);
    if (error) co_return;
    const auto peer = std::make_shared<Peer>(socket, gate_, next_peer_++);
    for (beast::flat_buffer buffer;; buffer.clear()) {
      auto [read_error, size] = co_await socket->stream().async_read(buffer, kQuiet);
      if (read_error) break;
      const std::string text = beast::buffers_to_string(buffer.data());
      co_await in_pool([&] { return handlers_.message(peer, text), true; });
    }
    if (handlers_.closed) co_await in_pool([&] { return handlers_.closed(peer->id()), true; });
  }

  HttpOptions options_;
  HttpHandlers handlers_;
  const std::shared_ptr<Gate> gate_ = std::make_shared<Gate>();
  asio::io_context io_{1};
  asio::thread_pool pool_;
  std::unique_ptr<Acceptor> tcp_;
  std::unique_ptr<LocalAcceptor> local_;
  std::thread thread_;
  std::atomic<size_t> connections_ = 0;
  std::atomic<uint64_t> next_peer_ = 1;
};

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpServer::~HttpServer() = default;

Expected<std::unique_ptr<HttpServer>> HttpServer::start(HttpOptions options,
                                                        HttpHandlers handlers) {
  auto impl = std::make_unique<Impl>(std::move(options), std::move(handlers));
  if (auto listening = impl->listen(); !listening) return listening.error();
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

std::string HttpServer::address() const {
  return impl_->address();
}
uint16_t HttpServer::port() const {
  return impl_->port();
}
size_t HttpServer::connections_count() const {
  return impl_->connections();
}

}  // namespace dovetail::host
