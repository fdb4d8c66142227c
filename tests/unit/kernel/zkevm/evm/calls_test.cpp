#include <gtest/gtest.h>

#include "tests/unit/kernel/zkevm/evm/harness.hpp"

namespace dovetail::zkevm {
namespace {

// CALL, DELEGATECALL and STATICCALL of contract B with no data and room for one word at 0.
#define CALL_B "60205f5f5f5f" PUSH_CONTRACT_B "5af1"
#define CALL_B_WITH_1_WEI "60205f5f5f6001" PUSH_CONTRACT_B "5af1"
#define DELEGATECALL_B "60205f5f5f" PUSH_CONTRACT_B "5af4"
#define RETURN_WORD_0 "60205ff3"

TEST(calls, a_callee_returns_its_output) {
  Harness harness(CALL_B "50" RETURN_WORD_0, "602a" RETURN_TOP);
  EXPECT_EQ(harness.result(), U256(42));
}

TEST(calls, returndata_is_that_of_the_last_call) {
  Harness harness(CALL_B "3d" RETURN_TOP, "60035ff3");
  EXPECT_EQ(harness.result(), U256(3));
}

TEST(calls, returndatacopy_beyond_the_end_halts) {
  EXPECT_TRUE(Harness("60015f5f3e").run().outcome == Outcome::halt);
  EXPECT_TRUE(Harness("5f5f5f3e").run().outcome == Outcome::success);
  EXPECT_TRUE(Harness("5f60015f3e").run().outcome == Outcome::halt);
}

TEST(calls, a_revert_undoes_the_callee_and_gives_back_its_gas_and_data) {
  Harness harness(CALL_B
                  "60015f55"
                  "3d01" RETURN_TOP,
                  "60095f5560205ffd");
  EXPECT_EQ(harness.result(), U256(32));
  EXPECT_TRUE(harness.state().storage(kContractB, 0).is_zero());
  EXPECT_EQ(harness.state().storage(kContractA, 0), U256(1));
  EXPECT_LT(harness.gas_used, 100000);
}

TEST(calls, a_halt_burns_the_gas_of_the_callee_alone) {
  Harness harness(CALL_B RETURN_TOP, "fe");
  EXPECT_EQ(harness.result(), U256{});
  EXPECT_GT(harness.gas_used, 1000000 - 1000000 / 60);
  EXPECT_LT(harness.gas_used, 1000000);
}

TEST(calls, value_moves_with_a_stipend) {
  Harness harness(CALL_B_WITH_1_WEI "50" RETURN_WORD_0, "34" RETURN_TOP);
  EXPECT_EQ(harness.result(), U256(1));
  EXPECT_EQ(harness.state().balance(kContractB), U256(1));
  EXPECT_EQ(harness.state().balance(kContractA), U256(4999));
  Harness stipend("5f5f5f5f6001" PUSH_CONTRACT_B "5ff1" RETURN_TOP, "5a" RETURN_TOP);
  EXPECT_EQ(stipend.result(), U256(1));
}

TEST(calls, a_new_account_costs_25000) {
  Harness harness("5f5f5f5f600161dead5af1");
  harness.run();
  EXPECT_EQ(harness.gas_used, 4 * 2 + 3 + 3 + 2 + 2600 + 9000 + 25000 - 2300);
}

TEST(calls, more_value_than_the_balance_fails_at_once) {
  Harness harness("5f5f5f5f613000" PUSH_CONTRACT_B "5af1" RETURN_TOP, "fe");
  EXPECT_EQ(harness.result(), U256{});
  EXPECT_LT(harness.gas_used, 20000);
}

TEST(calls, delegatecall_keeps_storage_caller_and_value) {
  Harness harness(DELEGATECALL_B "50" RETURN_WORD_0,
                  "60055f553360015534600255"
                  "30" RETURN_TOP);
  const Execution out = harness.run(1000000, {}, 3);
  EXPECT_EQ(U256::from_be(out.output), U256::from_be(kContractA.view()));
  EXPECT_EQ(harness.state().storage(kContractA, 0), U256(5));
  EXPECT_EQ(harness.state().storage(kContractA, 1), U256::from_be(kSender.view()));
  EXPECT_EQ(harness.state().storage(kContractA, 2), U256(3));
}

TEST(calls, a_callee_gets_all_but_a_64th) {
  Harness harness(CALL_B "50" RETURN_WORD_0, "5a" RETURN_TOP);
  const int64_t left = 64000 - (3 + 4 * 2 + 3 + 2) - 2600 - 3;
  EXPECT_EQ(harness.result(64000), U256(static_cast<uint64_t>(left - left / 64 - 2)));
}

// Each level calls itself with all its gas and counts in slot 0 how deep it came.
TEST(calls, depth_ends_at_1024_without_the_native_stack) {
  Harness harness(
      "5f54600101"
      "5f55"
      "5f5f5f5f5f305af1");
  EXPECT_TRUE(harness.run(int64_t{1} << 45).outcome == Outcome::success);
  EXPECT_EQ(harness.state().storage(kContractA, 0), U256(1025));
}

TEST(calls, a_delegation_runs_the_code_of_another) {
  Harness harness("ef0100c00000000000000000000000000000000000000b", "30" RETURN_TOP);
  EXPECT_EQ(harness.result(), U256::from_be(kContractA.view()));
}

TEST(calls, calling_a_delegation_pays_for_both_accounts) {
  Harness harness(CALL_B "00", "ef0100c00000000000000000000000000000000000000c");
  harness.run();
  EXPECT_EQ(harness.gas_used, 3 + 4 * 2 + 3 + 2 + 2600 + 2600 + 3);
}

TEST(calls, identity_precompile) {
  Harness harness(
      "602a5f52"
      "60205f60205f60045afa50"
      "5f51" RETURN_TOP);
  EXPECT_EQ(harness.result(), U256(42));
}

TEST(create, address_of_a_creation) {
  const Address creator = fixed_hex<20>("6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0");
  EXPECT_TRUE(create_address(creator, 0) ==
              fixed_hex<20>("cd234a471b72ba2f1ccf0a70fcaba648a5eecd8d"));
  EXPECT_TRUE(create_address(creator, 1) ==
              fixed_hex<20>("343c43a37d37dff08ae8c4a11544c718abb4fcf8"));
}

// CREATE with the init code in the operand of a PUSH of `size` bytes.
#define CREATE_6(init) \
  "65" init            \
  "5f52"               \
  "6006601a5f"         \
  "f0"
#define CREATE2_6(init) \
  "65" init             \
  "5f52"                \
  "5f6006601a5f"        \
  "f5"

TEST(create, deploys_what_the_init_code_returns) {
  Harness harness(CREATE_6(
      "60fe5f535f5f") "50"
                      "00");
  harness.run();
  const Address made = create_address(kContractA, 1);
  EXPECT_EQ(harness.state().nonce(made), 1u);
  EXPECT_EQ(harness.state().nonce(kContractA), 2u);
  EXPECT_TRUE(harness.state().code(made).empty());
}

// Returns one byte of memory, zero: the code 00.
TEST(create, a_created_contract_has_its_code_and_costs_200_a_byte) {
  Harness harness(CREATE_6("60015ff3fefe") RETURN_TOP);
  EXPECT_EQ(harness.result(), U256::from_be(create_address(kContractA, 1).view()));
  EXPECT_EQ(harness.state().code(create_address(kContractA, 1)).size(), 1u);
  EXPECT_EQ(harness.gas_used, (3 + 2 + 3 + 3) + (3 + 3 + 2) + 32000 + 2 + (3 + 2 + 3 + 200) + 10);
}

TEST(create, code_that_begins_with_ef_is_refused) {
  // MSTORE8(0, 0xef); RETURN(0, 1): nine bytes.
  Harness harness(
      "6860ef5f5360015ff300"
      "5f52"
      "600960175f"
      "f0" RETURN_TOP);
  EXPECT_EQ(harness.result(), U256{});
}

TEST(create, a_second_creation_at_the_same_address_fails) {
  Harness harness(CREATE2_6("60015ff3fefe") "50" CREATE2_6("60015ff3fefe") RETURN_TOP);
  EXPECT_EQ(harness.result(), U256{});
  EXPECT_EQ(harness.state().nonce(kContractA), 3u);
}

TEST(create, init_code_over_its_limit_halts) {
  EXPECT_TRUE(Harness("61c0015f5ff0").run().outcome == Outcome::halt);
  EXPECT_TRUE(Harness("61c0005f5ff0").run().outcome == Outcome::success);
}

TEST(create, revert_data_comes_back_and_nothing_is_made) {
  Harness harness(CREATE_6("60075ffd0000") "3d01" RETURN_TOP);
  EXPECT_EQ(harness.result(), U256(7));
  EXPECT_FALSE(harness.state().exists(create_address(kContractA, 1)));
}

TEST(selfdestruct, only_moves_the_balance_of_an_older_contract) {
  Harness harness(PUSH_CONTRACT_B "ff", "00");
  harness.run();
  harness.state().finish_transaction();
  EXPECT_EQ(harness.state().balance(kContractB), U256(5000));
  EXPECT_EQ(harness.state().code(kContractA).size(), 22u);
}

TEST(selfdestruct, removes_a_contract_made_in_the_same_transaction) {
  // The init code destroys its contract in favour of address 0; 7 wei go there.
  Harness harness(
      "655fff000000005f5260066"
      "01a6007f0"
      "00");
  harness.run();
  const Address made = create_address(kContractA, 1);
  EXPECT_TRUE(harness.state().exists(made));
  harness.state().finish_transaction();
  EXPECT_FALSE(harness.state().exists(made));
  EXPECT_EQ(harness.state().balance(Address{}), U256(7));
}

}  // namespace
}  // namespace dovetail::zkevm
