#pragma once
// Kind l1: the settlement chain, read and written. Contract: sdk/abi/l1.h. Every method is
// [worker].

#include "sdk/cpp/instance.hpp"

namespace dovetail::sdk {

class L1 : public Instance {
 public:
  virtual Expected<L1Identity> identity(Cancel cancel) = 0;
  virtual Expected<L1Block> head(L1Tag tag, Cancel cancel) = 0;
  /// Fails with not_found above the head.
  virtual Expected<L1Block> block(uint64_t number, Cancel cancel) = 0;
  /// In chain order.
  virtual Expected<std::vector<L1Log>> logs(const L1Filter& filter, Cancel cancel) = 0;
  /// Fails with not_found while not mined.
  virtual Expected<L1Receipt> receipt(const Hash256& tx_hash, Cancel cancel) = 0;
  /// The network form. Fails with not_found if neither pool nor chain has it.
  virtual Expected<Bytes> transaction(const Hash256& tx_hash, Cancel cancel) = 0;
  virtual Expected<L1Account> account(const Address& address, Cancel cancel) = 0;
  virtual Expected<Bytes> code(const Address& address, Cancel cancel) = 0;
  virtual Expected<L1CallResult> call(const L1Call& call, Cancel cancel) = 0;
  virtual Expected<L1GasEstimate> estimate_gas(const L1Call& call, Cancel cancel) = 0;
  /// Sending what pool or chain has already succeeds. Fails with conflict on a nonce too low or an
  /// underpriced replacement.
  virtual Expected<void> send(ByteView signed_tx, Cancel cancel) = 0;
  virtual Expected<L1Fees> fees(uint32_t blocks_count, Cancel cancel) = 0;

  const void* kind_interface(std::string_view id) override;
};

}  // namespace dovetail::sdk
