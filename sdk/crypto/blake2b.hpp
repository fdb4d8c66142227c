#pragma once
// BLAKE2b's compression function with a free number of rounds, as EIP-152 offers it. Source: RFC
// 7693, 3.2; EIP-152.

#include <cstdint>

namespace dovetail {

/// @param rounds  12 in BLAKE2b itself.  @param h  the state, in and out.  @param m  the block.
/// @param t  the counter of bytes, low word first.  @param last  whether this is the last block.
/// Time grows with rounds.
void blake2b_compress(uint32_t rounds, uint64_t h[8], const uint64_t m[16], const uint64_t t[2],
                      bool last);

}  // namespace dovetail
