#pragma once
// The bn254 (alt_bn128) precompiles on encoded bytes. Source: EIP-196, EIP-197.
//
// A coordinate is 32 bytes, big endian, below the field's modulus; an element of Fp2 is its
// imaginary part, then its real one. The point at infinity is all zeros.

#include "sdk/base/bytes.hpp"

namespace dovetail {

/// out = a + b.  @param in  [128] a, b in G1.  @param out  [64]; unchanged on failure.
/// @return false if a coordinate is out of range or a point is not on the curve.
bool bn254_add(ByteView in, MutableBytes out);

/// out = scalar·point.  @param in  [96] point in G1, then a scalar of any size.  @param out  [64];
/// unchanged on failure.
/// @return false if a coordinate is out of range or the point is not on the curve.
bool bn254_mul(ByteView in, MutableBytes out);

enum class Bn254Pairing : uint8_t {
  invalid_input,  ///< a length that is no multiple of 192, a coordinate out of range, a point not
                  ///< in its group
  not_one,
  one,
};

/// @param in  [192·k] k pairs of a point in G1 (64 bytes) and one in G2 (128 bytes).
/// @return whether the product of the pairings is one; it is for k = 0.
Bn254Pairing bn254_pairing(ByteView in);

}  // namespace dovetail
