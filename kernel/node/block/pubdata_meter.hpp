#pragma once
// How much pubdata a block's changes may take: an upper bound that is cheap after every
// transaction.
//
// Between exact counts it trusts gas: no instruction writes a byte of state for less than
// kGasPerByteMin gas. Only when that bound reaches the limit are the changes counted, so that a
// block of plain computation costs no counting at all.

#include "kernel/zkevm/state/state.hpp"

namespace dovetail::node {

/// Upper bounds of one entry's encoding (kernel/zkevm/system/pubdata.hpp), bytes.
inline constexpr uint64_t kSlotBytesMax = 32 + 1 + 32;
inline constexpr uint64_t kAccountBytesMax = 20 + 1 + 9 + 33 + 32 + 8;
inline constexpr uint64_t kCodeBytesOverhead = 4 + 32 + 1;

/// A new slot costs 22,100 gas for 65 bytes, a code byte 200; the cheapest is a change of a slot
/// that was read before: 2,900 for 65 bytes. A fifth of the gas may be refunded.
inline constexpr uint64_t kGasPerByteMin = 30;
/// What every transaction writes beside its gas: sender, recipient, fee collector.
inline constexpr uint64_t kTransferBytesMax = 3 * kAccountBytesMax;

class PubdataMeter {
 public:
  PubdataMeter(zkevm::State& state, uint64_t limit) : state_(state), limit_(limit) {}

  /// Notes a transaction that has just finished.  @return false if the block now takes more than
  /// the limit.
  bool add(uint64_t gas_used);
  uint64_t bytes() const { return bytes_; }

 private:
  zkevm::State& state_;
  uint64_t limit_;
  uint64_t bytes_ = 0;
};

/// @return an upper bound of the encoding of all of state's changes, bytes.
uint64_t count_pubdata(zkevm::State& state);

}  // namespace dovetail::node
