#include "kernel/node/block/pubdata_meter.hpp"

namespace dovetail::node {
namespace {

class Counter final : public zkevm::ChangeVisitor {
 public:
  void account(const zkevm::AccountChange& change) override {
    bytes += kAccountBytesMax;
    if (!change.new_code.empty()) bytes += kCodeBytesOverhead + change.new_code.size();
  }
  void storage(const zkevm::StorageChange&) override { bytes += kSlotBytesMax; }

  uint64_t bytes = 0;
};

}  // namespace

uint64_t count_pubdata(zkevm::State& state) {
  Counter counter;
  state.visit_changes(counter);
  return counter.bytes;
}

bool PubdataMeter::add(uint64_t gas_used) {
  bytes_ += gas_used / kGasPerByteMin + kTransferBytesMax;
  if (bytes_ > limit_) bytes_ = count_pubdata(state_);
  return bytes_ <= limit_;
}

}  // namespace dovetail::node
