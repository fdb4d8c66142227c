#pragma once
// Inputs of any length for hash tests, and a digest over the hashes of all lengths, so that one
// constant, computed by another implementation (Python's hashlib), covers every position of the
// padding.

#include <string_view>

#include "sdk/base/bytes.hpp"

namespace dovetail::test {

inline constexpr size_t kPatternSizeMax = 1000;

/// @return size bytes, at most kPatternSizeMax: byte i is 7 i + 3 modulo 256.
inline ByteView pattern(size_t size) {
  static constexpr auto kBytes = [] {
    FixedBytes<kPatternSizeMax> out;
    for (size_t i = 0; i < kPatternSizeMax; ++i) out[i] = static_cast<uint8_t>(7 * i + 3);
    return out;
  }();
  return kBytes.view().first(size);
}

inline ByteView text(std::string_view chars) {
  return {reinterpret_cast<const uint8_t*>(chars.data()), chars.size()};
}

/// @return hash(hash(pattern(0)) ‖ … ‖ hash(pattern(kCount - 1))).
template <size_t kCount, class Hash>
auto digest_of_lengths(Hash hash) {
  using Digest = decltype(hash(ByteView{}));
  static uint8_t digests[kCount * Digest::kSize];
  for (size_t size = 0; size < kCount; ++size) {
    const Digest digest = hash(pattern(size));
    for (size_t i = 0; i < Digest::kSize; ++i) digests[size * Digest::kSize + i] = digest[i];
  }
  return hash(ByteView{digests, sizeof digests});
}

}  // namespace dovetail::test
