// Each row is a program that leaves one word; the harness returns it.
#include <gtest/gtest.h>

#include "tests/unit/kernel/zkevm/evm/harness.hpp"

namespace dovetail::zkevm {
namespace {

constexpr U256 minus(uint64_t value) {
  return -U256(value);
}

struct Row {
  const char* program;
  U256 result;
};

void expect_all(std::span<const Row> rows) {
  for (const Row& row : rows) {
    char program[200];
    size_t size = 0;
    for (const char* part : {row.program, RETURN_TOP})
      for (const char* c = part; *c != 0; ++c) program[size++] = *c;
    Harness harness({program, size});
    EXPECT_EQ(harness.result(), row.result) << row.program;
  }
}

TEST(opcodes, arithmetic) {
  const Row rows[] = {{"6002600301", 5},             // ADD
                      {"6002600302", 6},             // MUL
                      {"6001600303", 2},             // SUB
                      {"6003600103", minus(2)},      //
                      {"6002600704", 3},             // DIV
                      {"5f600704", 0},               // by zero
                      {"600260075f0305", minus(3)},  // SDIV -7 / 2
                      {"6003600806", 2},             // MOD
                      {"600360085f0307", minus(2)},  // SMOD -8 mod 3
                      {"6008600a600a08", 4},         // ADDMOD
                      {"60085f19600208", 1},         // beyond 2^256: (2 + 2^256 - 1) mod 8
                      {"6008600a600a09", 4},         // MULMOD
                      {"600a60020a", 1024},          // EXP
                      {"5f5f0a", 1},                 // 0^0
                      {"60ff5f0b", minus(1)},        // SIGNEXTEND
                      {"607f5f0b", 127},             //
                      {"60ff601f0b", 255}};          // position 31 changes nothing
  expect_all(rows);
}

TEST(opcodes, sdiv_of_the_least_number_by_minus_one_is_itself) {
  const Row rows[] = {{"60015f03600160ff1b05", U256(1) << 255}};
  expect_all(rows);
}

TEST(opcodes, comparison_and_bits) {
  const Row rows[] = {{"6002600110", 1},               // LT 1 < 2
                      {"6002600111", 0},               // GT
                      {"600160015f0312", 1},           // SLT -1 < 1
                      {"600160015f0313", 0},           // SGT
                      {"6007600714", 1},               // EQ
                      {"6007600814", 0},               //
                      {"5f15", 1},                     // ISZERO
                      {"600c600a16", 8},               // AND
                      {"600c600a17", 14},              // OR
                      {"600c600a18", 6},               // XOR
                      {"5f19", minus(1)},              // NOT
                      {"60ff601f1a", 255},             // BYTE
                      {"60ff60201a", 0},               //
                      {"600160041b", 16},              // SHL
                      {"60016101001b", 0},             // by 256
                      {"601060041c", 1},               // SHR
                      {"60105f0360021d", minus(4)},    // SAR
                      {"60015f036101001d", minus(1)},  // of a negative number by 256
                      {"60011e", 255},                 // CLZ
                      {"5f1e", 256}};
  expect_all(rows);
}

TEST(opcodes, stack) {
  const Row rows[] = {{"600160025f50", 2},  // PUSH0, POP
                      {"6001600281", 1},    // DUP2
                      {"6001600290", 1}};   // SWAP1
  expect_all(rows);
}

TEST(opcodes, stop_ends_with_no_output) {
  Harness harness("600100fe");
  const Execution out = harness.run();
  EXPECT_TRUE(out.outcome == Outcome::success);
  EXPECT_TRUE(out.output.empty());
}

TEST(opcodes, push_of_every_size_reads_its_bytes) {
  for (int size = 1; size <= 32; ++size) {
    char program[2 + 64 + 12];
    uint8_t operand[32];
    for (int i = 0; i < size; ++i) operand[i] = static_cast<uint8_t>(0x11 + i);
    const uint8_t op = static_cast<uint8_t>(0x5f + size);
    hex_encode({&op, 1}, program);
    hex_encode({operand, static_cast<size_t>(size)}, program + 2);
    for (int i = 0; i < 12; ++i) program[2 + 2 * size + i] = RETURN_TOP[i];
    Harness harness({program, static_cast<size_t>(14 + 2 * size)});
    EXPECT_EQ(harness.result(), U256::from_be({operand, static_cast<size_t>(size)})) << size;
  }
}

TEST(opcodes, a_push_cut_off_by_the_end_reads_zeros) {
  Harness harness("5b61ff");  // then STOP
  EXPECT_TRUE(harness.run().outcome == Outcome::success);
}

TEST(opcodes, memory) {
  const Row rows[] = {{"60aa5f525f51", 0xaa},                // MSTORE, MLOAD
                      {"60aa601f5360bb601e535f51", 0xbbaa},  // MSTORE8
                      {"5f51505f51505959", 32},              // MSIZE
                      {"60aa5f5260205f60205e602051", 0xaa},  // MCOPY
                      {"60aa5f5260205f60015e60015150600151", 0xaa}};
  expect_all(rows);
}

TEST(opcodes, keccak256_of_nothing) {
  const Row rows[] = {{"5f5f20", U256::from_be(kEmptyCodeHash.view())}};
  expect_all(rows);
}

TEST(opcodes, environment) {
  Harness harness("3034015a504301460145014201" RETURN_TOP);
  harness.block.number = 1;
  harness.block.chain_id = 2;
  harness.block.gas_limit = 3;
  harness.block.timestamp = 4;
  EXPECT_EQ(harness.result(), U256::from_be(kContractA.view()) + U256(10));
  const Row rows[] = {{"33", U256::from_be(kSender.view())},  // CALLER
                      {"32", U256::from_be(kSender.view())},  // ORIGIN
                      {"3a", 7},                              // GASPRICE
                      {"47", 5000},                           // SELFBALANCE
                      {"3031", 5000},                         // ADDRESS, BALANCE
                      {"38", 7},                              // CODESIZE, with RETURN_TOP
                      {"5f49", 0},                            // BLOBHASH
                      {"4a", 1},                              // BLOBBASEFEE
                      {"6001505858", 4},                      // PC
                      {"303b", 8},                            // EXTCODESIZE
                      {"61dead3f", 0}};                       // EXTCODEHASH of nobody
  expect_all(rows);
}

TEST(opcodes, calldata_beyond_its_end_is_zero) {
  const uint8_t input[] = {1, 2, 3};
  Harness harness("600135" RETURN_TOP);
  const Execution out = harness.run(100000, input);
  EXPECT_EQ(U256::from_be(out.output), U256(0x0203) << 240);
  Harness copies("6020600160003760005160005260205ff3");
  EXPECT_EQ(U256::from_be(copies.run(100000, input).output), U256(0x0203) << 240);
}

TEST(opcodes, blockhash_reaches_back_256_blocks) {
  struct Hashes : BlockHashes {
    Hash256 block_hash(uint64_t number) override { return U256(number).to_be(); }
  } hashes;
  const auto ask = [&](const char* program) {
    Harness harness(program);
    harness.block.number = 1000;
    harness.block.hashes = &hashes;
    return harness.result();
  };
  EXPECT_EQ(ask("6103e740" RETURN_TOP), U256(999));
  EXPECT_EQ(ask("6102e840" RETURN_TOP), U256(744));
  EXPECT_EQ(ask("6102e740" RETURN_TOP), U256{});
  EXPECT_EQ(ask("6103e840" RETURN_TOP), U256{});
}

TEST(opcodes, jumps) {
  const Row rows[] = {{"6004565b5b6007", 7},        // over one byte, onto JUMPDEST
                      {"60016007575bfe5b6008", 8},  // JUMPI taken
                      {"5f600557600950600a", 10}};  // not taken: the target is not looked at
  expect_all(rows);
}

Outcome outcome_of(const char* program, int64_t gas = 100000) {
  return Harness(program).run(gas).outcome;
}

TEST(opcodes, a_jump_must_meet_a_jumpdest_that_is_no_operand) {
  EXPECT_TRUE(outcome_of("600056") == Outcome::halt);
  EXPECT_TRUE(outcome_of("600356605b") == Outcome::halt);
  EXPECT_TRUE(outcome_of("60ff56") == Outcome::halt);
  EXPECT_TRUE(outcome_of("5f1956") == Outcome::halt);
  EXPECT_TRUE(outcome_of("60015f1957") == Outcome::halt);
}

TEST(opcodes, halt_on_underflow_overflow_and_undefined_bytes) {
  EXPECT_TRUE(outcome_of("01") == Outcome::halt);
  EXPECT_TRUE(outcome_of("600101") == Outcome::halt);
  EXPECT_TRUE(outcome_of("6001600290") == Outcome::success);
  EXPECT_TRUE(outcome_of("600190") == Outcome::halt);
  EXPECT_TRUE(outcome_of("600181") == Outcome::halt);
  EXPECT_TRUE(outcome_of("fe") == Outcome::halt);
  EXPECT_TRUE(outcome_of("0c") == Outcome::halt);
  EXPECT_TRUE(outcome_of("5b5f600056") == Outcome::halt);  // pushes until the stack is full
}

TEST(opcodes, the_stack_holds_1024_items) {
  char program[2 * 1025];
  for (size_t i = 0; i < sizeof program; i += 2) program[i] = '5', program[i + 1] = 'f';
  EXPECT_TRUE(Harness({program, 2 * 1024}).run().outcome == Outcome::success);
  EXPECT_TRUE(Harness({program, 2 * 1025}).run().outcome == Outcome::halt);
}

TEST(opcodes, clz_begins_with_osaka) {
  Harness harness("60011e");
  harness.block.revision = Revision::prague;
  EXPECT_TRUE(harness.run().outcome == Outcome::halt);
}

TEST(opcodes, gas_is_exact) {
  Harness harness("6001600201");
  harness.run();
  EXPECT_EQ(harness.gas_used, 9);
  EXPECT_TRUE(outcome_of("6001600201", 9) == Outcome::success);
  EXPECT_TRUE(outcome_of("6001600201", 8) == Outcome::halt);
}

int64_t gas_of(const char* program) {
  Harness harness(program);
  EXPECT_TRUE(harness.run().outcome == Outcome::success);
  return harness.gas_used;
}

TEST(opcodes, gas_of_memory_grows_with_its_square) {
  EXPECT_EQ(gas_of("5f51"), 2 + 3 + 3);
  EXPECT_EQ(gas_of("61ffe051"), 3 + 3 + 3 * 2048 + 2048 * 2048 / 512);
  EXPECT_EQ(gas_of("5f515f51"), 2 * 5 + 3);
  EXPECT_TRUE(outcome_of("5f1951") == Outcome::halt);
  EXPECT_TRUE(outcome_of("5f5f195f5e") == Outcome::success);  // MCOPY of nothing, from anywhere
}

TEST(opcodes, gas_of_operands) {
  EXPECT_EQ(gas_of("61ffff60020a"), 3 + 3 + 10 + 2 * 50);
  EXPECT_EQ(gas_of("60215f20"), 3 + 2 + 30 + 2 * 6 + 2 * 3);
  EXPECT_EQ(gas_of("60215f5f37"), 3 + 2 + 2 + 3 + 2 * 3 + 2 * 3);
  EXPECT_EQ(gas_of("60015f60205fa1"), 3 + 2 + 3 + 2 + 750 + 32 * 8 + 3);
}

TEST(opcodes, a_log_keeps_address_topics_and_data) {
  Harness harness(
      "60aa5f53"
      "6002"
      "6001"
      "6001"
      "5f"
      "a2");
  EXPECT_TRUE(harness.run().outcome == Outcome::success);
  ASSERT_EQ(harness.state().logs().size(), 1u);
  const Log& log = harness.state().logs()[0];
  EXPECT_TRUE(log.address == kContractA);
  ASSERT_EQ(log.topics.size(), 2u);
  EXPECT_EQ(log.topics[0], U256(1));
  EXPECT_EQ(log.topics[1], U256(2));
  ASSERT_EQ(log.data.size(), 1u);
  EXPECT_EQ(int(log.data[0]), 0xaa);
}

}  // namespace
}  // namespace dovetail::zkevm
