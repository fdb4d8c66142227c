#include "kernel/node/mempool/pooled.hpp"

#include <algorithm>

#include "sdk/base/arena.hpp"

namespace dovetail::node {
namespace {

/// Enough for decoding and for the signing payload, both of which copy lists a few times while they
/// grow; the densest access list takes a third of it (tests/unit/kernel/node/pooled_test.cpp).
size_t scratch_bytes(ByteView raw) {
  return 64 * raw.size() + 4096;
}

}  // namespace

Expected<std::shared_ptr<PooledTransaction>> PooledTransaction::parse(ByteView raw) {
  if (raw.size() > kTransactionBytesMax)
    return Failure(Status::invalid_argument, "oversized data: transaction size " +
                                                 std::to_string(raw.size()) + ", limit " +
                                                 std::to_string(kTransactionBytesMax));
  std::shared_ptr<PooledTransaction> out(new PooledTransaction());
  out->raw_ = to_bytes(raw);
  Bytes scratch(scratch_bytes(raw));
  Arena measured(scratch);
  if (auto tx = zkevm::decode_transaction(out->raw_, measured); !tx) return Failure(tx.error());
  out->memory_.resize(measured.used());  // decoding takes the same memory each time
  Arena arena(out->memory_);
  auto tx = zkevm::decode_transaction(out->raw_, arena);
  if (!tx) return Failure(tx.error());
  out->tx_ = *tx;
  return out;
}

Expected<TxRef> PooledTransaction::decode(ByteView raw) {
  auto out = parse(raw);
  if (!out) return out.error();
  Bytes scratch(scratch_bytes(raw));
  Arena arena(scratch);
  auto sender = zkevm::recover_sender((*out)->tx_, arena);
  if (!sender) return Failure(sender.error());
  (*out)->tx_.sender = *sender;
  return TxRef(std::move(*out));
}

Expected<TxRef> PooledTransaction::restore(ByteView raw, const Address& sender) {
  auto out = parse(raw);
  if (!out) return out.error();
  (*out)->tx_.sender = sender;
  return TxRef(std::move(*out));
}

U256 PooledTransaction::tip(const U256& base_fee) const {
  if (tx_.max_fee_per_gas < base_fee) return {};
  return std::min(tx_.max_priority_fee_per_gas, tx_.max_fee_per_gas - base_fee);
}

}  // namespace dovetail::node
