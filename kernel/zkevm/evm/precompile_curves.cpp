// bn254 addition, multiplication, pairing (EIP-196, EIP-197, prices of EIP-1108) and BLAKE2b's
// compression (EIP-152).

#include <cstring>

#include "kernel/zkevm/evm/precompile_functions.hpp"
#include "sdk/crypto/blake2b.hpp"
#include "sdk/crypto/bn254.hpp"

namespace dovetail::zkevm {
namespace {

template <uint64_t kCost>
uint64_t fixed_cost(const PrecompileCall&) {
  return kCost;
}

bool bn254_add_run(const PrecompileCall& call, ByteView& output) {
  uint8_t in[128];
  copy_input(call.input, 0, in);
  const MutableBytes out{call.scratch.output(64), 64};
  output = out;
  return bn254_add(in, out);
}

bool bn254_mul_run(const PrecompileCall& call, ByteView& output) {
  uint8_t in[96];
  copy_input(call.input, 0, in);
  const MutableBytes out{call.scratch.output(64), 64};
  output = out;
  return bn254_mul(in, out);
}

uint64_t pairing_cost(const PrecompileCall& call) {
  return 45000 + 34000 * (call.input.size() / 192);
}

bool pairing_run(const PrecompileCall& call, ByteView& output) {
  const Bn254Pairing result = bn254_pairing(call.input);
  if (result == Bn254Pairing::invalid_input) return false;
  uint8_t* out = call.scratch.output(32);
  std::memset(out, 0, 32);
  out[31] = result == Bn254Pairing::one;
  output = {out, 32};
  return true;
}

// Input: rounds (4 bytes, big endian), h (64), m (128), t (16), final flag (1).
constexpr size_t kBlake2fSize = 213;

uint64_t blake2f_cost(const PrecompileCall& call) {
  return call.input.size() == kBlake2fSize ? load_be32(call.input.data()) : kUnpayable;
}

bool blake2f_run(const PrecompileCall& call, ByteView& output) {
  const uint8_t* in = call.input.data();
  if (in[212] > 1) return false;
  uint64_t h[8], m[16], t[2];
  for (int i = 0; i < 8; ++i) h[i] = load_le64(in + 4 + 8 * i);
  for (int i = 0; i < 16; ++i) m[i] = load_le64(in + 68 + 8 * i);
  for (int i = 0; i < 2; ++i) t[i] = load_le64(in + 196 + 8 * i);
  blake2b_compress(load_be32(in), h, m, t, in[212] == 1);
  uint8_t* out = call.scratch.output(64);
  for (int i = 0; i < 8; ++i) store_le64(out + 8 * i, h[i]);
  output = {out, 64};
  return true;
}

}  // namespace

const Precompile kBn254Add = {fixed_cost<150>, bn254_add_run};
const Precompile kBn254Mul = {fixed_cost<6000>, bn254_mul_run};
const Precompile kBn254Pairing = {pairing_cost, pairing_run};
const Precompile kBlake2f = {blake2f_cost, blake2f_run};

}  // namespace dovetail::zkevm
