#pragma once
// One WebSocket connection: a coroutine reads from it, a bounded queue writes to it.
//
// The connection lives on the network thread. A peer is how the rest of the program names it: it
// may outlive the connection and the server, and then what is sent to it goes nowhere. Both take
// the gate, which the server shuts before its network goes: no send can come later.

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <deque>
#include <mutex>

#include "kernel/host/http/server.hpp"

namespace dovetail::host {

using Stream = boost::beast::basic_stream<boost::asio::generic::stream_protocol>;

struct Gate {
  std::mutex mutex;
  bool open = true;
};

/// Every function but send runs on the network thread.
class WebSocket : public std::enable_shared_from_this<WebSocket> {
 public:
  WebSocket(Stream stream, const HttpOptions& options);

  boost::beast::websocket::stream<Stream>& stream() { return stream_; }
  /// Queues a text message. [any thread, the network's executor being alive]
  void send(std::string text);

 private:
  void enqueue(std::string text);
  void write();
  /// Gives up on a client that does not read: says why, and hangs up if it does not read that.
  void give_up();

  boost::beast::websocket::stream<Stream> stream_;
  boost::asio::steady_timer patience_;
  size_t queue_bytes_max_;
  std::deque<std::string> queue_;  ///< the first is being written
  size_t queued_bytes_ = 0;
  bool closing_ = false;
};

class Peer final : public WebSocketPeer {
 public:
  Peer(std::weak_ptr<WebSocket> socket, std::shared_ptr<Gate> gate, uint64_t id)
      : socket_(std::move(socket)), gate_(std::move(gate)), id_(id) {}

  void send(std::string text) override;
  uint64_t id() const override { return id_; }

 private:
  std::weak_ptr<WebSocket> socket_;
  std::shared_ptr<Gate> gate_;
  uint64_t id_;
};

}  // namespace dovetail::host
