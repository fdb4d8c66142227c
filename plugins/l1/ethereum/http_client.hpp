#pragma once
// HTTP/1.1 over TCP or TLS to one endpoint, with connections that are kept alive (Boost.Beast and
// Asio).
//
// Invariants: a call ends within timeout_ms (name resolution, connection and handshake included),
// or about 100 ms after it was cancelled; no more than response_bytes_max bytes of a body are held;
// a certificate that the CA store does not vouch for ends the call. A kept connection that the peer
// has closed meanwhile is replaced once, without being noticed.

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "plugins/l1/ethereum/surroundings.hpp"
#include "plugins/l1/ethereum/url.hpp"

namespace dovetail::plugins::ethereum {

struct HttpOptions {
  uint32_t timeout_ms = 10'000;
  uint64_t response_bytes_max = 32u << 20;
  std::string ca_file;  ///< PEM; empty: the system's CA store
  std::map<std::string, std::string> headers;
};

struct HttpResponse {
  unsigned status = 0;
  std::string body;
};

/// Carries a request to an endpoint. Any thread, several at once.
class Transport {
 public:
  virtual ~Transport() = default;
  /// POSTs a JSON text. Fails with unavailable, timeout, cancelled, or resource_exhausted if the
  /// answer is too large.
  virtual Expected<HttpResponse> post(std::string_view json, const Cancelled& cancelled) = 0;
};

/// Fails with invalid_argument if ca_file cannot be read or a header is malformed. Makes no
/// connection.
Expected<std::unique_ptr<Transport>> make_http_client(const Url& url, const HttpOptions& options);

}  // namespace dovetail::plugins::ethereum
