#pragma once
// Kind da: where pubdata goes, and what L1 is shown of it. Contract: sdk/abi/da.h.

#include "sdk/cpp/instance.hpp"

namespace dovetail::sdk {

class Da : public Instance {
 public:
  /// Constant for an instance. [any]
  virtual DaInfo info() = 0;
  /// Publishes, or does nothing if this idempotency key was published; both give the same receipt.
  /// [worker]
  virtual Expected<DaReceipt> publish(const DaBatch& batch, Cancel cancel) = 0;
  /// The bytes of one stream. Fails with unsupported where they lie in the L1 transaction itself.
  /// [worker]
  virtual Expected<Bytes> retrieve(ByteView receipt, uint32_t stream, Cancel cancel) = 0;
  /// [worker]
  virtual Expected<DaState> status(ByteView receipt) = 0;

  const void* kind_interface(std::string_view id) override;
};

}  // namespace dovetail::sdk
