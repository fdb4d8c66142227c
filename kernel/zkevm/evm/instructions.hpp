#pragma once
// The instructions that neither jump nor start or end a frame. `top` is the top of the stack, which
// grows upwards; the caller has checked its height and moves it afterwards.

#include "kernel/zkevm/evm/machine.hpp"

namespace dovetail::zkevm {

/// Words in, words out.
struct Plain {
  static void add(U256* top) { top[-1] = top[0] + top[-1]; }
  static void mul(U256* top) { top[-1] = top[0] * top[-1]; }
  static void sub(U256* top) { top[-1] = top[0] - top[-1]; }
  static void div(U256* top) { top[-1] = top[0] / top[-1]; }
  static void sdiv(U256* top) { top[-1] = signed_divide(top[0], top[-1]); }
  static void mod(U256* top) { top[-1] = top[0] % top[-1]; }
  static void smod(U256* top) { top[-1] = signed_modulo(top[0], top[-1]); }
  static void addmod(U256* top) { top[-2] = add_mod(top[0], top[-1], top[-2]); }
  static void mulmod(U256* top) { top[-2] = mul_mod(top[0], top[-1], top[-2]); }
  static void signextend(U256* top) { top[-1] = sign_extend(top[0], top[-1]); }
  static void lt(U256* top) { top[-1] = U256(top[0] < top[-1]); }
  static void gt(U256* top) { top[-1] = U256(top[-1] < top[0]); }
  static void slt(U256* top) { top[-1] = U256(signed_less(top[0], top[-1])); }
  static void sgt(U256* top) { top[-1] = U256(signed_less(top[-1], top[0])); }
  static void eq(U256* top) { top[-1] = U256(top[0] == top[-1]); }
  static void iszero(U256* top) { top[0] = U256(top[0].is_zero()); }
  static void and_(U256* top) { top[-1] = top[0] & top[-1]; }
  static void or_(U256* top) { top[-1] = top[0] | top[-1]; }
  static void xor_(U256* top) { top[-1] = top[0] ^ top[-1]; }
  static void not_(U256* top) { top[0] = ~top[0]; }
  static void byte(U256* top) { top[-1] = byte_at(top[0], top[-1]); }
  static void shl(U256* top) { top[-1] = top[-1] << shift_count(top[0]); }
  static void shr(U256* top) { top[-1] = top[-1] >> shift_count(top[0]); }
  static void sar(U256* top) { top[-1] = shift_right_signed(top[-1], top[0]); }
  static void clz(U256* top) { top[0] = U256(256 - bit_width(top[0])); }
  static void pop(U256*) {}
  static void push0(U256* top) { top[1] = U256{}; }

 private:
  static unsigned shift_count(const U256& bits) {
    return bits < U256(256) ? static_cast<unsigned>(bits.low_u64()) : 256;
  }
};

/// What the frame, the transaction and the block say.
struct Reads {
  static void address(U256* top, Frame& f, Machine&) { top[1] = word_of(f.self->address); }
  static void origin(U256* top, Frame&, Machine& m) { top[1] = word_of(m.tx.origin); }
  static void caller(U256* top, Frame& f, Machine&) { top[1] = word_of(f.caller); }
  static void callvalue(U256* top, Frame& f, Machine&) { top[1] = f.value; }
  static void calldataload(U256* top, Frame& f, Machine&) { top[0] = input_word(f.input, top[0]); }
  static void calldatasize(U256* top, Frame& f, Machine&) { top[1] = U256(f.input.size()); }
  static void codesize(U256* top, Frame& f, Machine&) { top[1] = U256(f.code->size); }
  static void gasprice(U256* top, Frame&, Machine& m) { top[1] = m.tx.gas_price; }
  static void returndatasize(U256* top, Frame&, Machine& m) { top[1] = U256(m.return_data.size()); }
  static void blockhash(U256* top, Frame&, Machine& m) { top[0] = recent_hash(m.block, top[0]); }
  static void coinbase(U256* top, Frame&, Machine& m) { top[1] = word_of(m.block.coinbase); }
  static void timestamp(U256* top, Frame&, Machine& m) { top[1] = U256(m.block.timestamp); }
  static void number(U256* top, Frame&, Machine& m) { top[1] = U256(m.block.number); }
  static void prevrandao(U256* top, Frame&, Machine& m) {
    top[1] = U256::from_be(m.block.prev_randao.view());
  }
  static void gaslimit(U256* top, Frame&, Machine& m) { top[1] = U256(m.block.gas_limit); }
  static void chainid(U256* top, Frame&, Machine& m) { top[1] = U256(m.block.chain_id); }
  static void selfbalance(U256* top, Frame& f, Machine&) { top[1] = f.self->now.balance; }
  static void basefee(U256* top, Frame&, Machine& m) { top[1] = m.block.base_fee; }
  static void blobhash(U256* top, Frame&, Machine&) { top[0] = U256{}; }
  static void blobbasefee(U256* top, Frame&, Machine& m) { top[1] = m.block.blob_base_fee; }
  static void msize(U256* top, Frame& f, Machine&) { top[1] = U256(f.memory_size); }

