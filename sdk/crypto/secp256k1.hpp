#pragma once
// Public key recovery on secp256k1. Source: SEC 1 v2.0, 4.1.6; Yellow Paper, appendix F.
//
// native/ calls libsecp256k1, guest/ runs our own arithmetic; a test compares the two on random
// input.

#include "sdk/base/bytes.hpp"
#include "sdk/base/u256.hpp"

namespace dovetail {

using PublicKey = FixedBytes<64>;  ///< x, then y, big endian

/// The order of the curve's group.
inline constexpr U256 kSecp256k1Order{0xbfd25e8cd0364141, 0xbaaedce6af48a03b, 0xfffffffffffffffe,
                                      0xffffffffffffffff};

/// @param y_parity  0 or 1.  @param out  the key; unchanged on failure.
/// @return false if r or s is zero or not below the order, y_parity is neither 0 nor 1, no point
/// has the abscissa r, or the key would be the point at infinity. An s in the upper half is
/// accepted: that rule is the transaction's.
bool recover_public_key(const Hash256& message_hash, const U256& r, const U256& s, uint8_t y_parity,
                        PublicKey& out);

/// @return the last 20 bytes of the key's Keccak-256.
Address address_of(const PublicKey& key);

}  // namespace dovetail
