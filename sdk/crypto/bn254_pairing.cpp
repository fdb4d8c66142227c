#include "sdk/crypto/bn254_pairing.hpp"

#include "sdk/base/assert.hpp"

namespace dovetail::bn254 {
namespace {

constexpr uint64_t kX =
    0x44e992b44a6909f1;  // the curve's parameter: p and the order are polynomials in it

// 6x + 2 in signed digits, from the second highest to the lowest.
constexpr int8_t kLoop[] = {0,  -1, 0, 1,  0, 0,  0,  -1, 0, -1, 0, 0,  0,  -1, 0, 1, 0,
                            -1, 0,  0, -1, 0, 0,  0,  0,  0, 1,  0, 0,  -1, 0,  1, 0, 0,
                            -1, 0,  0, 0,  0, -1, 0,  1,  0, 0,  0, -1, 0,  -1, 0, 0, 1,
                            0,  0,  0, -1, 0, 0,  -1, 0,  1, 0,  1, 0,  0,  0};

// ξ^(k(p - 1)/6): what the Frobenius map multiplies the coefficient of w^k by, after conjugating
// it.
constexpr Fp2 kFrobenius[6] = {
    Fp2::one(),
    {Fp::from({0xd60b35dadcc9e470, 0x5c521e08292f2176, 0xe8b99fdd76e68b60, 0x1284b71c2865a7df}),
     Fp::from({0xca5cf05f80f362ac, 0x747992778eeec7e5, 0xa6327cfe12150b8e, 0x246996f3b4fae7e6})},
    {Fp::from({0x99e39557176f553d, 0xb78cc310c2c3330c, 0x4c0bec3cf559b143, 0x2fb347984f7911f7}),
     Fp::from({0x1665d51c640fcba2, 0x32ae2a1d0b7c9dce, 0x4ba4cc8bd75a0794, 0x16c9e55061ebae20})},
    {Fp::from({0xdc54014671a0135a, 0xdbaae0eda9c95998, 0xdc5ec698b6e2f9b9, 0x063cf305489af5dc}),
     Fp::from({0x82d37f632623b0e3, 0x21807dc98fa25bd2, 0x0704b5a7ec796f2b, 0x07c03cbcac41049a})},
    {Fp::from({0x848a1f55921ea762, 0xd33365f7be94ec72, 0x80f3c0b75a181e84, 0x05b54f5e64eea801}),
     Fp::from({0xc13b4711cd2b8126, 0x3685d2ea1bdec763, 0x9f3a80b03b0b1c92, 0x2c145edbe7fd8aee})},
    {Fp::from({0x2ea2c810eab7692f, 0x425c459b55aa1bd3, 0xe93a3661a4353ff4, 0x0183c1e74f798649}),
     Fp::from({0x24c6b8ee6e0c2c4b, 0xb080cb99678e2ac0, 0xa27fb246c7729f7d, 0x12acf2ca76fd0675})}};

// The p-power Frobenius map of the curve, seen on the twist.
G2 frobenius(const G2& point) {
  return {point.x.conjugate() * kFrobenius[2], point.y.conjugate() * kFrobenius[3]};
}

using G2Jacobian = JacobianPoint<Fp2>;

// Multiplies f by the tangent at t, evaluated at p and scaled by 2YZ³, and doubles t. With the
// slope λ on the twist, the line is y_p - λ·x_p·w + (λ·x_t - y_t)·w³; factors from Fp2 vanish in
// the final exponentiation.
void double_step(Fp12& f, G2Jacobian& t, const G1& p) {
  const Fp2 zz = t.z.squared(), yy = t.y.squared(), xx = t.x.squared();
  const Fp2 slope = xx.doubled() + xx;
  const G2Jacobian twice = t.doubled();
  f = f.times_line(twice.z * zz * p.y, -(slope * zz * p.x), slope * t.x - yy.doubled());
  t = twice;
}

// The same for the line through t and q, scaled by the new Z; t becomes t + q.
void add_step(Fp12& f, G2Jacobian& t, const G2& q, const G1& p) {
  const Fp2 zz = t.z.squared();
  const Fp2 h = q.x * zz - t.x, r = q.y * t.z * zz - t.y;
  const Fp2 hh = h.squared(), hhh = hh * h, v = t.x * hh;
  const Fp2 x = r.squared() - hhh - v.doubled();
  t = {x, r * (v - x) - t.y * hhh, t.z * h};
  f = f.times_line(t.z * p.y, -(r * p.x), r * q.x - t.z * q.y);
}

Fp12 power_x(const Fp12& f) {
  Fp12 out = f;
  for (int bit = 61; bit >= 0; --bit) {
    out = out.cyclotomic_squared();
    if (kX >> bit & 1) out = out * f;
  }
  return out;
}

// (a + b·s)² for s² = ξ, as the pair of its coefficients.
struct Fp4 {
  Fp2 a, b;
  Fp4 squared() const {
    const Fp2 aa = a.squared(), bb = b.squared();
    return {bb.times_xi() + aa, (a + b).squared() - aa - bb};
  }
};

Fp2 thrice_minus_twice(const Fp2& t, const Fp2& z) {
  return (t - z).doubled() + t;
}
Fp2 thrice_plus_twice(const Fp2& t, const Fp2& z) {
  return (t + z).doubled() + t;
}

}  // namespace

Fp12 Fp12::frobenius() const {
  return {{c0.c0.conjugate(), c0.c1.conjugate() * kFrobenius[2], c0.c2.conjugate() * kFrobenius[4]},
          {c1.c0.conjugate() * kFrobenius[1], c1.c1.conjugate() * kFrobenius[3],
           c1.c2.conjugate() * kFrobenius[5]}};
}

Fp12 Fp12::cyclotomic_squared() const {
  const Fp4 s = Fp4{c0.c0, c1.c1}.squared();
  const Fp4 t = Fp4{c1.c0, c0.c2}.squared();
  const Fp4 u = Fp4{c0.c1, c1.c2}.squared();
  return {{thrice_minus_twice(s.a, c0.c0), thrice_minus_twice(t.a, c0.c1),
           thrice_minus_twice(u.a, c0.c2)},
          {thrice_plus_twice(u.b.times_xi(), c1.c0), thrice_plus_twice(s.b, c1.c1),
           thrice_plus_twice(t.b, c1.c2)}};
}

// On the subgroup the Frobenius map is the multiplication by p ≡ 6x² modulo the order. Conversely a
// point where it is has an order that divides λ² - tλ + p = p + 1 - t, the group's, for λ = 6x² = t
// - 1.
bool is_in_subgroup(const G2& point) {
  constexpr U256 kSixXSquared{0xf83e9682e87cfd46, 0x6f4d8248eeb859fb, 0, 0};
  if (point.is_infinity()) return true;
  const auto difference =
      multiply(G2Jacobian::from(point), kSixXSquared) + G2Jacobian::from(-frobenius(point));
  return difference.is_infinity();
}

Fp12 miller_loop(std::span<const Pair> pairs) {
  DOVETAIL_ASSERT(pairs.size() <= kPairsTogether);
  G2Jacobian t[kPairsTogether];
  for (size_t i = 0; i < pairs.size(); ++i) t[i] = G2Jacobian::from(pairs[i].q);
  Fp12 f = Fp12::one();
  for (int8_t digit : kLoop) {
    f = f.squared();
    for (size_t i = 0; i < pairs.size(); ++i) {
      const auto& [p, q] = pairs[i];
      double_step(f, t[i], p);
      if (digit != 0) add_step(f, t[i], digit > 0 ? q : -q, p);
    }
  }
  for (size_t i = 0; i < pairs.size(); ++i) {
    const G2 once = frobenius(pairs[i].q);
    add_step(f, t[i], once, pairs[i].p);
    add_step(f, t[i], -frobenius(once), pairs[i].p);
  }
  return f;
}

Fp12 final_exponentiation(const Fp12& value) {
  const Fp12 cubed = value.conjugate() * value.inverse();  // p⁶ - 1
  const Fp12 f = cubed.frobenius().frobenius() * cubed;    // p² + 1
  // (p⁴ - p² + 1) / order = p + p² + p³ - 2 + 6x²p² - 12xp - 18(x + x²p) - 30x² - 36(x³ + x³p)
  const Fp12 fx = power_x(f), fxx = power_x(fx), fxxx = power_x(fxx);
  const Fp12 fp = f.frobenius(), fpp = fp.frobenius();
  const Fp12 y0 = fp * fpp * fpp.frobenius();
  const Fp12 y1 = f.conjugate();
  const Fp12 y2 = fxx.frobenius().frobenius();
  const Fp12 y3 = fx.frobenius().conjugate();
  const Fp12 y4 = (fx * fxx.frobenius()).conjugate();
  const Fp12 y5 = fxx.conjugate();
  const Fp12 y6 = (fxxx * fxxx.frobenius()).conjugate();
  // y0 · y1² · y2⁶ · y3¹² · y4¹⁸ · y5³⁰ · y6³⁶
  Fp12 t0 = y6.cyclotomic_squared() * y4 * y5;
  Fp12 t1 = y3 * y5 * t0;
  t0 = t0 * y2;
  t1 = (t1.cyclotomic_squared() * t0).cyclotomic_squared();
  t0 = t1 * y1;
  t1 = t1 * y0;
  return t0.cyclotomic_squared() * t1;
}

}  // namespace dovetail::bn254
