#pragma once
// Reads pubdata's primitives. The first failure is kept; from then on everything reads as zero and
// at_end() is true.

#include "kernel/zkevm/system/value_diff.hpp"
#include "sdk/base/result.hpp"

namespace dovetail::zkevm {

class PubdataReader {
 public:
  explicit PubdataReader(ByteView bytes) : rest_(bytes) {}

  bool failed() const { return failed_; }
  bool at_end() const { return rest_.empty(); }
  size_t left() const { return rest_.size(); }
  const Error& error() const { return error_; }
  void fail(const char* text) { fail(Error{Status::invalid_argument, text}); }
  void fail(const Error& error) {
    if (failed_) return;
    failed_ = true;
    error_ = error;
    rest_ = {};
  }

  ByteView bytes(size_t count) {
    if (count > rest_.size()) {
      fail("pubdata: ends too early");
      return {};
    }
    const ByteView out = rest_.first(count);
    rest_ = rest_.subspan(count);
    return out;
  }
  template <size_t N>
  FixedBytes<N> fixed() {
    const ByteView view = bytes(N);
    return failed_ ? FixedBytes<N>() : FixedBytes<N>::from(view);
  }
  uint8_t byte() { return fixed<1>()[0]; }
  uint32_t u32() { return load_be32(fixed<4>().data()); }
  uint64_t u64() { return load_be64(fixed<8>().data()); }
  ByteView sized() { return bytes(u32()); }

  uint64_t varint() {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const uint64_t digit = byte();
      if (shift == 63 && digit > 1) break;
      value |= (digit & 0x7f) << shift;
      if (digit >= 0x80) continue;
      if (digit == 0 && shift != 0) break;  // a shorter form exists
      return value;
    }
    fail("pubdata: varint too large or not in its shortest form");
    return 0;
  }

  /// @param metadata  has been read already.  @return the new value, if this is the one encoding of
  /// its change.
  U256 value(uint8_t metadata, const U256& before) {
    ValueDiff diff;
    diff.operation = static_cast<ValueOperation>(metadata & 7);
    const size_t length = diff.operation == ValueOperation::none ? 32 : metadata >> 3;
    if ((metadata & 7) > 3) fail("pubdata: unknown operation");
    diff.operand = U256::from_be(bytes(length));
    const U256 after = diff.apply(before);
    if (!failed_ &&
        (after == before || value_diff(before, after) != diff || diff.metadata() != metadata))
      fail("pubdata: a value in another than its one encoding, or unchanged");
    return after;
  }

 private:
  ByteView rest_;
  bool failed_ = false;
  Error error_;
};

}  // namespace dovetail::zkevm
