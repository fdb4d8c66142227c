#pragma once
// Byte views and fixed-size byte strings. A ByteView borrows; it never outlives the call unless a
// name says so.

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>

namespace dovetail {

using ByteView = std::span<const uint8_t>;
using MutableBytes = std::span<uint8_t>;

/// N bytes, compared and ordered as big-endian numbers.
template <size_t N>
struct FixedBytes {
  uint8_t bytes[N]{};

  static constexpr size_t kSize = N;
  constexpr const uint8_t* data() const { return bytes; }
  constexpr uint8_t* data() { return bytes; }
  static constexpr size_t size() { return N; }
  constexpr uint8_t& operator[](size_t i) { return bytes[i]; }
  constexpr uint8_t operator[](size_t i) const { return bytes[i]; }
  constexpr auto begin() const { return bytes; }
  constexpr auto end() const { return bytes + N; }
  constexpr bool is_zero() const {
    for (uint8_t b : bytes)
      if (b != 0) return false;
    return true;
  }
  constexpr friend auto operator<=>(const FixedBytes&, const FixedBytes&) = default;
  constexpr ByteView view() const { return {bytes, N}; }

  /// @param from  at least N bytes; the first N are taken.
  static constexpr FixedBytes from(ByteView from) {
    FixedBytes out;
    for (size_t i = 0; i < N; ++i) out.bytes[i] = from[i];
    return out;
  }
};

using Hash256 = FixedBytes<32>;
using Address = FixedBytes<20>;

constexpr bool equal(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i)
    if (a[i] != b[i]) return false;
  return true;
}

constexpr uint64_t load_be64(const uint8_t* p) {
  uint64_t v = 0;
  for (int i = 0; i < 8; ++i) v = v << 8 | p[i];
  return v;
}
constexpr void store_be64(uint8_t* p, uint64_t v) {
  for (int i = 7; i >= 0; --i, v >>= 8) p[i] = static_cast<uint8_t>(v);
}
constexpr uint32_t load_be32(const uint8_t* p) {
  return uint32_t(p[0]) << 24 | uint32_t(p[1]) << 16 | uint32_t(p[2]) << 8 | p[3];
}
constexpr void store_be32(uint8_t* p, uint32_t v) {
  for (int i = 3; i >= 0; --i, v >>= 8) p[i] = static_cast<uint8_t>(v);
}
constexpr uint32_t load_le32(const uint8_t* p) {
  return uint32_t(p[3]) << 24 | uint32_t(p[2]) << 16 | uint32_t(p[1]) << 8 | p[0];
}
constexpr void store_le32(uint8_t* p, uint32_t v) {
  for (int i = 0; i < 4; ++i, v >>= 8) p[i] = static_cast<uint8_t>(v);
}
constexpr uint64_t load_le64(const uint8_t* p) {
  return uint64_t(load_le32(p + 4)) << 32 | load_le32(p);
}
constexpr void store_le64(uint8_t* p, uint64_t v) {
  for (int i = 0; i < 8; ++i, v >>= 8) p[i] = static_cast<uint8_t>(v);
}

}  // namespace dovetail
