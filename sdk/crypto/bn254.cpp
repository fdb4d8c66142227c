#include "sdk/crypto/bn254.hpp"

#include "sdk/base/assert.hpp"
#include "sdk/crypto/bn254_pairing.hpp"

namespace dovetail {
namespace bn254 {
namespace {

constexpr size_t kG1Size = 64;
constexpr size_t kPairSize = 192;

bool decode(ByteView in, Fp& out) {
  const U256 number = U256::from_be(in.first(32));
  if (number >= Fp::kModulus) return false;
  out = Fp::from(number);
  return true;
}

bool decode(ByteView in, Fp2& out) {
  return decode(in, out.b) && decode(in.subspan(32), out.a);
}

bool decode(ByteView in, G1& out) {
  if (!decode(in, out.x) || !decode(in.subspan(32), out.y)) return false;
  return out.is_infinity() || is_on_curve(out, curve_b());
}

bool decode(ByteView in, G2& out) {
  if (!decode(in, out.x) || !decode(in.subspan(64), out.y)) return false;
  return out.is_infinity() || (is_on_curve(out, twist_b()) && is_in_subgroup(out));
}

void encode(const G1& point, MutableBytes out) {
  const Hash256 x = point.x.value().to_be(), y = point.y.value().to_be();
  for (size_t i = 0; i < 32; ++i) out[i] = x[i], out[32 + i] = y[i];
}

// Multiplies product by the Miller functions of the pairs in the input.  @return false if one is
// malformed.
bool multiply_pairs(ByteView in, Fp12& product) {
  Pair pairs[kPairsTogether];
  size_t count = 0;
  for (; !in.empty(); in = in.subspan(kPairSize)) {
    Pair& pair = pairs[count];
    if (!decode(in, pair.p) || !decode(in.subspan(kG1Size), pair.q)) return false;
    if (!pair.p.is_infinity() && !pair.q.is_infinity()) ++count;
    if (count == kPairsTogether) {
      product = product * miller_loop({pairs, count});
      count = 0;
    }
  }
  if (count != 0) product = product * miller_loop({pairs, count});
  return true;
}

}  // namespace
}  // namespace bn254

using namespace bn254;

bool bn254_add(ByteView in, MutableBytes out) {
  DOVETAIL_ASSERT(in.size() == 2 * kG1Size && out.size() == kG1Size);
  G1 a, b;
  if (!decode(in, a) || !decode(in.subspan(kG1Size), b)) return false;
  encode((JacobianPoint<Fp>::from(a) + JacobianPoint<Fp>::from(b)).affine(), out);
  return true;
}

bool bn254_mul(ByteView in, MutableBytes out) {
  DOVETAIL_ASSERT(in.size() == kG1Size + 32 && out.size() == kG1Size);
  G1 point;
  if (!decode(in, point)) return false;
  const U256 scalar = U256::from_be(in.subspan(kG1Size)) % kOrder;
  encode(multiply(JacobianPoint<Fp>::from(point), scalar).affine(), out);
  return true;
}

Bn254Pairing bn254_pairing(ByteView in) {
  if (in.size() % kPairSize != 0) return Bn254Pairing::invalid_input;
  Fp12 product = Fp12::one();
  if (!multiply_pairs(in, product)) return Bn254Pairing::invalid_input;
  return final_exponentiation(product) == Fp12::one() ? Bn254Pairing::one : Bn254Pairing::not_one;
}

}  // namespace dovetail
