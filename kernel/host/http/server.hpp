#pragma once
// An HTTP and WebSocket server on one port or Unix socket, over Boost.Beast.
//
// One thread does the network, a pool runs the handlers; a request that is slow holds up no other
// connection. Limits on bodies, connections, and what waits to be sent to a WebSocket are part of
// the options: no peer can make it grow.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sdk/cpp/error.hpp"

namespace dovetail::host {

struct HttpRequest {
  std::string method, target, body;
  std::string authorization, content_type;
};

struct HttpResponse {
  unsigned status = 200;
  std::string body;
  std::string content_type = "application/json";
};

/// One WebSocket connection, as its handler sees it. It may be kept for as long as one likes: after
/// the connection has gone, or the server, what is sent goes nowhere.
class WebSocketPeer {
 public:
  virtual ~WebSocketPeer() = default;
  /// Queues a text message. [any thread] A peer that does not read fast enough is closed with a
  /// reason, never silently skipped.
  virtual void send(std::string text) = 0;
  virtual uint64_t id() const = 0;
};

struct HttpOptions {
  std::string host = "127.0.0.1";  ///< an IP address
  uint16_t port = 0;               ///< 0: any free one
  std::string unix_socket;         ///< a path, instead of host and port; made with mode 0600
  size_t body_bytes_max = 5 << 20;
  size_t connections_max = 1000;
  size_t websocket_queue_bytes_max = 32 << 20;
  unsigned threads = 2;                   ///< that run handlers
  unsigned idle_s = 120;                  ///< a connection without a request is closed
  std::vector<std::string> cors_origins;  ///< "*" for any; empty: no cross-origin answer
};

struct HttpHandlers {
  /// Answers one request. [any thread of the pool]
  std::function<HttpResponse(const HttpRequest&)> request;
  /// Takes one WebSocket message and sends what there is to answer itself; messages of one peer
  /// come one after another. Absent: no WebSocket. [any thread of the pool]
  std::function<void(const std::shared_ptr<WebSocketPeer>&, const std::string&)> message;
  /// A WebSocket has gone.
  std::function<void(uint64_t peer_id)> closed;
};

class HttpServer {
 public:
  /// Listens and serves until destroyed. Fails with unavailable if the address cannot be bound,
  /// saying who may hold it.
  static Expected<std::unique_ptr<HttpServer>> start(HttpOptions options, HttpHandlers handlers);

  ~HttpServer();
  /// @return "127.0.0.1:3050", or the path of the socket.
  std::string address() const;
  uint16_t port() const;
  size_t connections_count() const;

 private:
  class Impl;
  explicit HttpServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace dovetail::host
