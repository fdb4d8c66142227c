#pragma once
// ECDSA on the curve P-256 (secp256r1), the precompile of EIP-7951. Source: FIPS 186-5; SEC 2
// v2.0, 2.4.2.

#include "sdk/base/bytes.hpp"
#include "sdk/base/u256.hpp"

namespace dovetail {

/// @param x, y  the public key.
/// @return whether (r, s) signs the hash; false also if r or s is zero or not below the order, a
/// coordinate is not below the field's modulus, or the key is not on the curve. An s in the upper
/// half is accepted.
bool p256_verify(const Hash256& message_hash, const U256& r, const U256& s, const U256& x,
                 const U256& y);

}  // namespace dovetail
