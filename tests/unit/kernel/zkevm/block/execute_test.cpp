#include "kernel/zkevm/block/execute.hpp"

#include <gtest/gtest.h>

#include "kernel/zkevm/evm/gas.hpp"
#include "tests/unit/kernel/zkevm/memory_reader.hpp"

namespace dovetail::zkevm {
namespace {

constexpr Address contract(uint8_t n) {
  Address out = address_number(n);
  out.bytes[0] = 0xc0;
  return out;
}
constexpr Address kSender = contract(1), kReceiver = contract(2), kCoinbase = contract(3),
                  kClears = contract(4), kReverts = contract(5), kDelegating = contract(6);
constexpr U256 kEther = 1000000000000000000;
constexpr uint64_t kBlockGas = 30000000;

constexpr uint8_t kClearsCode[] = {0x5f, 0x5f, 0x55};         // slot 0 := 0
constexpr uint8_t kRevertsCode[] = {0x60, 0x01, 0x5f, 0xfd};  // one byte of output
constexpr auto kDelegation = fixed_hex<23>("ef0100c000000000000000000000000000000000000002");

struct World {
  World() : arena(fresh_arena<size_t{1} << 24>()), state(reader, arena) {
    reader.put(kSender, 5, kEther);
    reader.put(kClears, 1, 0, kClearsCode);
    reader.put_slot(kClears, 0, 1);
    reader.put(kReverts, 1, 0, kRevertsCode);
    reader.put(kDelegating, 0, kEther, kDelegation.view());
    block.chain_id = 9;
    block.base_fee = 10;
    block.coinbase = kCoinbase;
    tx.chain_id = 9;
    tx.type = TxType::dynamic_fee;
    tx.nonce = 5;
    tx.max_fee_per_gas = 15;
    tx.max_priority_fee_per_gas = 2;
    tx.gas_limit = 100000;
    tx.to = kReceiver;
    tx.value = 1000;
    tx.sender = kSender;
  }
  TxResult run(const ExecuteOptions& options = {}) {
    return execute_transaction(state, block, tx, kBlockGas, options);
  }
  TxError error(const ExecuteOptions& options = {}) { return run(options).error; }

