#pragma once
// Working memory of an execution: a stack of blocks in segments that are kept and used again by the
// next transaction.
//
// Call frames, EVM stacks and EVM memories live here. Only the top block grows; when its segment is
// full it moves to a larger one, so that everything below keeps its address.

#include "sdk/base/arena.hpp"

namespace dovetail::zkevm {

class Scratch {
  struct Segment {
    Segment* next = nullptr;
    uint8_t* data = nullptr;
    size_t size = 0;
  };

 public:
  explicit Scratch(Arena& arena) : arena_(&arena) {}

  struct Mark {
    Segment* segment = nullptr;
    size_t used = 0;
  };
  Mark mark() const { return {top_, used_}; }
  /// Gives back every block allocated since the mark was taken.
  void release(Mark mark) {
    top_ = mark.segment;
    used_ = mark.used;
  }

  /// @return size bytes, 16-byte aligned, not cleared.
  uint8_t* allocate(size_t size);
  /// Makes the top block longer; it may move, with its first old_size bytes.
  /// @return where it lies now.
  uint8_t* extend(uint8_t* block, size_t old_size, size_t new_size);

  /// @return size bytes apart from the stack, for the output of the last call. Good until the next
  /// call of this.
  uint8_t* output(size_t size);

 private:
  static constexpr size_t kSegmentSizeMin = size_t{1} << 18;

  void enter_segment(size_t size);

  Arena* arena_;
  Segment* first_ = nullptr;
  Segment* top_ = nullptr;  ///< null: nothing is allocated
  size_t used_ = 0;         ///< of the top segment
  MutableBytes output_;
};

}  // namespace dovetail::zkevm
