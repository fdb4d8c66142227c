#pragma once
// Code made ready to run: padded with STOPs, so that neither fetching an instruction nor reading a
// PUSH's operand needs a bound, and with a bit for every JUMPDEST that is not inside an operand.

#include "sdk/base/arena.hpp"

namespace dovetail::zkevm {

struct CodeAnalysis {
  const uint8_t* code = nullptr;       ///< followed by kCodePadding zeros
  size_t size = 0;                     ///< without the padding
  const uint8_t* jumpdests = nullptr;  ///< bit i % 8 of byte i / 8

  bool is_jumpdest(uint64_t position) const {
    return position < size && (jumpdests[position / 8] >> (position % 8) & 1) != 0;
  }
};

inline constexpr size_t kCodePadding = 40;

/// @return the size of what analyse writes.
constexpr size_t analysis_size(size_t code_size) {
  return code_size + kCodePadding + (code_size + kCodePadding) / 8 + 1;
}

/// @param memory  analysis_size(code.size()) bytes; the result points into it.
CodeAnalysis analyse(ByteView code, uint8_t* memory);

}  // namespace dovetail::zkevm
