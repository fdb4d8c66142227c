#pragma once
// The block loop that SHA-256 and RIPEMD-160 share: 64-byte blocks, then 0x80, zeros and the length
// in bits as 8 bytes.

#include <bit>

#include "sdk/base/bytes.hpp"

namespace dovetail::detail {

/// Calls compress(const uint8_t* blocks, size_t count) for the blocks of the padded message, in
/// order.
/// @param length_order  the byte order of the length: big for SHA-256, little for RIPEMD-160.
template <class Compress>
void for_padded_blocks(ByteView bytes, std::endian length_order, Compress compress) {
  const size_t whole = bytes.size() / 64;
  compress(bytes.data(), whole);
  uint8_t tail[128]{};
  const size_t rest = bytes.size() % 64;
  for (size_t j = 0; j < rest; ++j) tail[j] = bytes[64 * whole + j];
  tail[rest] = 0x80;
  const size_t tail_size = rest < 56 ? 64 : 128;
  const uint64_t bits = uint64_t{bytes.size()} * 8;
  uint8_t* length = tail + tail_size - 8;
  if (length_order == std::endian::big)
    store_be64(length, bits);
  else
    store_le64(length, bits);
  compress(tail, tail_size / 64);
}

}  // namespace dovetail::detail
