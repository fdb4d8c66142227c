#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <mutex>
#include <thread>

#include "kernel/host/http/server.hpp"

namespace dovetail::host {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;

/// A WebSocket client that blocks.
class Client {
 public:
  explicit Client(uint16_t port, const std::string& host = "localhost",
                  const std::string& origin = "")
      : stream_(io_) {
    stream_.next_layer().connect({asio::ip::address_v4::loopback(), port});
    if (!origin.empty())
      stream_.set_option(websocket::stream_base::decorator(
          [origin](websocket::request_type& out) { out.set(beast::http::field::origin, origin); }));
    websocket::response_type response;
    stream_.handshake(response, host, "/", error_);
    status_ = response.result_int();
  }

  unsigned status() const { return status_; }
  bool open() const { return !error_; }
  void send(const std::string& text) { stream_.write(asio::buffer(text), error_); }
  /// @return the next message; empty when the connection has ended.
  std::string read() {
    beast::flat_buffer buffer;
    stream_.read(buffer, error_);
    return error_ ? "" : beast::buffers_to_string(buffer.data());
  }
  websocket::stream<asio::ip::tcp::socket>& stream() { return stream_; }
  const websocket::close_reason& reason() const { return stream_.reason(); }

 private:
  asio::io_context io_;
  websocket::stream<asio::ip::tcp::socket> stream_;
  error_code error_;
  unsigned status_ = 0;
};

/// Keeps the peers and echoes.
struct Hub {
  HttpHandlers handlers() {
    HttpHandlers out;
    out.request = [](const HttpRequest&) { return HttpResponse{200, "", "text/plain"}; };
    out.message = [this](const std::shared_ptr<WebSocketPeer>& peer, const std::string& text) {
      {
        std::lock_guard lock(mutex);
        last = peer;
      }
      peer->send("echo " + text);
    };
    out.closed = [this](uint64_t id) { closed_id = id; };
    return out;
  }
  std::shared_ptr<WebSocketPeer> peer() {
    std::lock_guard lock(mutex);
    return last;
  }
  std::mutex mutex;
  std::shared_ptr<WebSocketPeer> last;
  std::atomic<uint64_t> closed_id = 0;
};

std::unique_ptr<HttpServer> serve(Hub& hub, HttpOptions options = {}) {
  auto server = HttpServer::start(std::move(options), hub.handlers());
  EXPECT_TRUE(server) << server.error().text;
  return std::move(*server);
}

/// Waits at most ten seconds.
template <class Condition>
bool eventually(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

TEST(web_socket, answers_messages_in_order) {
  Hub hub;
  auto server = serve(hub);
  Client client(server->port());
  ASSERT_TRUE(client.open());
  for (int i = 0; i < 100; ++i) client.send(std::to_string(i));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(client.read(), "echo " + std::to_string(i));
}

TEST(web_socket, carries_a_long_message_whole) {
  Hub hub;
  auto server = serve(hub);
  Client client(server->port());
  const std::string text(1 << 20, 'x');
  client.send(text);
  EXPECT_EQ(client.read(), "echo " + text);
}

TEST(web_socket, closes_when_a_message_is_too_long) {
  Hub hub;
  auto server = serve(hub, {.body_bytes_max = 1000});
  Client client(server->port());
  client.send(std::string(1001, 'x'));
  EXPECT_EQ(client.read(), "");
  EXPECT_EQ(client.reason().code, websocket::close_code::too_big);
  EXPECT_TRUE(eventually([&] { return server->connections_count() == 0; }));
}

TEST(web_socket, closes_when_a_text_is_not_utf8) {
  Hub hub;
  auto server = serve(hub);
  Client client(server->port());
  client.send("\xff\xfe");
  EXPECT_EQ(client.read(), "");
  EXPECT_EQ(client.reason().code, websocket::close_code::bad_payload);
}

TEST(web_socket, tells_when_a_peer_has_gone) {
  Hub hub;
  auto server = serve(hub);
  {
    Client client(server->port());
    client.send("x");
    client.read();
  }
  EXPECT_TRUE(eventually([&] { return hub.closed_id == hub.peer()->id(); }));
  hub.peer()->send("to nobody");
}

TEST(web_socket, tells_a_slow_reader_why_it_is_closed) {
  Hub hub;
  auto server = serve(hub, {.websocket_queue_bytes_max = 1 << 20});
  Client client(server->port());
  client.send("x");
  client.read();
  for (int i = 0; i < 200; ++i) hub.peer()->send(std::string(100'000, 'n'));
  while (!client.read().empty()) {
  }
  EXPECT_EQ(client.reason().code, websocket::close_code::policy_error);
  EXPECT_EQ(std::string(client.reason().reason.c_str()), "client reads too slowly");
  EXPECT_TRUE(eventually([&] { return server->connections_count() == 0; }));
}

TEST(web_socket, drops_a_reader_that_never_reads) {
  Hub hub;
  auto server = serve(hub, {.websocket_queue_bytes_max = 1 << 20});
  Client client(server->port());
  client.send("x");
  client.read();
  for (int i = 0; i < 200; ++i) hub.peer()->send(std::string(100'000, 'n'));
  EXPECT_TRUE(eventually([&] { return server->connections_count() == 0; }));
  EXPECT_NE(hub.closed_id, 0u);
}

TEST(web_socket, one_message_over_the_queue_limit_closes_too) {
  Hub hub;
  auto server = serve(hub, {.websocket_queue_bytes_max = 1000});
  Client client(server->port());
  client.send(std::string(2000, 'x'));
  EXPECT_EQ(client.read(), "");
  EXPECT_EQ(client.reason().code, websocket::close_code::policy_error);
}

TEST(web_socket, refuses_pages_of_other_origins) {
  Hub hub;
  auto server = serve(hub, {.cors_origins = {"https://good.example"}});
  const std::string host = "localhost:" + std::to_string(server->port());
  EXPECT_EQ(Client(server->port(), host, "https://evil.example").status(), 403u);
  EXPECT_EQ(Client(server->port(), host, "null").status(), 403u);
  EXPECT_EQ(Client(server->port(), "evil.example").status(), 403u);
  EXPECT_EQ(Client(server->port(), host, "https://good.example").status(), 101u);
  EXPECT_EQ(Client(server->port(), host, "http://" + host).status(), 101u);
  EXPECT_EQ(Client(server->port(), host).status(), 101u);
}

TEST(web_socket, a_peer_outlives_its_server) {
  Hub hub;
  auto server = serve(hub);
  Client client(server->port());
  client.send("x");
  client.read();
  const auto peer = hub.peer();
  server.reset();
  peer->send("to nobody");
  EXPECT_EQ(peer->id(), 1u);
  EXPECT_EQ(client.read(), "");
}

TEST(web_socket, stops_while_others_send) {
  Hub hub;
  auto server = serve(hub);
  Client client(server->port());
  client.send("x");
  client.read();
  std::jthread sender([&](std::stop_token stop) {
    while (!stop.stop_requested()) hub.peer()->send("news");
  });
  EXPECT_EQ(client.read(), "news");
  server.reset();
}

}  // namespace
}  // namespace dovetail::host