  Arena& arena;
  MemoryReader reader;
  State state;
  BlockEnv block;
  Transaction tx;
};

TEST(execute, a_transfer_pays_value_price_and_tip) {
  World world;
  const TxResult result = world.run();
  EXPECT_TRUE(result.error == TxError::none);
  EXPECT_TRUE(result.outcome == Outcome::success);
  EXPECT_EQ(result.gas_used, 21000u);
  EXPECT_EQ(result.effective_gas_price, U256(12));
  EXPECT_EQ(world.state.balance(kReceiver), U256(1000));
  EXPECT_EQ(world.state.balance(kCoinbase), U256(2 * 21000));
  EXPECT_EQ(world.state.balance(kSender), kEther - U256(1000 + 12 * 21000));
  EXPECT_EQ(world.state.nonce(kSender), 6u);
}

TEST(execute, the_base_fee_goes_to_coinbase_where_the_chain_says_so) {
  World world;
  world.block.base_fee_to_coinbase = true;
  EXPECT_EQ(world.run().gas_used, 21000u);
  EXPECT_EQ(world.state.balance(kCoinbase), U256(12 * 21000));
  EXPECT_EQ(world.state.balance(kSender), kEther - U256(1000 + 12 * 21000));
}

TEST(execute, the_price_is_at_most_the_highest_fee) {
  World world;
  world.tx.max_priority_fee_per_gas = 15;
  EXPECT_EQ(world.run().effective_gas_price, U256(15));
}

TEST(execute, a_refund_is_at_most_a_fifth) {
  World world;
  world.tx.to = kClears;
  world.tx.value = 0;
  const TxResult result = world.run();
  const uint64_t before = 21000 + 2 + 2 + 5000;
  EXPECT_EQ(result.gas_refunded, 4800u);
  EXPECT_EQ(result.gas_used, before - 4800);
  EXPECT_TRUE(before / gas::kRefundQuotient > 4800);
}

TEST(execute, a_revert_keeps_nonce_and_fee_but_nothing_else) {
  World world;
  world.tx.to = kReverts;
  const TxResult result = world.run();
  EXPECT_TRUE(result.outcome == Outcome::revert);
  EXPECT_EQ(result.output.size(), 1u);
  EXPECT_TRUE(world.state.balance(kReverts).is_zero());
  EXPECT_EQ(world.state.nonce(kSender), 6u);
  EXPECT_EQ(world.state.balance(kSender), kEther - U256(12 * result.gas_used));
}

TEST(execute, a_creation_makes_a_contract_at_the_address_of_its_nonce) {
  World world;
  const uint8_t init[] = {0x60, 0x01, 0x5f, 0xf3};  // returns one zero byte
  world.tx.to.reset();
  world.tx.data = init;
  const TxResult result = world.run();
  ASSERT_TRUE(result.created.has_value());
  EXPECT_TRUE(*result.created == create_address(kSender, 5));
  EXPECT_EQ(world.state.code(*result.created).size(), 1u);
  EXPECT_EQ(result.output.size(), 1u);
  EXPECT_EQ(result.gas_used, 53000u + 3 * 16 + 16 + 2 + 3 + 2 + 3 + 200);
}

TEST(execute, data_has_a_floor_price) {
  World world;
  uint8_t data[100];
  for (uint8_t& byte : data) byte = 1;
  world.tx.data = data;
  EXPECT_EQ(world.run().gas_used, 21000u + 10 * 400);
  const IntrinsicGas gas = intrinsic_gas(world.tx, Revision::osaka);
  EXPECT_EQ(gas.base, 21000u + 16 * 100);
  EXPECT_EQ(gas.floor, 21000u + 40 * 100);
}

TEST(execute, an_access_list_is_paid_and_warms) {
  World world;
  const U256 slots[] = {0};
  const AccessEntry list[] = {{kClears, slots}};
  world.tx.access_list = list;
  world.tx.to = kClears;
  world.tx.value = 0;
  EXPECT_EQ(world.run().gas_used, 21000u + 2400 + 1900 + 4 + 2900 - 4800);
}

TEST(execute, each_rule_has_its_error) {
  const auto expect = [](TxError error, auto&& change) {
    World world;
    change(world);
    const size_t checkpoint = world.state.checkpoint();
    EXPECT_TRUE(world.error() == error) << text(error);
    EXPECT_EQ(world.state.checkpoint(), checkpoint);
    EXPECT_EQ(world.state.nonce(kSender), 5u);
  };
  expect(TxError::wrong_chain_id, [](World& w) { w.tx.chain_id = 8; });
  expect(TxError::nonce_too_low, [](World& w) { w.tx.nonce = 4; });
  expect(TxError::nonce_too_high, [](World& w) { w.tx.nonce = 6; });
  expect(TxError::sender_has_code, [](World& w) { w.tx.sender = kClears, w.tx.nonce = 1; });
  expect(TxError::intrinsic_gas_too_low, [](World& w) { w.tx.gas_limit = 20999; });
  expect(TxError::gas_limit_over_block, [](World& w) {
    w.tx.gas_limit = kBlockGas + 1;
    w.block.revision = Revision::prague;
  });
  expect(TxError::gas_limit_over_cap, [](World& w) { w.tx.gas_limit = (1 << 24) + 1; });
  expect(TxError::fee_below_base_fee, [](World& w) { w.tx.max_fee_per_gas = 9; });
  expect(TxError::priority_fee_over_fee, [](World& w) { w.tx.max_priority_fee_per_gas = 16; });
  expect(TxError::insufficient_funds, [](World& w) { w.tx.value = kEther; });
}

TEST(execute, the_floor_of_the_data_must_be_covered) {
  World world;
  uint8_t data[1000];
  for (uint8_t& byte : data) byte = 1;
  world.tx.data = data;
  world.tx.gas_limit = 21000 + 40 * 1000 - 1;
  EXPECT_TRUE(world.error() == TxError::intrinsic_gas_too_low);
  world.tx.gas_limit += 1;
  EXPECT_TRUE(world.error() == TxError::none);
}

TEST(execute, a_cost_over_256_bits_is_no_cost_that_anybody_can_pay) {
  World world;
  world.tx.max_fee_per_gas = ~U256{};
  EXPECT_TRUE(world.error() == TxError::insufficient_funds);
  world.tx.max_fee_per_gas = 15;
  world.tx.value = ~U256{};
  EXPECT_TRUE(world.error() == TxError::insufficient_funds);
}

TEST(execute, the_last_nonce_cannot_be_used) {
  World world;
  world.state.set_nonce(kSender, ~uint64_t{0});
  world.tx.nonce = ~uint64_t{0};
  EXPECT_TRUE(world.error() == TxError::nonce_at_maximum);
}

TEST(execute, init_code_has_a_limit) {
  World world;
  const std::span<uint8_t> data = world.arena.make<uint8_t>(gas::kInitCodeSizeMax + 1);
  world.tx.to.reset();
  world.tx.gas_limit = 1000000;
  world.tx.data = data;
  EXPECT_TRUE(world.error() == TxError::init_code_too_large);
  world.tx.data = data.first(gas::kInitCodeSizeMax);
  EXPECT_TRUE(world.error() == TxError::none);
}

TEST(execute, a_sender_may_have_delegated) {
  World world;
  world.tx.sender = kDelegating;
  world.tx.nonce = 0;
  EXPECT_TRUE(world.error() == TxError::none);
}

TEST(execute, a_simulation_skips_what_its_options_name) {
  World world;
  world.tx.nonce = 77;
  world.tx.max_fee_per_gas = 0;
  world.tx.max_priority_fee_per_gas = 0;
  world.tx.value = kEther + kEther;
  world.tx.gas_limit = 20000000;
  ExecuteOptions options;
  options.skip_nonce_check = options.skip_balance_check = options.skip_base_fee_check = true;
  EXPECT_TRUE(world.error(options) == TxError::gas_limit_over_cap);
  options.skip_gas_cap = true;
  EXPECT_TRUE(world.error(options) == TxError::none);
  EXPECT_EQ(world.state.balance(kReceiver), kEther + kEther);
  world.tx.sender = kClears;
  EXPECT_TRUE(world.error(options) == TxError::sender_has_code);
  options.skip_code_check = true;
  EXPECT_TRUE(world.error(options) == TxError::none);
}

TEST(execute, rolled_back_transactions_leave_nothing) {
  World world;
  const State::Savepoint savepoint = world.state.savepoint();
  const TxResult first = world.run();
  world.tx.nonce = 6;
  world.run();
  world.state.rollback(savepoint);
  EXPECT_EQ(world.state.nonce(kSender), 5u);
  EXPECT_EQ(world.state.balance(kSender), kEther);
  EXPECT_FALSE(world.state.exists(kReceiver));
  world.tx.nonce = 5;
  const TxResult again = world.run();
  EXPECT_EQ(again.gas_used, first.gas_used);
}

}  // namespace
}  // namespace dovetail::zkevm
