#include "sdk/crypto/p256.hpp"

#include "sdk/crypto/field256.hpp"
#include "sdk/crypto/weierstrass.hpp"

namespace dovetail {
namespace {

struct BaseParams {
  static constexpr U256 kModulus{~uint64_t{0}, 0x00000000ffffffff, 0, 0xffffffff00000001};
};
struct ScalarParams {
  static constexpr U256 kModulus{0xf3b9cac2fc632551, 0xbce6faada7179e84, ~uint64_t{0},
                                 0xffffffff00000000};
};
using Base = Field256<BaseParams>;
using Scalar = Field256<ScalarParams>;
using Point = JacobianPoint<Base, MinusThreeA>;

constexpr AffinePoint<Base> kGenerator{
    Base::from({0xf4a13945d898c296, 0x77037d812deb33a0, 0xf8bce6e563a440f2, 0x6b17d1f2e12c4247}),
    Base::from({0xcbb6406837bf51f5, 0x2bce33576b315ece, 0x8ee7eb4a7c0f9e16, 0x4fe342e2fe1a7f9b})};
constexpr Base kB =
    Base::from({0x3bce3c3e27d2604b, 0x651d06b0cc53b0f6, 0xb3ebbd55769886bc, 0x5ac635d8aa3a93e7});

bool in_range(const U256& scalar) {
  return !scalar.is_zero() && scalar < Scalar::kModulus;
}

U256 modulo_order(const U256& number) {
  return number < Scalar::kModulus ? number : number - Scalar::kModulus;
}

bool is_on_p256(const AffinePoint<Base>& point) {
  const Base minus_3x = -(point.x.doubled() + point.x);
  return point.y.squared() == point.x.squared() * point.x + minus_3x + kB;
}

}  // namespace

bool p256_verify(const Hash256& message_hash, const U256& r, const U256& s, const U256& x,
                 const U256& y) {
  if (!in_range(r) || !in_range(s) || x >= Base::kModulus || y >= Base::kModulus) return false;
  const AffinePoint<Base> key{Base::from(x), Base::from(y)};
  if (!is_on_p256(key)) return false;
  const Scalar inverse = Scalar::from(s).inverse();
  const Scalar hash = Scalar::from(modulo_order(U256::from_be(message_hash.view())));
  const Point sum = multiply_two(Point::from(kGenerator), (hash * inverse).value(),
                                 Point::from(key), (Scalar::from(r) * inverse).value());
  return modulo_order(sum.affine().x.value()) == r;  // infinity gives zero, which r is not
}

}  // namespace dovetail
