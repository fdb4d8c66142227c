#include "kernel/host/http/server.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

namespace dovetail::host {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using Stream = beast::basic_stream<asio::generic::stream_protocol>;
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
  if (host.starts_with('[')) return host.starts_with("[::1]");
  host = host.substr(0, host.find(':'));
  return host.empty() || host == "localhost" ||
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string text_of(beast::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

/// A WebSocket connection: reads in its coroutine, writes from a queue on its strand.
class Peer final : public WebSocketPeer, public std::enable_shared_from_this<Peer> {
 public:
  Peer(Stream stream, uint64_t id, const HttpOptions& options)
      : socket_(std::move(stream)), id_(id), queue_bytes_max_(options.websocket_queue_bytes_max) {
    beast::get_lowest_layer(socket_).expires_never();
    socket_.set_option(
        websocket::stream_base::timeout{std::chrono::seconds(30), std::chrono::seconds(120), true});
    socket_.read_message_max(options.body_bytes_max);
    socket_.text(true);
  }

  void send(std::string text) override {
    asio::post(socket_.get_executor(),
               [self = shared_from_this(), text = std::move(text)]() mutable {
                 self->enqueue(std::move(text));
               });
  }
  uint64_t id() const override { return id_; }
  websocket::stream<Stream>& socket() { return socket_; }
  void shut() { beast::get_lowest_layer(socket_).close(); }

 private:
  void enqueue(std::string text) {
    if (closing_) return;
    if (queued_bytes_ + text.size() > queue_bytes_max_) {
      closing_ = true;
      socket_.async_close(
          {websocket::close_code::policy_error, "client reads too slowly: send queue is full"},
          [self = shared_from_this()](error_code) {});
      return;
    }
    queued_bytes_ += text.size();
    queue_.push_back(std::move(text));
    if (queue_.size() == 1) write();
  }
  void write() {
    socket_.async_write(asio::buffer(queue_.front()),
                        [self = shared_from_this()](error_code error, size_t) {
                          self->queued_bytes_ -= self->queue_.front().size();
                          self->queue_.pop_front();
                          if (!error && !self->queue_.empty()) self->write();
                        });
  }

  websocket::stream<Stream> socket_;
  uint64_t id_;
  size_t queue_bytes_max_;
  std::deque<std::string> queue_;
  size_t queued_bytes_ = 0;
  bool closing_ = false;
};

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
    if (!options_.unix_socket.empty()) ::unlink(options_.unix_socket.c_str());
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
      asio::co_spawn(io_, serve(Stream(asio::generic::stream_protocol::socket(std::move(socket)))),
                     [this](std::exception_ptr) { --connections_; });
    }
  }

  asio::awaitable<void> serve(Stream stream) {
    beast::flat_buffer buffer;
    for (bool keep = true; keep;) {
      http::request_parser<http::string_body> parser;
      parser.body_limit(options_.body_bytes_max);
      parser.header_limit(16 << 10);
      stream.expires_after(std::chrono::seconds(options_.idle_s));
      auto [error, size] = co_await http::async_read(stream, buffer, parser, kQuiet);
      if (error) {
        co_await refuse(stream, error);
        co_return;
      }
      Request request = parser.release();
      if (websocket::is_upgrade(request)) {
        if (handlers_.message && may_enter(request))
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
    stream.socket().shutdown(asio::socket_base::shutdown_both, ignored);
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
    stream.socket().shutdown(asio::socket_base::shutdown_send, ignored);
    std::vector<char> sink(64 << 10);
    stream.expires_after(std::chrono::seconds(5));
    for (size_t drained = 0; drained < (64u << 20);) {
      auto [read_error, size] = co_await stream.async_read_some(asio::buffer(sink), kQuiet);
      if (read_error) break;
      drained += size;
    }
  }

  bool may_enter(const Request& request) const {
    return !options_.unix_socket.empty() || !is_loopback(options_.host) ||
           is_local_name(text_of(request[http::field::host]));
  }

  asio::awaitable<Response> answer(const Request& request) {
    Response response(http::status::ok, request.version());
    response.keep_alive(request.keep_alive());
    allow_origin(request, response);
    if (!may_enter(request)) {
      response.result(http::status::forbidden);
      response.body() =
          "invalid host specified: only localhost and IP addresses are served on loopback\n";
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
    co_return response;
  }

  void allow_origin(const Request& request, Response& response) const {
    const auto origin = text_of(request[http::field::origin]);
    if (origin.empty()) return;
    for (const std::string& allowed : options_.cors_origins) {
      if (allowed != "*" && allowed != origin) continue;
      response.set(http::field::access_control_allow_origin, allowed);
      response.set(http::field::access_control_allow_methods, "GET, POST, OPTIONS");
      response.set(http::field::access_control_allow_headers, "content-type, authorization");
      response.set(http::field::access_control_max_age, "600");
      response.set(http::field::vary, "Origin");
      return;
    }
  }

  /// Runs work on the pool and comes back to the network thread with its result.
  template <class Work>
  auto in_pool(Work work) -> asio::awaitable<decltype(work())> {
    co_return co_await asio::co_spawn(
        pool_, [&work]() -> asio::awaitable<decltype(work())> { co_return work(); },
        asio::use_awaitable);
  }

  asio::awaitable<void> serve_websocket(Stream stream, Request request) {
    const auto peer = std::make_shared<Peer>(std::move(stream), next_peer_++, options_);
    auto [error] = co_await peer->socket().async_accept(request, kQuiet);
    if (error) co_return;
    for (beast::flat_buffer buffer;; buffer.clear()) {
      auto [read_error, size] = co_await peer->socket().async_read(buffer, kQuiet);
      if (read_error) break;
      std::string text = beast::buffers_to_string(buffer.data());
      std::string reply = co_await in_pool([&] { return handlers_.message(peer, text); });
      if (!reply.empty()) peer->send(std::move(reply));
    }
    if (handlers_.closed) handlers_.closed(peer->id());
  }

  HttpOptions options_;
  HttpHandlers handlers_;
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
