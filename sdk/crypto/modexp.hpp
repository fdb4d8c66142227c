#pragma once
// Modular exponentiation of numbers of any length, the precompile of EIP-198.

#include "sdk/base/arena.hpp"
#include "sdk/base/bytes.hpp"

namespace dovetail {

/// out = base^exponent modulo modulus, all big endian; empty means 0, and 0^0 is 1. Modulo 0 and 1
/// the result is 0.
/// @param out  [modulus.size()].  @param arena  holds about 40·modulus.size() + 3·base.size() bytes
/// during the call.
void modexp(ByteView base, ByteView exponent, ByteView modulus, MutableBytes out, Arena& arena);

}  // namespace dovetail
