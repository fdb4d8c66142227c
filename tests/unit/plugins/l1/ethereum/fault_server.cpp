#include "tests/unit/plugins/l1/ethereum/fault_server.hpp"

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <memory>

namespace dovetail::test {
namespace {

constexpr timeval kReadTimeout{0, 50'000};

size_t content_length(std::string head) {
  std::transform(head.begin(), head.end(), head.begin(), ::tolower);
  const size_t at = head.find("content-length:");
  return at == std::string::npos ? 0 : std::stoul(head.substr(at + 15));
}

}  // namespace

std::string http(unsigned status, std::string_view body, std::string_view more_headers) {
  return "HTTP/1.1 " + std::to_string(status) +
         " Word\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(more_headers) + "\r\n" + std::string(body);
}

/// One connection: a socket, and TLS over it if there is a certificate.
class FaultServer::Peer {
 public:
  Peer(int socket, const Certificate* certificate) : socket_(socket) {
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &kReadTimeout, sizeof kReadTimeout);
    if (certificate == nullptr) return;
    context_.reset(SSL_CTX_new(TLS_server_method()));
    SSL_CTX_use_certificate(context_.get(), certificate->certificate());
    SSL_CTX_use_PrivateKey(context_.get(), certificate->key());
    tls_.reset(SSL_new(context_.get()));
    SSL_set_fd(tls_.get(), socket);
    SSL_set_accept_state(tls_.get());
  }
  ~Peer() { ::close(socket_); }

  /// @return bytes read, 0 if none came yet, -1 at the end.
  int read(char* out, int size) {
    if (!tls_) {
      const ssize_t count = ::recv(socket_, out, static_cast<size_t>(size), 0);
      if (count > 0) return static_cast<int>(count);
      return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? 0 : -1;
    }
    const int count = SSL_read(tls_.get(), out, size);
    if (count > 0) return count;
    return SSL_get_error(tls_.get(), count) == SSL_ERROR_WANT_READ ? 0 : -1;
  }
  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count =
          tls_ ? SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()))
               : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return;
      bytes.remove_prefix(static_cast<size_t>(count));
    }
  }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* tls) const { SSL_free(tls); }
  };
  int socket_;
  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> tls_;
};

FaultServer::FaultServer(Handler handler, const Certificate* certificate)
    : handler_(std::move(handler)), certificate_(certificate) {
  std::signal(SIGPIPE, SIG_IGN);
  listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  ::listen(listener_, 16);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::jthread([this] { accept_all(); });
}

FaultServer::~FaultServer() {
  stopping_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  peers_.clear();
  ::close(listener_);
}

std::string FaultServer::url(std::string_view host, std::string_view path) const {
  return (certificate_ == nullptr ? "http://" : "https://") + std::string(host) + ":" +
         std::to_string(port_) + std::string(path);
}

void FaultServer::accept_all() {
  while (!stopping_) {
    const int socket = ::accept(listener_, nullptr, nullptr);
    if (socket < 0) return;
    ++connections_;
    peers_.emplace_back([this, socket] { serve(socket); });
  }
}

void FaultServer::serve(int socket) {
  Peer peer(socket, certificate_);
  std::string bytes;
  while (!stopping_) {
    char chunk[4096];
    const int count = peer.read(chunk, sizeof chunk);
    if (count < 0) return;
    bytes.append(chunk, static_cast<size_t>(count));
    const size_t head_end = bytes.find("\r\n\r\n");
    if (head_end == std::string::npos) continue;
    const std::string head = bytes.substr(0, head_end + 4);
    const size_t whole = head.size() + content_length(head);
    if (bytes.size() < whole) continue;
    const Reaction reaction = handler_({head, bytes.substr(head.size(), whole - head.size())});
    bytes.erase(0, whole);
    for (unsigned waited = 0; waited < reaction.delay_ms && !stopping_; waited += 10)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    peer.write(reaction.bytes);
    if (reaction.closes_after) return;
  }
}

}  // namespace dovetail::test
