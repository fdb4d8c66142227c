#pragma once
// An HTTP server on the loopback that misbehaves as told: fault injection for the client. With or
// without TLS.

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/unit/plugins/l1/ethereum/certificate.hpp"

namespace dovetail::test {

/// What the server does with one request.
struct Reaction {
  std::string bytes;          ///< sent as they are
  unsigned delay_ms = 0;      ///< before they are sent
  bool closes_after = false;  ///< ends the connection then
};

/// A whole HTTP response.
std::string http(unsigned status, std::string_view body, std::string_view more_headers = "");

struct SeenRequest {
  std::string head;
  std::string body;
};

class FaultServer {
 public:
  using Handler = std::function<Reaction(const SeenRequest&)>;

  explicit FaultServer(Handler handler, const Certificate* certificate = nullptr);
  ~FaultServer();
  FaultServer(const FaultServer&) = delete;
  FaultServer& operator=(const FaultServer&) = delete;

  uint16_t port() const { return port_; }
  unsigned connections() const { return connections_; }
  std::string url(std::string_view host = "127.0.0.1", std::string_view path = "/") const;

 private:
  class Peer;
  void accept_all();
  void serve(int socket);

  Handler handler_;
  const Certificate* certificate_;
  int listener_ = -1;
  uint16_t port_ = 0;
  std::atomic<bool> stopping_{false};
  std::atomic<unsigned> connections_{0};
  std::vector<std::jthread> peers_;
  std::jthread acceptor_;
};

}  // namespace dovetail::test
