#pragma once
// Calls of kind da. Contracts: sdk/abi/da.h.

#include "sdk/abi/da.h"
#include "sdk/cpp/cancel.hpp"
#include "sdk/cpp/types.hpp"

namespace dovetail::sdk {

class DaCalls {
 public:
  using Table = dovetail_da_v1;
  static constexpr const char* kId = DOVETAIL_DA_ID;
  DaCalls(const Table* table, dovetail_instance* instance) : table_(table), instance_(instance) {}

  Expected<DaInfo> info() const;
  /// Fails with internal if the blobs are not blobs_count * 131,072 bytes.
  Expected<DaReceipt> publish(const DaBatch& batch, Cancel cancel = {}) const;
  /// Fails with unsupported where the bytes lie in the L1 transaction itself.
  Expected<Bytes> retrieve(ByteView receipt, uint32_t stream, Cancel cancel = {}) const;
  Expected<DaState> status(ByteView receipt) const;

 private:
  const Table* table_;
  dovetail_instance* instance_;
};

}  // namespace dovetail::sdk
