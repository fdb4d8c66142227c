#pragma once
// The settler's own L1 transactions: EIP-1559 (type 2), signed here.

#include <optional>

#include "sdk/cpp/text.hpp"
#include "sdk/crypto/native/signing.hpp"

namespace dovetail::node {

struct L1Transaction {
  uint64_t chain_id = 0;
  uint64_t nonce = 0;
  U256 max_priority_fee_per_gas;  ///< wei
  U256 max_fee_per_gas;           ///< wei
  uint64_t gas_limit = 0;
  std::optional<Address> to;  ///< absent: creates a contract
  U256 value;                 ///< wei
  Bytes data;
};

struct SignedL1Transaction {
  Bytes raw;  ///< network form
  Hash256 hash;
};

SignedL1Transaction sign(const L1Transaction& tx, const SigningKey& key);

/// @return the address of the contract that this sender creates with this nonce.
Address created_address(const Address& sender, uint64_t nonce);

}  // namespace dovetail::node
