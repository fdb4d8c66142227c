#pragma once
// The URL of an endpoint (RFC 3986, schemes http and https), and how it is named without its
// secrets: providers put keys into the path, the query and the user information, so that only
// scheme, host and port are ever shown.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/cpp/error.hpp"

namespace dovetail::plugins::ethereum {

struct Url {
  bool tls = false;
  std::string host;  ///< without the brackets of an IPv6 address
  uint16_t port = 0;
  std::string target;     ///< path and query, "/" at least
  std::string user_info;  ///< "user:password", percent-decoded; empty if there is none

  /// @return "https://host:8545/…": what may be shown. The port only if it is not the scheme's own.
  std::string shown() const;
  /// @return host and port as the Host header writes them.
  std::string authority() const;
  /// @return the texts that must not appear in any message: the target, its longer parts, the user
  /// information.
  std::vector<std::string> secrets() const;
};

/// Fails with invalid_argument; the text never repeats the URL.
Expected<Url> parse_url(std::string_view text);

/// @return text with each of the secrets replaced by "…", control characters by spaces, cut to
/// bytes_max.
std::string redact(std::string_view text, const std::vector<std::string>& secrets,
                   size_t bytes_max = 300);

}  // namespace dovetail::plugins::ethereum
