#pragma once
// Public key recovery on our own field arithmetic: what the guest runs. A template over the limb,
// so that the native tests compare the guest's very form with libsecp256k1. Source: SEC 1
// v2.0, 4.1.6.

#include "sdk/crypto/field256.hpp"
#include "sdk/crypto/secp256k1.hpp"
#include "sdk/crypto/weierstrass.hpp"

namespace dovetail::secp256k1 {

struct BaseParams {
  static constexpr U256 kModulus{0xfffffffefffffc2f, ~uint64_t{0}, ~uint64_t{0}, ~uint64_t{0}};
};
struct ScalarParams {
  static constexpr U256 kModulus = kSecp256k1Order;
};

/// The same contract as recover_public_key.
template <class L>
class Recovery {
 public:
  static bool run(const Hash256& message_hash, const U256& r, const U256& s, uint8_t y_parity,
                  PublicKey& out) {
    if (!in_range(r) || !in_range(s) || y_parity > 1) return false;
    AffinePoint<Base> nonce_point;
    if (!lift(r, y_parity, nonce_point)) return false;
    // key = (s R - z G) / r
    const Scalar inverse = Scalar::from(r).inverse();
    const U256 by_generator = (-(scalar_of(message_hash) * inverse)).value();
    const U256 by_nonce = (Scalar::from(s) * inverse).value();
    const auto key = multiply_two(JacobianPoint<Base>::from(generator()), by_generator,
                                  JacobianPoint<Base>::from(nonce_point), by_nonce);
    if (key.is_infinity()) return false;
    out = encode(key.affine());
    return true;
  }

 private:
  using Base = Field256<BaseParams, L>;
  using Scalar = Field256<ScalarParams, L>;

  static bool in_range(const U256& scalar) { return !scalar.is_zero() && scalar < kSecp256k1Order; }

  static AffinePoint<Base> generator() {
    return {Base::from(
                {0x59f2815b16f81798, 0x029bfcdb2dce28d9, 0x55a06295ce870b07, 0x79be667ef9dcbbac}),
            Base::from(
                {0x9c47d08ffb10d4b8, 0xfd17b448a6855419, 0x5da4fbfc0e1108a8, 0x483ada7726a3c465})};
  }

  static Scalar scalar_of(const Hash256& hash) {
    const U256 number = U256::from_be(hash.view());
    return Scalar::from(number < kSecp256k1Order ? number : number - kSecp256k1Order);
  }

  // The point with the abscissa x (r is below the order, hence below the field's modulus) and the
  // parity of y.
  static bool lift(const U256& x, uint8_t y_parity, AffinePoint<Base>& out) {
    out.x = Base::from(x);
    const Base square = out.x.squared() * out.x + Base::from(7);
    if (!square.square_root(out.y)) return false;
    if (out.y.is_odd() != (y_parity == 1)) out.y = -out.y;
    return true;
  }

  static PublicKey encode(const AffinePoint<Base>& point) {
    const Hash256 x = point.x.value().to_be(), y = point.y.value().to_be();
    PublicKey out;
    for (int i = 0; i < 32; ++i) out[i] = x[i], out[32 + i] = y[i];
    return out;
  }
};

}  // namespace dovetail::secp256k1
