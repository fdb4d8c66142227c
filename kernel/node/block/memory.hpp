#pragma once
// Memory for an arena: reserved address space that costs nothing until it is touched.

#include <utility>

#include "sdk/base/bytes.hpp"
#include "sdk/cpp/error.hpp"

namespace dovetail::node {

/// What one block's, or one call's, state and frames may take.
inline constexpr size_t kExecutionBytes = size_t{4} << 30;
/// What is enough for one transaction, where the system does not let a process reserve more.
inline constexpr size_t kExecutionBytesMin = size_t{1} << 30;
/// No instruction takes more of the arena than this for one gas, growth of tables included. An
/// arena that is full ends the program, so whoever executes compares gas with what is left.
inline constexpr uint64_t kArenaBytesPerGasMax = 32;

class ReservedMemory {
 public:
  /// Reserves wanted bytes, or half of it and so on, but at least minimum. Fails with
  /// resource_exhausted where the system refuses that: it limits address space (ulimit -v) or
  /// counts what is reserved as used (vm.overcommit_memory = 2).
  static Expected<ReservedMemory> reserve(size_t wanted = kExecutionBytes,
                                          size_t minimum = kExecutionBytesMin);
  ReservedMemory(ReservedMemory&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  ReservedMemory& operator=(ReservedMemory&&) = delete;
  ~ReservedMemory();

  MutableBytes bytes() const { return bytes_; }
  /// Gives touched pages back to the system.
  void forget();

 private:
  explicit ReservedMemory(MutableBytes bytes) : bytes_(bytes) {}
  MutableBytes bytes_;
};

}  // namespace dovetail::node
