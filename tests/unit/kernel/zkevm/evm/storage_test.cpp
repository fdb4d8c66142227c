// Storage, its gas (EIP-2200, 2929, 3529) and transient storage (EIP-1153).
#include <gtest/gtest.h>

#include "tests/unit/kernel/zkevm/evm/harness.hpp"

namespace dovetail::zkevm {
namespace {

TEST(storage, a_slot_is_cold_once) {
  Harness harness("5f545f54");
  harness.run();
  EXPECT_EQ(harness.gas_used, 2 + 2100 + 2 + 100);
}

TEST(storage, a_reverted_access_is_cold_again) {
  Harness harness("5f5f5f5f5f" PUSH_CONTRACT_B
                  "5af1"
                  "5f5f5f5f5f" PUSH_CONTRACT_B
                  "5af1"
                  "00",
                  "5f54505f5ffd");
  harness.run();
  const int64_t call = 5 * 2 + 3 + 2, callee = 2 + 2100 + 2 + 2 + 2;
  EXPECT_EQ(harness.gas_used, 2 * (call + callee) + 2600 + 100);
}

struct Row {
  uint64_t original;
  const char* program;
  int64_t gas;
  int64_t refund;
};

// The table of EIP-3529, one row a sequence of values written to slot 0; the first access is cold.
TEST(storage, sstore_costs_and_refunds) {
  const Row rows[] = {{0, "5f5f55", 4 + 2200, 0},
                      {0, "60015f55", 5 + 22100, 0},
                      {0, "60015f555f5f55", 5 + 22100 + 4 + 100, 19900},
                      {0, "60015f5560025f55", 10 + 22100 + 100, 0},
                      {1, "5f5f55", 4 + 5000, 4800},
                      {1, "60025f55", 5 + 5000, 0},
                      {1, "5f5f5560015f55", 9 + 5000 + 100, 2800},
                      {1, "60025f5560015f55", 10 + 5000 + 100, 2800},
                      {1, "60025f555f5f55", 9 + 5000 + 100, 4800},
                      {1, "5f5f5560025f55", 9 + 5000 + 100, 0},
                      {1, "60015f55", 5 + 2200, 0}};
  for (const Row& row : rows) {
    Harness harness(row.program);
    harness.state().set_storage(kContractA, 0, row.original);
    harness.state().finish_transaction();
    EXPECT_TRUE(harness.run().outcome == Outcome::success);
    EXPECT_EQ(harness.gas_used, row.gas) << row.program;
    EXPECT_EQ(harness.state().refund(), row.refund) << row.program;
  }
}

TEST(storage, sstore_needs_more_than_the_stipend) {
  Harness harness("5f5f55");
  EXPECT_TRUE(harness.run(4 + 2300).outcome == Outcome::halt);
  EXPECT_TRUE(harness.run(4 + 2301).outcome == Outcome::success);
}

TEST(storage, transient_storage_ends_with_the_transaction) {
  Harness harness("5f5c60075f5d5f5c600a0201" RETURN_TOP);
  EXPECT_EQ(harness.result(), U256(70));
  EXPECT_EQ(harness.result(), U256(77));
  harness.state().finish_transaction();
  EXPECT_EQ(harness.result(), U256(70));
}

TEST(storage, a_static_call_may_not_write) {
  for (const char* program : {"60015f55", "60015f5d", "5f5fa0", "5f5f5ff0", "5fff"}) {
    Harness harness("5f5f5f5f" PUSH_CONTRACT_B "61fffffa" RETURN_TOP, program);
    EXPECT_EQ(harness.result(), U256{}) << program;
    EXPECT_GT(harness.gas_used, 0xffff) << program;  // the callee burnt all that it was given
  }
}

}  // namespace
}  // namespace dovetail::zkevm
