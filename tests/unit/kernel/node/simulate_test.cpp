// Calls that no gas limit lets end the node, and the memory that they run in.

#include "kernel/node/simulate.hpp"

#include "kernel/node/block/memory.hpp"
#include "tests/unit/kernel/node/chain_fixture.hpp"

namespace dovetail::node {
namespace {

class Simulate : public ChainTest {};

TEST_F(Simulate, gives_no_more_gas_than_its_memory_can_hold) {
  SimulateOptions options;
  options.gas_max = uint64_t{1} << 60;
  const Address target{{9}};
  // Returns GAS.
  options.overrides[target].code = Bytes{0x5a, 0x5f, 0x52, 0x60, 0x20, 0x5f, 0xf3};
  CallRequest request;
  request.to = target;
  const auto outcome = simulate(*chain_, request, 0, options);
  ASSERT_TRUE(outcome) << outcome.error().text;
  ASSERT_EQ(outcome->output.size(), 32u);
  EXPECT_LE(U256::from_be(outcome->output), U256(kExecutionBytes / kArenaBytesPerGasMax));
}

TEST_F(Simulate, ends_a_program_that_only_takes_memory) {
  SimulateOptions options;
  options.gas_max = uint64_t{1} << 60;
  const Address target{{9}};
  // Writes transient slots for as long as there is gas: JUMPDEST GAS DUP1 TSTORE PUSH0 JUMP.
  options.overrides[target].code = Bytes{0x5b, 0x5a, 0x80, 0x5d, 0x5f, 0x56};
  CallRequest request;
  request.to = target;
  request.gas = 20'000'000;
  const auto outcome = simulate(*chain_, request, 0, options);
  ASSERT_TRUE(outcome) << outcome.error().text;
  EXPECT_NE(outcome->outcome, zkevm::Outcome::success);
}

TEST(reserved_memory, is_smaller_where_the_system_refuses_more) {
  constexpr size_t kTooMuch = size_t{1} << 62;
  const auto reserved = ReservedMemory::reserve(kTooMuch, size_t{1} << 20);
  ASSERT_TRUE(reserved);
  EXPECT_LT(reserved->bytes().size(), kTooMuch);
  const auto refused = ReservedMemory::reserve(kTooMuch, kTooMuch);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().status, Status::resource_exhausted);
}

}  // namespace
}  // namespace dovetail::node
