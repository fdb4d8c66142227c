#pragma once
// What a byte of pubdata and the other resources cost, from what L1 asks (fee model: pubdata price
// = gas per byte * L1 base fee).
//
// Gas per byte: 40 is what a non-zero byte of calldata costs in a transaction that is mostly
// calldata (EIP-7623's floor), as commits of da/rollup are, and the default. The ZK Stack's
// Mailbox charges L1->L2 transactions 17 (16, and a part of the overhead). A validium takes 0.

#include "sdk/cpp/types.hpp"

namespace dovetail::plugins::l1_gas {

struct Config {
  uint32_t poll_ms = 5'000;
  uint32_t blocks = 10;  ///< whose base fees' median is taken
  uint32_t pubdata_gas_per_byte = 40;
  uint32_t multiplier_percent = 100;  ///< of the L1 fees, so of the pubdata price: room for a rise
  U256 native_price = 1'000'000;      ///< wei per unit of native resource
  uint64_t ratio_numerator = 1;       ///< base token per ETH
  uint64_t ratio_denominator = 1;
};

/// Fails with invalid_argument, naming the key.
Expected<Config> parse_config(std::string_view json);

/// @param block  the L1 head, named in source.  @return prices of age 0. Fails with corrupt if a
/// fee of L1 is 2^128 wei or more.
Expected<sdk::Fees> price(const Config& config, const sdk::L1Fees& l1, uint64_t block);

}  // namespace dovetail::plugins::l1_gas
