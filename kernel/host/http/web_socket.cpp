#include "kernel/host/http/web_socket.hpp"

namespace dovetail::host {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;

constexpr auto kHandshakeMax = std::chrono::seconds(30);
/// A peer that has been silent this long is asked by a ping, and closed after as long again.
constexpr auto kSilenceMax = std::chrono::seconds(60);
constexpr auto kPatience = std::chrono::seconds(5);

}  // namespace

WebSocket::WebSocket(Stream stream, const HttpOptions& options)
    : stream_(std::move(stream)),
      patience_(stream_.get_executor()),
      queue_bytes_max_(options.websocket_queue_bytes_max) {
  beast::get_lowest_layer(stream_).expires_never();
  stream_.set_option(websocket::stream_base::timeout{kHandshakeMax, 2 * kSilenceMax, true});
  stream_.read_message_max(options.body_bytes_max);
  stream_.auto_fragment(false);
  stream_.text(true);
}

void WebSocket::send(std::string text) {
  asio::post(stream_.get_executor(), [self = shared_from_this(), text = std::move(text)]() mutable {
    self->enqueue(std::move(text));
  });
}

void WebSocket::enqueue(std::string text) {
  if (closing_) return;
  if (queued_bytes_ + text.size() > queue_bytes_max_) return give_up();
  queued_bytes_ += text.size();
  queue_.push_back(std::move(text));
  if (queue_.size() == 1) write();
}

void WebSocket::write() {
  stream_.async_write(asio::buffer(queue_.front()),
                      [self = shared_from_this()](error_code error, size_t) {
                        self->closing_ = self->closing_ || error;
                        self->queued_bytes_ -= self->queue_.front().size();
                        self->queue_.pop_front();
                        if (!self->closing_ && !self->queue_.empty()) self->write();
                      });
}

void WebSocket::give_up() {
  closing_ = true;
  if (queue_.size() > 1) queue_.erase(queue_.begin() + 1, queue_.end());
  queued_bytes_ = queue_.empty() ? 0 : queue_.front().size();
  stream_.async_close({websocket::close_code::policy_error, "client reads too slowly"},
                      [self = shared_from_this()](error_code) { self->patience_.cancel(); });
  patience_.expires_after(kPatience);
  patience_.async_wait([self = shared_from_this()](error_code error) {
    if (!error) beast::get_lowest_layer(self->stream_).close();
  });
}

void Peer::send(std::string text) {
  std::lock_guard lock(gate_->mutex);
  if (!gate_->open) return;
  if (const auto socket = socket_.lock()) socket->send(std::move(text));
}

}  // namespace dovetail::host
