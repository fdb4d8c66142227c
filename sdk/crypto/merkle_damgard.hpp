#pragma once
// The block loop that SHA-256 and RIPEMD-160 share: 64-byte blocks, then 0x80, zeros and the length
// in bits as 8 bytes.

#include <bit>

#include "sdk/base/bytes.hpp"

namespace dovetail::detail {

/// Calls compress(const uint8_t* block) for every block of the padded message, in order.
/// @param length_order  the byte order of the length: big for SHA-256, little for RIPEMD-160.
template <class Compress>
void for_each_padded_block(ByteView bytes, std::endian length_order, Compress compress) {
  size_t i = 0;
  for (; bytes.size() - i >= 64; i += 64) compress(bytes.data() + i);
  uint8_t tail[128]{};
  const size_t rest = bytes.size() - i;
  for (size_t j = 0; j < rest; ++j) tail[j] = bytes[i + j];
  tail[rest] = 0x80;
  const size_t tail_size = rest < 56 ? 64 : 128;
  const uint64_t bits = uint64_t{bytes.size()} * 8;
  uint8_t* length = tail + tail_size - 8;
  if (length_order == std::endian::big)
    store_be64(length, bits);
  else
    store_le64(length, bits);
  for (size_t j = 0; j < tail_size; j += 64) compress(tail + j);
}

}  // namespace dovetail::detail