 private:
  static U256 input_word(ByteView input, const U256& offset) {
    if (!offset.fits_u64() || offset.low_u64() >= input.size()) return {};
    const uint64_t start = offset.low_u64(), left = input.size() - start;
    if (left >= 32) return load_word(input.data() + start);
    uint8_t padded[32]{};
    std::memcpy(padded, input.data() + start, static_cast<size_t>(left));
    return load_word(padded);
  }
  static U256 recent_hash(const BlockEnv& block, const U256& number) {
    if (!number.fits_u64() || number.low_u64() >= block.number) return {};
    if (block.number - number.low_u64() > 256 || block.hashes == nullptr) return {};
    return U256::from_be(block.hashes->block_hash(number.low_u64()).view());
  }
};

/// Instructions whose gas depends on more than their byte. Each returns the gas left, negative if
/// the frame must halt.
struct Metered {
  static int64_t mload(U256* top, int64_t gas, Frame& f, Machine& m) {
    gas = m.reach(f, gas, top[0], 32);
    if (gas >= 0) [[likely]]
      top[0] = load_word(f.memory + top[0].low_u64());
    return gas;
  }
  static int64_t mstore(U256* top, int64_t gas, Frame& f, Machine& m) {
    gas = m.reach(f, gas, top[0], 32);
    if (gas >= 0) [[likely]]
      store_word(f.memory + top[0].low_u64(), top[-1]);
    return gas;
  }
  static int64_t mstore8(U256* top, int64_t gas, Frame& f, Machine& m) {
    gas = m.reach(f, gas, top[0], 1);
    if (gas >= 0) [[likely]]
      f.memory[top[0].low_u64()] = static_cast<uint8_t>(top[-1].limbs[0]);
    return gas;
  }

  static int64_t exp(U256* top, int64_t gas, Frame& f, Machine& m);
  static int64_t keccak256(U256* top, int64_t gas, Frame& f, Machine& m);
  static int64_t calldatacopy(U256* top, int64_t gas, Frame& f, Machine& m);
  static int64_t codecopy(U256* top, int64_t gas, Frame& f, Machine& m);
  static int64_t returndatacopy(U256* top, int64_t gas, Frame& f, Machine& m);
  static int64_t mcopy(U256* top, int64_t gas, Frame& f, Machine& m);

  static int64_t balance(U256* top, int64_t gas, Frame& f, Machine& m);
  static int64_t extcodesize(U256* top, int64_t gas, Frame& f, Machine& m);
  static int64_t extcodehash(U256* top, int64_t gas, Frame& f, Machine& m);
  static int64_t extcodecopy(U256* top, int64_t gas, Frame& f, Machine& m);

  static int64_t sload(U256* top, int64_t gas, Frame& f, Machine& m);
  static int64_t sstore(U256* top, int64_t gas, Frame& f, Machine& m);
  static int64_t tload(U256* top, int64_t gas, Frame& f, Machine& m);
  static int64_t tstore(U256* top, int64_t gas, Frame& f, Machine& m);

  template <int kTopics>
  static int64_t log(U256* top, int64_t gas, Frame& f, Machine& m);
  static int64_t log0(U256* t, int64_t gas, Frame& f, Machine& m) { return log<0>(t, gas, f, m); }
  static int64_t log1(U256* t, int64_t gas, Frame& f, Machine& m) { return log<1>(t, gas, f, m); }
  static int64_t log2(U256* t, int64_t gas, Frame& f, Machine& m) { return log<2>(t, gas, f, m); }
  static int64_t log3(U256* t, int64_t gas, Frame& f, Machine& m) { return log<3>(t, gas, f, m); }
  static int64_t log4(U256* t, int64_t gas, Frame& f, Machine& m) { return log<4>(t, gas, f, m); }
};

}  // namespace dovetail::zkevm
