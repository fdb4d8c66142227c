#pragma once
// Calls of kind l1. Contracts: sdk/abi/l1.h.

#include "sdk/abi/l1.h"
#include "sdk/cpp/cancel.hpp"
#include "sdk/cpp/types.hpp"

namespace dovetail::sdk {

class L1Calls {
 public:
  using Table = dovetail_l1_v1;
  static constexpr const char* kId = DOVETAIL_L1_ID;
  L1Calls(const Table* table, dovetail_instance* instance) : table_(table), instance_(instance) {}

  Expected<L1Identity> identity(Cancel cancel = {}) const;
  Expected<L1Block> head(L1Tag tag, Cancel cancel = {}) const;
  /// Fails with not_found above the head.
  Expected<L1Block> block(uint64_t number, Cancel cancel = {}) const;
  Expected<std::vector<L1Log>> logs(const L1Filter& filter, Cancel cancel = {}) const;
  /// Fails with not_found while not mined.
  Expected<L1Receipt> receipt(const Hash256& tx_hash, Cancel cancel = {}) const;
  /// Fails with not_found if neither pool nor chain has it.
  Expected<Bytes> transaction(const Hash256& tx_hash, Cancel cancel = {}) const;
  Expected<L1Account> account(const Address& address, Cancel cancel = {}) const;
  Expected<Bytes> code(const Address& address, Cancel cancel = {}) const;
  /// A revert is a result, not a failure.
  Expected<L1CallResult> call(const L1Call& call, Cancel cancel = {}) const;
  Expected<L1GasEstimate> estimate_gas(const L1Call& call, Cancel cancel = {}) const;
  /// Fails with conflict on a nonce too low or an underpriced replacement.
  Expected<void> send(ByteView signed_tx, Cancel cancel = {}) const;
  Expected<L1Fees> fees(uint32_t blocks_count, Cancel cancel = {}) const;

 private:
  const Table* table_;
  dovetail_instance* instance_;
};

}  // namespace dovetail::sdk
