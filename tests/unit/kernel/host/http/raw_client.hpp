#pragma once
// A client that sends exactly the bytes it is told to: for what a well-behaved library never sends.

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <string>

namespace dovetail::host {

class RawClient {
 public:
  explicit RawClient(uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  explicit RawClient(const std::string& path) : fd_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    connected_ = ::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { ::close(fd_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return connected_; }

  /// @return whether all of it could be sent.
  bool send(const std::string& text) {
    for (size_t sent = 0; sent < text.size();) {
      const ssize_t n = ::send(fd_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) return false;
      sent += static_cast<size_t>(n);
    }
    return true;
  }

  /// Reads until `wanted` has come, the server hangs up, or ten seconds have passed in silence.
  std::string read_until(const std::string& wanted) {
    std::string out;
    char buffer[4096];
    while (wanted.empty() || out.find(wanted) == std::string::npos) {
      pollfd ready{fd_, POLLIN, 0};
      if (::poll(&ready, 1, 10'000) != 1) return out + "[silence]";
      const ssize_t n = ::recv(fd_, buffer, sizeof buffer, 0);
      if (n < 0) return out + "[reset]";
      if (n == 0) return out;
      out.append(buffer, static_cast<size_t>(n));
    }
    return out;
  }
  std::string read_to_end() { return read_until(""); }

 private:
  int fd_;
  bool connected_ = false;
};

}  // namespace dovetail::host
