#pragma once
// The rows of the table of precompiles, one struct each. Internal to this folder.

#include "kernel/zkevm/evm/precompiles.hpp"

namespace dovetail::zkevm {

struct PrecompileCall {
  ByteView input;
  Revision revision;
  Scratch& scratch;
  Arena& arena;
};

/// A gas cost that nobody can pay: the input is refused.
inline constexpr uint64_t kUnpayable = ~uint64_t{0} >> 1;

struct Precompile {
  uint64_t (*cost)(const PrecompileCall& call);
  /// @return false if the call fails.
  bool (*run)(const PrecompileCall& call, ByteView& output);
};

/// Copies input[offset, offset + size) with zeros behind its end.
void copy_input(ByteView input, size_t offset, MutableBytes out);

extern const Precompile kModexp;
extern const Precompile kBn254Add, kBn254Mul, kBn254Pairing;
extern const Precompile kBlake2f;

}  // namespace dovetail::zkevm
