#pragma once
// Kind compressor: packs canonical pubdata. Contract: sdk/abi/compressor.h.

#include "sdk/abi/compressor.h"
#include "sdk/cpp/instance.hpp"

namespace dovetail::sdk {

class Compressor : public Instance {
 public:
  /// @param codec_id  what the zkEVM calls the codec: 0 none, 1 state_diff, 2 zstd.
  explicit Compressor(uint32_t codec_id);

  /// Packs canonical pubdata into at most size_max bytes. Deterministic. Fails with
  /// resource_exhausted if it does not fit. [worker]
  virtual Expected<Bytes> encode(ByteView canonical, uint64_t size_max) = 0;
  /// The inverse, of at most size_max bytes. Fails with corrupt on bytes that encode did not make.
  /// [worker]
  virtual Expected<Bytes> decode(ByteView encoded, uint64_t size_max) = 0;

  const void* kind_interface(std::string_view id) override;

 private:
  dovetail_compressor_v1 table_;
};

}  // namespace dovetail::sdk
