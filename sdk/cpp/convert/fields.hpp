#pragma once
// Fields that several structs share: fixed bytes, terminated text, arrays of hashes.

#include <cstring>

#include "sdk/cpp/convert.hpp"

namespace dovetail::sdk {

template <size_t N>
void put(uint8_t (&to)[N], const FixedBytes<N>& from) {
  std::memcpy(to, from.bytes, N);
}

/// Cuts what does not fit, between characters of UTF-8, and terminates.
template <size_t N>
void put(char (&to)[N], std::string_view from) {
  size_t size = std::min(from.size(), N - 1);
  while (size < from.size() && size > 0 && (from[size] & 0xc0) == 0x80) --size;
  std::memcpy(to, from.data(), size);
  to[size] = '\0';
}

template <size_t N>
std::string text_of_array(const char (&from)[N]) {
  return {from, strnlen(from, N)};
}

static_assert(sizeof(Hash256) == 32, "arrays of hashes cross the ABI as bytes");
inline const uint8_t* bytes_of(const std::vector<Hash256>& hashes) {
  return hashes.empty() ? nullptr : hashes.front().data();
}
inline std::vector<Hash256> hashes_of(const uint8_t* bytes, size_t count) {
  std::vector<Hash256> out(bytes == nullptr ? 0 : count);
  if (bytes != nullptr && !out.empty()) std::memcpy(out.data(), bytes, 32 * out.size());
  return out;
}

}  // namespace dovetail::sdk
