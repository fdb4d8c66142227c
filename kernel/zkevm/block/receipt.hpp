#pragma once
// Receipts and their logs bloom. Source: Yellow Paper 4.3.1; EIP-658, EIP-2718.

#include "kernel/zkevm/block/transaction.hpp"
#include "kernel/zkevm/state/state.hpp"

namespace dovetail::zkevm {

using Bloom = FixedBytes<256>;

struct Receipt {
  TxType type = TxType::legacy;
  bool success = false;
  uint64_t cumulative_gas_used = 0;  ///< of the block, up to and with this transaction
  std::span<const Log> logs;
};

/// Sets the three bits of each address and topic.
void add_to_bloom(Bloom& bloom, std::span<const Log> logs);

/// @return rlp of the list of logs, in the arena.
ByteView encode_logs(std::span<const Log> logs, Arena& arena);

/// @return the receipt as the receipts trie holds it: the type's byte, unless legacy, then rlp. In
/// the arena.
ByteView encode_receipt(const Receipt& receipt, Arena& arena);

}  // namespace dovetail::zkevm
