#pragma once
// Scalars as the schema types them. YAML's own typing is never asked: 010 is an error, not 8; on is
// an error, not true. Every function fails with invalid_argument and a text "expected …, found …"
// that fits behind the key's name.

#include <cstdint>
#include <string>
#include <string_view>

#include "sdk/base/u256.hpp"
#include "sdk/cpp/error.hpp"

namespace dovetail::config {

/// A numeric address to listen on.
struct Listen {
  std::string host;   ///< an IPv4 or IPv6 address without brackets
  uint16_t port = 0;  ///< 0: the system chooses
  friend bool operator==(const Listen&, const Listen&) = default;
};

/// Decimal digits without sign, leading zero or separator, at most 2^64 - 1.
Expected<uint64_t> parse_integer(std::string_view text);
/// As parse_integer, at most 2^256 - 1.
Expected<U256> parse_wide(std::string_view text);
/// true or false, nothing else.
Expected<bool> parse_boolean(std::string_view text);
/// 0x and 40 hex digits; mixed case must be the checksum of EIP-55.
Expected<Address> parse_address(std::string_view text);
/// "127.0.0.1:3050" or "[::1]:3050"; "localhost" stands for 127.0.0.1.
Expected<Listen> parse_listen(std::string_view text);

/// @return "127.0.0.1:3050" or "[::1]:3050".
std::string to_string(const Listen& listen);
/// @return the address with the checksum of EIP-55.
std::string to_checksum(const Address& address);

}  // namespace dovetail::config
