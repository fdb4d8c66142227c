#pragma once
// Calls of kind compressor. Contracts: sdk/abi/compressor.h.

#include "sdk/abi/compressor.h"
#include "sdk/cpp/types.hpp"

namespace dovetail::sdk {

class CompressorCalls {
 public:
  using Table = dovetail_compressor_v1;
  static constexpr const char* kId = DOVETAIL_COMPRESSOR_ID;
  CompressorCalls(const Table* table, dovetail_instance* instance)
      : table_(table), instance_(instance) {}

  /// What the zkEVM calls the codec.
  uint32_t codec_id() const { return table_->codec_id; }
  /// Fails with resource_exhausted if it does not fit, with internal if the plugin gave more than
  /// size_max.
  Expected<Bytes> encode(ByteView canonical, uint64_t size_max) const;
  /// Fails with corrupt on bytes that encode did not make, with internal if the plugin gave more
  /// than size_max.
  Expected<Bytes> decode(ByteView encoded, uint64_t size_max) const;

 private:
  const Table* table_;
  dovetail_instance* instance_;
};

}  // namespace dovetail::sdk
