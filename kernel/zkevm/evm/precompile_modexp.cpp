// MODEXP. Source: EIP-198; its price: EIP-2565 until Prague, EIP-7883 from Osaka; its bounds:
// EIP-7823.

#include "kernel/zkevm/evm/precompile_functions.hpp"
#include "sdk/base/u256.hpp"
#include "sdk/crypto/modexp.hpp"

namespace dovetail::zkevm {
namespace {

constexpr size_t kHeadSize = 96;

struct Sizes {
  uint64_t base, exponent, modulus;  ///< bytes, saturated at kHuge
};
/// More than any gas pays for, and small enough that sums do not overflow.
constexpr uint64_t kHuge = uint64_t{1} << 31;

struct Pricing {
  uint64_t size_max;
  uint64_t minimum;
  uint64_t exponent_byte;  ///< iterations a byte beyond the first 32
  uint64_t divisor;
  uint64_t (*complexity)(uint64_t longest);
};

uint64_t squared_words(uint64_t longest) {
  const uint64_t words = (longest + 7) / 8;
  return words * words;
}
uint64_t osaka_complexity(uint64_t longest) {
  return longest <= 32 ? 16 : 2 * squared_words(longest);
}
constexpr Pricing kPricing[kRevisionCount] = {{kHuge, 200, 8, 3, squared_words},
                                              {1024, 500, 16, 1, osaka_complexity}};

Sizes read_sizes(ByteView input) {
  const auto size_at = [&](size_t offset) {
    uint8_t word[32];
    copy_input(input, offset, word);
    const uint64_t size = U256::from_be(word).saturated_u64();
    return size < kHuge ? size : kHuge;
  };
  return {size_at(0), size_at(32), size_at(64)};
}

uint64_t iterations(ByteView input, const Sizes& sizes, const Pricing& pricing) {
  const size_t head_size = sizes.exponent < 32 ? static_cast<size_t>(sizes.exponent) : 32;
  uint8_t head[32];
  copy_input(input, kHeadSize + static_cast<size_t>(sizes.base), {head, head_size});
  const unsigned bits = bit_width(U256::from_be({head, head_size}));
  uint64_t count = bits == 0 ? 0 : bits - 1;
  if (sizes.exponent > 32) count += pricing.exponent_byte * (sizes.exponent - 32);
  return count == 0 ? 1 : count;
}

uint64_t cost(const PrecompileCall& call) {
  const Pricing& pricing = kPricing[static_cast<int>(call.revision)];
  const Sizes sizes = read_sizes(call.input);
  if (pricing.size_max < kHuge &&
      (sizes.base > pricing.size_max || sizes.exponent > pricing.size_max ||
       sizes.modulus > pricing.size_max))
    return kUnpayable;
  const uint64_t longest = sizes.base < sizes.modulus ? sizes.modulus : sizes.base;
  const U256 product =
      U256(pricing.complexity(longest)) * U256(iterations(call.input, sizes, pricing));
  const uint64_t gas = (product / U256(pricing.divisor)).saturated_u64();
  return gas < pricing.minimum ? pricing.minimum : gas;
}

bool run(const PrecompileCall& call, ByteView& output) {
  const Sizes sizes = read_sizes(call.input);
  if (sizes.modulus == 0) return true;
  const size_t size = static_cast<size_t>(sizes.modulus);
  const MutableBytes out{call.scratch.output(size), size};  // outlives the mark below
  const Arena::Mark mark = call.arena.mark();
  size_t offset = kHeadSize;
  const auto take = [&](uint64_t size_bytes) {
    const size_t count = static_cast<size_t>(size_bytes);
    const MutableBytes bytes{call.arena.allocate(count), count};
    copy_input(call.input, offset, bytes);
    offset += count;
    return bytes;
  };
  const MutableBytes base = take(sizes.base), exponent = take(sizes.exponent);
  modexp(base, exponent, take(sizes.modulus), out, call.arena);
  call.arena.release(mark);
  output = out;
  return true;
}

}  // namespace

const Precompile kModexp = {cost, run};

}  // namespace dovetail::zkevm
