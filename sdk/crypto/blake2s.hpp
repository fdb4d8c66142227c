#pragma once
// BLAKE2s-256, without a key. Source: RFC 7693.

#include "sdk/base/bytes.hpp"

namespace dovetail {

/// A hash over pieces. finish() may be called once; the object is spent afterwards.
class Blake2s {
 public:
  Blake2s();
  void update(ByteView bytes);
  Hash256 finish();

 private:
  static constexpr size_t kBlockSize = 64;

  void compress(const uint8_t* block, bool last);

  uint32_t state_[8];
  uint64_t counter_ = 0;  ///< bytes compressed
  uint8_t buffer_[kBlockSize];
  size_t buffered_ = 0;  ///< a full buffer waits: only finish() knows which block is the last
};

/// @return the hash of all of bytes.
Hash256 blake2s(ByteView bytes);

}  // namespace dovetail
