#pragma once
// Keccak-256 as Ethereum uses it: the padding byte is 0x01, not SHA-3's 0x06.
// Source: "The Keccak reference" 3.0; Yellow Paper, appendix A.

#include "sdk/base/bytes.hpp"

namespace dovetail {

/// A hash over pieces. finish() may be called once; the object is spent afterwards.
class Keccak256 {
 public:
  void update(ByteView bytes);
  Hash256 finish();

 private:
  static constexpr size_t kRate = 136;

  void absorb_byte(uint8_t byte);
  void absorb_block(const uint8_t* block);

  uint64_t state_[25]{};
  size_t position_ = 0;  ///< bytes absorbed into the current block, below kRate
};

/// @return the hash of all of bytes.
Hash256 keccak256(ByteView bytes);

}  // namespace dovetail
