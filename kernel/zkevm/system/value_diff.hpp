#pragma once
// How pubdata writes a new value, knowing the old one: the shortest of four operations.
// Source: Era's compressed state diffs (metadata byte: operation in the low 3 bits, length in the
// high 5).
//
//   0 none       new = the 32 bytes that follow; length field 0
//   1 add        new = old + v
//   2 subtract   new = old - v
//   3 transform  new = v
// v is `length` bytes, big endian without leading zeros, at most 31. Of operations of equal length
// the order is transform, add, subtract; none only if all others need 32 bytes. So every change has
// exactly one encoding, and a decoder that knows the old value refuses every other.

#include "sdk/base/bytes.hpp"
#include "sdk/base/u256.hpp"

namespace dovetail::zkevm {

enum class ValueOperation : uint8_t { none = 0, add = 1, subtract = 2, transform = 3 };

struct ValueDiff {
  ValueOperation operation = ValueOperation::none;
  U256 operand;

  /// @return bytes of the operand.
  constexpr unsigned length() const {
    return operation == ValueOperation::none ? 32 : (bit_width(operand) + 7) / 8;
  }
  constexpr uint8_t metadata() const {
    const unsigned length_field = operation == ValueOperation::none ? 0 : length();
    return static_cast<uint8_t>(length_field << 3 | static_cast<unsigned>(operation));
  }
  constexpr U256 apply(const U256& before) const {
    switch (operation) {
      case ValueOperation::add:
        return before + operand;
      case ValueOperation::subtract:
        return before - operand;
      default:
        return operand;
    }
  }
  friend constexpr bool operator==(const ValueDiff&, const ValueDiff&) = default;
};

/// @return the one encoding of this change.
constexpr ValueDiff value_diff(const U256& before, const U256& after) {
  ValueDiff best{ValueOperation::transform, after};
  const ValueDiff add{ValueOperation::add, after - before};
  const ValueDiff subtract{ValueOperation::subtract, before - after};
  if (add.length() < best.length()) best = add;
  if (subtract.length() < best.length()) best = subtract;
  if (best.length() == 32) best = {ValueOperation::none, after};
  return best;
}

}  // namespace dovetail::zkevm
