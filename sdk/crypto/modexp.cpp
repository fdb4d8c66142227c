// An odd modulus takes Montgomery multiplication. An even one is 2^k·d with d odd: the power is
// computed modulo d and modulo 2^k and put together by Garner's formula, x = x_d + d·((x_2 - x_d)/d
// modulo 2^k).

#include "sdk/crypto/modexp.hpp"

#include "sdk/base/assert.hpp"
#include "sdk/crypto/modexp_rings.hpp"

namespace dovetail {
namespace modexp_detail {
namespace {

constexpr size_t kLimbSize = sizeof(Limb);

MutableNumber from_bytes(ByteView bytes, Arena& arena) {
  const MutableNumber out = arena.make<Limb>((bytes.size() + kLimbSize - 1) / kLimbSize);
  for (size_t i = 0; i < bytes.size(); ++i)
    out[i / kLimbSize] |= static_cast<Limb>(bytes[bytes.size() - 1 - i]) << (i % kLimbSize * 8);
  return out.first(limbs::significant(out.data(), out.size()));
}

void to_bytes(Number number, MutableBytes out) {
  for (size_t i = 0; i < out.size(); ++i) {
    const size_t limb = i / kLimbSize;
    out[out.size() - 1 - i] =
        limb < number.size() ? static_cast<uint8_t>(number[limb] >> (i % kLimbSize * 8)) : 0;
  }
}

/// The exponent's bits, from the lowest.
class Exponent {
 public:
  explicit Exponent(ByteView bytes) : bytes_(bytes) {
    while (!bytes_.empty() && bytes_[0] == 0) bytes_ = bytes_.subspan(1);
  }
  size_t bits() const {
    return bytes_.empty() ? 0
                          : bytes_.size() * 8 - static_cast<size_t>(std::countl_zero(bytes_[0]));
  }
  unsigned digit(size_t low_bit, unsigned width) const {
    unsigned out = 0;
    for (unsigned i = 0; i < width; ++i) out |= bit(low_bit + i) << i;
    return out;
  }

 private:
  unsigned bit(size_t i) const {
    return i / 8 < bytes_.size() ? bytes_[bytes_.size() - 1 - i / 8] >> (i % 8) & 1u : 0u;
  }
  ByteView bytes_;
};

constexpr unsigned window_width(size_t exponent_bits) {
  if (exponent_bits <= 24) return 1;
  return exponent_bits <= 512 ? 4 : 5;
}

/// out = base^exponent, as a number, by fixed windows.  @param out  [ring.size()]
template <class Ring>
void power(Ring& ring, Number base, const Exponent& exponent, MutableNumber out, Arena& arena) {
  const size_t n = ring.size();
  const unsigned width = window_width(exponent.bits());
  const MutableNumber table = arena.make<Limb>(n << width);
  const auto entry = [&](unsigned i) { return table.subspan(n * i, n); };
  const Limb one[1] = {1};
  ring.from_number(entry(0), one, arena);
  ring.from_number(entry(1), base, arena);
  for (unsigned i = 2; i < 1u << width; ++i) ring.multiply(entry(i), entry(i - 1), entry(1));

  const size_t digits = (exponent.bits() + width - 1) / width;
  const unsigned first = digits == 0 ? 0 : exponent.digit((digits - 1) * width, width);
  const MutableNumber sum = arena.make<Limb>(n);
  for (size_t i = 0; i < n; ++i) sum[i] = entry(first)[i];
  for (size_t i = digits; i-- > 1;) {
    for (unsigned j = 0; j < width; ++j) ring.square(sum, sum);
    const unsigned digit = exponent.digit((i - 1) * width, width);
    if (digit != 0) ring.multiply(sum, sum, entry(digit));
  }
  ring.to_number(out, sum);
}

MutableNumber power_odd(Number base, const Exponent& exponent, Number modulus, Arena& arena) {
  const MutableNumber out = arena.make<Limb>(modulus.size());
  MontgomeryRing ring(modulus, arena);
  power(ring, base, exponent, out, arena);
  return out;
}

/// out = 1 / odd, by Newton's iteration, which doubles the right bits from three on.
void invert(BinaryRing& ring, Number odd, MutableNumber out, Arena& arena) {
  const MutableNumber unit = arena.make<Limb>(ring.size()), term = arena.make<Limb>(ring.size());
  const Limb two[1] = {2};
  ring.from_number(unit, two, arena);
  ring.from_number(out, odd, arena);
  for (size_t right = 3; right < ring.size() * limbs::kBits<Limb>; right *= 2) {
    ring.multiply(term, odd, out);
    ring.subtract(term, unit, term);
    ring.multiply(out, out, term);
  }
}

/// @return base^exponent modulo 2^twos·odd, [odd.size() + limbs of twos].
MutableNumber power_even(Number base, const Exponent& exponent, Number odd, size_t twos,
                         Arena& arena) {
  const Number by_odd = power_odd(base, exponent, odd, arena);
  BinaryRing ring(twos, arena);
  const size_t n = ring.size();
  const MutableNumber factor = arena.make<Limb>(n), short_odd = arena.make<Limb>(n),
                      short_by_odd = arena.make<Limb>(n), inverse = arena.make<Limb>(n);
  power(ring, base, exponent, factor, arena);
  ring.from_number(short_odd, odd, arena);
  ring.from_number(short_by_odd, by_odd, arena);
  invert(ring, short_odd, inverse, arena);
  ring.subtract(factor, factor, short_by_odd);
  ring.multiply(factor, factor, inverse);

  const MutableNumber out = arena.make<Limb>(odd.size() + n);
  multiply(out, odd, factor);
  Limb carry = 0;
  for (size_t i = 0; i < out.size(); ++i)
    out[i] = limbs::add_carry(out[i], i < by_odd.size() ? by_odd[i] : Limb{0}, carry);
  return out;
}

size_t trailing_zeros(Number number) {
  size_t limb = 0;
  while (number[limb] == 0) ++limb;
  return limb * limbs::kBits<Limb> + static_cast<size_t>(std::countr_zero(number[limb]));
}

/// @param modulus  not zero.
Number power_any(Number base, const Exponent& exponent, MutableNumber modulus, Arena& arena) {
  const size_t twos = trailing_zeros(modulus);
  if (twos == 0) return power_odd(base, exponent, modulus, arena);
  MutableNumber odd = modulus.subspan(twos / limbs::kBits<Limb>);
  limbs::shift_right(odd.data(), odd.data(), odd.size(), twos % limbs::kBits<Limb>);
  odd = odd.first(limbs::significant(odd.data(), odd.size()));
  return power_even(base, exponent, odd, twos, arena);
}

}  // namespace
}  // namespace modexp_detail

void modexp(ByteView base, ByteView exponent, ByteView modulus, MutableBytes out, Arena& arena) {
  using namespace modexp_detail;
  DOVETAIL_ASSERT(out.size() == modulus.size());
  const auto mark = arena.mark();
  const MutableNumber limbs_of_modulus = from_bytes(modulus, arena);
  if (limbs_of_modulus.empty()) {
    to_bytes({}, out);
  } else {
    const Number limbs_of_base = from_bytes(base, arena);
    to_bytes(power_any(limbs_of_base, Exponent(exponent), limbs_of_modulus, arena), out);
  }
  arena.release(mark);
}

}  // namespace dovetail
