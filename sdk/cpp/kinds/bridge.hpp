#pragma once
// Kind bridge: assets and messages across L1 and L2. Contract: sdk/abi/bridge.h.

#include "sdk/cpp/instance.hpp"

namespace dovetail::sdk {

class Bridge : public Instance {
 public:
  /// RLP list of [name, address, [first topics]]. [any]
  virtual Expected<Bytes> contracts() = 0;
  /// RLP list of [address, code, [[slot, value]]]. [any]
  virtual Expected<Bytes> predeploys() = 0;
  /// The L2 operation in its network form; empty if the event is none. [worker]
  virtual Expected<Bytes> decode_event(const BridgeLog& log) = 0;
  /// RLP [to, calldata]. [worker]
  virtual Expected<Bytes> build_claim(const LogProof& proof) = 0;

  const void* kind_interface(std::string_view id) override;
};

}  // namespace dovetail::sdk
