#pragma once
// Bytes that own their memory, and their text forms as Ethereum's JSON-RPC writes them.

#include <string>
#include <string_view>
#include <vector>

#include "sdk/base/bytes.hpp"
#include "sdk/base/u256.hpp"
#include "sdk/cpp/error.hpp"

namespace dovetail {

using Bytes = std::vector<uint8_t>;

inline Bytes to_bytes(ByteView view) {
  return {view.begin(), view.end()};
}
inline ByteView view_of(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}
inline std::string_view text_of(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// @return "0x" and two digits a byte.
std::string to_hex(ByteView bytes);
/// @param text  "0x" and an even number of digits. Fails with invalid_argument, saying what is
/// wrong.
Expected<Bytes> from_hex(std::string_view text);
/// As from_hex, of exactly N bytes.
template <size_t N>
Expected<FixedBytes<N>> fixed_from_hex(std::string_view text) {
  auto bytes = from_hex(text);
  if (!bytes) return bytes.error();
  if (bytes->size() != N)
    return Failure(
        Status::invalid_argument,
        "expected " + std::to_string(N) + " bytes of hex, found " + std::to_string(bytes->size()));
  return FixedBytes<N>::from(*bytes);
}

/// @return a hex quantity without leading zeros: 0x0, 0x1f.
std::string to_quantity(const U256& value);
/// @param text  a hex quantity; leading zeros are an error, as in geth. Fails with
/// invalid_argument.
Expected<U256> from_quantity(std::string_view text);

/// @return decimal digits.
std::string to_decimal(const U256& value);
/// @param text  decimal digits, or 0x and hex digits.
Expected<U256> parse_u256(std::string_view text);

}  // namespace dovetail

template <size_t N>
struct std::hash<dovetail::FixedBytes<N>> {
  size_t operator()(const dovetail::FixedBytes<N>& value) const noexcept {
    return std::hash<std::string_view>()({reinterpret_cast<const char*>(value.bytes), N});
  }
};
