#include "kernel/zkevm/evm/precompiles.hpp"

#include <gtest/gtest.h>

#include "tests/unit/kernel/zkevm/evm/harness.hpp"

namespace dovetail::zkevm {
namespace {

struct Caller {
  PrecompileResult operator()(int number, ByteView input, int64_t gas,
                              Revision revision = Revision::osaka) {
    return call_precompile(number, revision, input, gas, scratch, arena);
  }
  Arena& arena = fresh_arena<size_t{1} << 26>();
  Scratch scratch{arena};
};

TEST(precompiles, addresses_of_each_revision) {
  EXPECT_EQ(precompile_number(address_number(0), Revision::osaka), 0);
  for (int i = 1; i <= 0x11; ++i) {
    const Address address = address_number(static_cast<uint8_t>(i));
    EXPECT_EQ(precompile_number(address, Revision::prague), i);
    EXPECT_EQ(runnable_precompile(address, Revision::osaka), i <= 9 ? i : 0);
  }
  EXPECT_EQ(precompile_number(address_number(0x12), Revision::osaka), 0);
  Address p256;
  p256.bytes[18] = 1;
  EXPECT_EQ(precompile_number(p256, Revision::prague), 0);
  EXPECT_EQ(precompile_number(p256, Revision::osaka), 0x100);
  Address far = address_number(1);
  far.bytes[0] = 1;
  EXPECT_EQ(precompile_number(far, Revision::osaka), 0);
}

constexpr auto kSigned = fixed_hex<128>(
    "456e9aea5e197a1f1af7a3e85a3212fa4049a3ba34c2289b4c860fc0b0c64ef3"
    "000000000000000000000000000000000000000000000000000000000000001c"
    "9242685bf161793cc25603c231bc2f568eb630ea16aa137d2664ac8038825608"
    "4f8ae3bd7535248d0bd448298cc2e2071e56992d0774dc340c368ae950852ada");

TEST(precompiles, ecrecover_gives_the_signer_and_nothing_for_a_bad_v) {
  Caller call;
  const PrecompileResult result = call(1, kSigned.view(), 3001);
  ASSERT_TRUE(result.ok);
  EXPECT_EQ(result.gas_left, 1);
  ASSERT_EQ(result.output.size(), 32u);
  EXPECT_TRUE(equal(result.output.subspan(12),
                    fixed_hex<20>("7156526fbd7a3c72969b54f64e42c10fbb768c8a").view()));
  for (const size_t position : {32u, 63u}) {  // v over a byte, and v = 29
    auto bad = kSigned;
    bad.bytes[position] += 1;
    const PrecompileResult none = call(1, bad.view(), 3000);
    EXPECT_TRUE(none.ok);
    EXPECT_TRUE(none.output.empty());
  }
  EXPECT_FALSE(call(1, kSigned.view(), 2999).ok);
}

TEST(precompiles, hashes_and_identity_pay_by_the_word) {
  Caller call;
  const PrecompileResult sha = call(2, {}, 60);
  ASSERT_TRUE(sha.ok);
  EXPECT_TRUE(equal(
      sha.output,
      fixed_hex<32>("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855").view()));
  const PrecompileResult ripemd = call(3, {}, 600);
  ASSERT_TRUE(ripemd.ok);
  EXPECT_TRUE(equal(
      ripemd.output,
      fixed_hex<32>("0000000000000000000000009c1185a5c5e9fc54612808977ee8f548b2258d31").view()));
  const uint8_t bytes[33] = {1, 2, 3};
  const int64_t costs[] = {60 + 2 * 12, 600 + 2 * 120, 15 + 2 * 3};
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(call(2 + i, bytes, costs[i]).ok);
    EXPECT_FALSE(call(2 + i, bytes, costs[i] - 1).ok);
  }
  EXPECT_TRUE(equal(call(4, bytes, 100).output, bytes));
}

// Sizes in three words, then base, exponent and modulus.
struct ModexpInput {
  uint8_t bytes[99]{};
  ModexpInput(uint16_t base_size, uint16_t exponent_size, uint16_t modulus_size) {
    const uint16_t sizes[] = {base_size, exponent_size, modulus_size};
    for (int i = 0; i < 3; ++i) {
      bytes[32 * i + 30] = static_cast<uint8_t>(sizes[i] >> 8);
      bytes[32 * i + 31] = static_cast<uint8_t>(sizes[i]);
    }
    bytes[96] = 8, bytes[97] = 9, bytes[98] = 10;
  }
};

TEST(precompiles, modexp_and_its_price_at_each_revision) {
  Caller call;
  const ModexpInput input(1, 1, 1);
  const PrecompileResult result = call(5, input.bytes, 500);
  ASSERT_TRUE(result.ok);
  ASSERT_EQ(result.output.size(), 1u);
  EXPECT_EQ(int(result.output[0]), 8);  // 8^9 mod 10
  EXPECT_FALSE(call(5, input.bytes, 499).ok);
  EXPECT_TRUE(call(5, input.bytes, 200, Revision::prague).ok);
  EXPECT_FALSE(call(5, input.bytes, 199, Revision::prague).ok);
}

TEST(precompiles, modexp_sizes_have_a_bound_from_osaka) {
  Caller call;
  const ModexpInput inputs[] = {{1025, 0, 1}, {0, 1025, 1}, {0, 0, 1025}};
  for (const ModexpInput& input : inputs) {
    EXPECT_FALSE(call(5, input.bytes, int64_t{1} << 40).ok);
    EXPECT_TRUE(call(5, input.bytes, int64_t{1} << 40, Revision::prague).ok);
  }
  EXPECT_TRUE(call(5, ModexpInput(1024, 1, 1024).bytes, int64_t{1} << 40).ok);
}

TEST(precompiles, modexp_of_huge_sizes_costs_more_than_there_is) {
  Caller call;
  uint8_t input[96];
  for (uint8_t& byte : input) byte = 0xff;
  EXPECT_FALSE(call(5, input, int64_t{1} << 50, Revision::prague).ok);
}

TEST(precompiles, bn254_refuses_points_off_the_curve_and_odd_lengths) {
  Caller call;
  uint8_t off_curve[64] = {};
  off_curve[31] = 1;  // (1, 0)
  EXPECT_FALSE(call(6, off_curve, 150).ok);
  EXPECT_FALSE(call(7, off_curve, 6000).ok);
  EXPECT_FALSE(call(8, off_curve, 1000000).ok);
  EXPECT_TRUE(call(6, {}, 150).ok);  // infinity + infinity
  EXPECT_FALSE(call(6, {}, 149).ok);
  EXPECT_TRUE(call(7, {}, 6000).ok);
  const PrecompileResult empty = call(8, {}, 45000);
  ASSERT_TRUE(empty.ok);
  EXPECT_EQ(int(empty.output[31]), 1);
  EXPECT_FALSE(call(8, {}, 44999).ok);
}

TEST(precompiles, blake2f_wants_213_bytes_and_a_flag_of_0_or_1) {
  Caller call;
  uint8_t input[214] = {0, 0, 0, 12};
  EXPECT_TRUE(call(9, {input, 213}, 12).ok);
  EXPECT_FALSE(call(9, {input, 213}, 11).ok);
  EXPECT_FALSE(call(9, {input, 212}, 100).ok);
  EXPECT_FALSE(call(9, {input, 214}, 100).ok);
  input[212] = 2;
  EXPECT_FALSE(call(9, {input, 213}, 100).ok);
}

TEST(precompiles, a_call_that_fails_gives_back_its_value) {
  // CALL of the pairing with one byte of data and one wei.
  Harness harness("5f5f60015f600160086103e8f1" RETURN_TOP);
  EXPECT_EQ(harness.result(), U256{});
  EXPECT_TRUE(harness.state().balance(address_number(8)).is_zero());
  EXPECT_EQ(harness.state().balance(kContractA), U256(5000));
}

TEST(analysis, codes_beyond_the_space_for_analyses_still_run) {
  Harness harness("60015b50602a" RETURN_TOP);
  for (size_t size = size_t{1} << 30; size != 0; size /= 2)
    while (harness.state().take_analysis_space(size)) continue;
  EXPECT_EQ(harness.result(), U256(42));
  EXPECT_EQ(harness.result(), U256(42));
}

}  // namespace
}  // namespace dovetail::zkevm
