#pragma once
// Calls of kind fee_oracle. Contracts: sdk/abi/fee_oracle.h.

#include "sdk/abi/fee_oracle.h"
#include "sdk/cpp/cancel.hpp"
#include "sdk/cpp/types.hpp"

namespace dovetail::sdk {

class FeeOracleCalls {
 public:
  using Table = dovetail_fee_oracle_v1;
  static constexpr const char* kId = DOVETAIL_FEE_ORACLE_ID;
  FeeOracleCalls(const Table* table, dovetail_instance* instance)
      : table_(table), instance_(instance) {}

  /// Fails with unavailable if there is no sample yet, with internal if the ratio has a zero in it.
  Expected<Fees> sample(Cancel cancel = {}) const;

 private:
  const Table* table_;
  dovetail_instance* instance_;
};

}  // namespace dovetail::sdk
