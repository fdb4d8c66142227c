// Hashes by input size, the curves, modular exponentiation by operand size and 256-bit division.
// recover/native is libsecp256k1, the measure for recover/limbs64; limbs32 is the guest's form on
// this machine.
#include <benchmark/benchmark.h>

#include <vector>

#include "sdk/base/hex.hpp"
#include "sdk/crypto/blake2s.hpp"
#include "sdk/crypto/bn254.hpp"
#include "sdk/crypto/keccak.hpp"
#include "sdk/crypto/modexp.hpp"
#include "sdk/crypto/secp256k1_portable.hpp"
#include "sdk/crypto/sha256.hpp"
#include "tests/unit/sdk/base/random.hpp"

namespace dovetail {
namespace {

std::vector<uint8_t> bytes_of(size_t size) {
  std::vector<uint8_t> out(size);
  for (size_t i = 0; i < size; ++i) out[i] = static_cast<uint8_t>(7 * i + 3);
  return out;
}

void hash(benchmark::State& state, Hash256 (*function)(ByteView)) {
  const auto input = bytes_of(static_cast<size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(function(input));
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK_CAPTURE(hash, keccak256, keccak256)->Arg(64)->Arg(1 << 16);
BENCHMARK_CAPTURE(hash, sha256, sha256)->Arg(64)->Arg(1 << 16);
BENCHMARK_CAPTURE(hash, blake2s, blake2s)->Arg(64)->Arg(1 << 16);

using Recover = bool(const Hash256&, const U256&, const U256&, uint8_t, PublicKey&);

void recover(benchmark::State& state, Recover* function) {
  PublicKey key;
  for (auto _ : state) benchmark::DoNotOptimize(function(Hash256{{9}}, 1, 77, 0, key));
}
BENCHMARK_CAPTURE(recover, native, recover_public_key);
BENCHMARK_CAPTURE(recover, limbs64, secp256k1::Recovery<uint64_t>::run);
BENCHMARK_CAPTURE(recover, limbs32, secp256k1::Recovery<uint32_t>::run);

void bn254_pairs(benchmark::State& state) {
  constexpr auto kPair = fixed_hex<192>(
      "0000000000000000000000000000000000000000000000000000000000000001"
      "0000000000000000000000000000000000000000000000000000000000000002"
      "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2"
      "1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed"
      "090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b"
      "12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa");
  std::vector<uint8_t> input;
  for (int64_t i = 0; i < state.range(0); ++i)
    input.insert(input.end(), kPair.begin(), kPair.end());
  for (auto _ : state) benchmark::DoNotOptimize(bn254_pairing(input));
}
BENCHMARK(bn254_pairs)->Arg(1)->Arg(4);

void modexp_odd(benchmark::State& state) {
  const auto base = bytes_of(static_cast<size_t>(state.range(0)));
  auto modulus = base;
  modulus.front() |= 0x80;
  modulus.back() |= 1;
  std::vector<uint8_t> memory(1 << 18), out(modulus.size());
  Arena arena(memory);
  for (auto _ : state) modexp(base, base, modulus, out, arena);
}
BENCHMARK(modexp_odd)->Arg(32)->Arg(256)->Arg(1024);

void u256_divide(benchmark::State& state) {
  test::Random random(1);
  std::vector<U256> numbers(256);
  for (U256& number : numbers) number = random.word256();
  const auto shift = static_cast<unsigned>(256 - state.range(0));
  size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(divide(numbers[i % 256], numbers[(i + 7) % 256] >> shift));
    ++i;
  }
}
BENCHMARK(u256_divide)->Arg(64)->Arg(128)->Arg(250);

}  // namespace
}  // namespace dovetail
