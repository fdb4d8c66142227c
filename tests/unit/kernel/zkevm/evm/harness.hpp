#pragma once
// A few contracts from hexadecimal programs, and a message to the first of them.

#include <string_view>

#include "kernel/zkevm/evm/evm.hpp"
#include "sdk/base/hex.hpp"
#include "tests/unit/kernel/zkevm/memory_reader.hpp"

namespace dovetail::zkevm {

/// @return an address like no precompile's: c0, zeros, n.
constexpr Address contract_number(uint8_t n) {
  Address out = address_number(n);
  out.bytes[0] = 0xc0;
  return out;
}

inline constexpr Address kSender = contract_number(0xff);
/// Programs name the contracts by these: PUSH20.
#define PUSH_CONTRACT_A "73c00000000000000000000000000000000000000a"
#define PUSH_CONTRACT_B "73c00000000000000000000000000000000000000b"
inline constexpr Address kContractA = contract_number(0x0a), kContractB = contract_number(0x0b);
/// Returns the top of the stack.
#define RETURN_TOP "5f5260205ff3"

class Harness {
 public:
  explicit Harness(std::string_view program_a, std::string_view program_b = {})
      : arena_(fresh_arena<size_t{1} << 26>()),
        state_(with_contracts(program_a, program_b), arena_) {}

  Execution run(int64_t gas = 1000000, ByteView input = {}, const U256& value = {}) {
    Message message;
    message.caller = kSender;
    message.target = kContractA;
    message.value = value;
    message.input = input;
    message.gas = gas;
    state_.warm_up(state_.entry(kContractA));
    const Execution out = execute_message(state_, block, {kSender, 7}, message);
    gas_used = gas - out.gas_left;
    return out;
  }
  /// @return the first word of the output; all ones if there is none.
  U256 result(int64_t gas = 1000000) {
    const Execution out = run(gas);
    return out.output.size() >= 32 ? U256::from_be(out.output.first(32)) : ~U256{};
  }
  State& state() { return state_; }

  BlockEnv block;
  int64_t gas_used = 0;

 private:
  ByteView bytes_of(std::string_view hex) {
    const MutableBytes out{arena_.allocate(hex.size() / 2), hex.size() / 2};
    DOVETAIL_ASSERT(static_cast<bool>(hex_decode(hex, out)));
    return out;
  }
  MemoryReader& with_contracts(std::string_view a, std::string_view b) {
    reader_.put(kSender, 1, 1000000);
    reader_.put(kContractA, 1, 5000, bytes_of(a));
    if (!b.empty()) reader_.put(kContractB, 1, 0, bytes_of(b));
    return reader_;
  }

  Arena& arena_;
  MemoryReader reader_;
  State state_;
};

}  // namespace dovetail::zkevm
