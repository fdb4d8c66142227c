#pragma once
// Memory for an arena: reserved address space that costs nothing until it is touched.

#include "sdk/base/bytes.hpp"

namespace dovetail::node {

/// What one block's, or one call's, state and frames may take. Gas bounds it: memory of every
/// frame, journals and codes of 100 million gas stay below a quarter of it.
inline constexpr size_t kExecutionBytes = size_t{4} << 30;

class ReservedMemory {
 public:
  explicit ReservedMemory(size_t size_bytes);
  ~ReservedMemory();
  ReservedMemory(const ReservedMemory&) = delete;
  ReservedMemory& operator=(const ReservedMemory&) = delete;

  MutableBytes bytes() const { return bytes_; }
  /// Gives touched pages back to the system.
  void forget();

 private:
  MutableBytes bytes_;
};

}  // namespace dovetail::node
