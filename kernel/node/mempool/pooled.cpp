#include "kernel/node/mempool/pooled.hpp"

#include <algorithm>

#include "sdk/base/arena.hpp"

namespace dovetail::node {

Expected<TxRef> PooledTransaction::decode(ByteView raw) {
  auto out = std::shared_ptr<PooledTransaction>(new PooledTransaction());
  out->raw_ = to_bytes(raw);
  // An access list of the densest form is 33 bytes a slot in RLP and 32 in memory; entries are 22 against 48. The signing
  // payload is about as long as raw. Both together stay far below this.
  out->memory_.resize(8 * raw.size() + 4096);
  Arena arena(out->memory_);
  auto tx = zkevm::decode_transaction(out->raw_, arena);
  if (!tx) return Failure(tx.error());
  out->tx_ = *tx;
  const auto mark = arena.mark();
  auto sender = zkevm::recover_sender(out->tx_, arena);
  if (!sender) return Failure(sender.error());
  arena.release(mark);
  out->tx_.sender = *sender;
  return TxRef(std::move(out));
}

U256 PooledTransaction::tip(const U256& base_fee) const {
  if (tx_.max_fee_per_gas < base_fee) return {};
  return std::min(tx_.max_priority_fee_per_gas, tx_.max_fee_per_gas - base_fee);
}

}  // namespace dovetail::node
