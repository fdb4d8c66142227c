#pragma once
// A transaction that owns its bytes: decoded once, its sender recovered once, shared by whoever
// needs it.

#include <memory>

#include "kernel/zkevm/block/transaction.hpp"
#include "sdk/cpp/text.hpp"

namespace dovetail::node {

/// What the network takes of one transaction, as geth does.
inline constexpr size_t kTransactionBytesMax = 128 << 10;

class PooledTransaction {
 public:
  /// Decodes raw (network form) and recovers the sender. Fails with the decoder's text.
  static Expected<std::shared_ptr<const PooledTransaction>> decode(ByteView raw);
  /// As decode, for bytes from the node's own database whose sender is known.
  static Expected<std::shared_ptr<const PooledTransaction>> restore(ByteView raw,
                                                                    const Address& sender);

  const zkevm::Transaction& tx() const { return tx_; }
  const Bytes& raw() const { return raw_; }
  /// What it takes in memory, bytes.
  size_t size_bytes() const { return raw_.size() + memory_.size(); }
  /// wei per gas that goes to the fee collector at this base fee; zero when max_fee is below it.
  U256 tip(const U256& base_fee) const;

 private:
  PooledTransaction() = default;
  static Expected<std::shared_ptr<PooledTransaction>> parse(ByteView raw);
  Bytes raw_;
  Bytes memory_;  ///< the arena that tx_'s lists lie in
  zkevm::Transaction tx_;
};

using TxRef = std::shared_ptr<const PooledTransaction>;

}  // namespace dovetail::node
