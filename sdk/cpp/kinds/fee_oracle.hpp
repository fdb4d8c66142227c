#pragma once
// Kind fee_oracle: prices that the node cannot know by itself. Contract: sdk/abi/fee_oracle.h.

#include "sdk/cpp/instance.hpp"

namespace dovetail::sdk {

class FeeOracle : public Instance {
 public:
  /// The newest sample; a cached one is fine, age_ms says so. Fails with unavailable if there is
  /// none yet. [worker]
  virtual Expected<Fees> sample(Cancel cancel) = 0;

  const void* kind_interface(std::string_view id) override;
};

}  // namespace dovetail::sdk
