#include "kernel/zkevm/state/scratch.hpp"

#include <cstring>

namespace dovetail::zkevm {
namespace {

constexpr size_t round_up(size_t size) {
  return (size + 15) & ~size_t{15};
}

}  // namespace

uint8_t* Scratch::allocate(size_t size) {
  size = round_up(size);
  if (top_ == nullptr || size > top_->size - used_) enter_segment(size);
  uint8_t* block = top_->data + used_;
  used_ += size;
  return block;
}

uint8_t* Scratch::extend(uint8_t* block, size_t old_size, size_t new_size) {
  const size_t start = static_cast<size_t>(block - top_->data);
  if (new_size <= top_->size - start) {
    used_ = start + round_up(new_size);
    return block;
  }
  used_ = start;
  uint8_t* moved = allocate(2 * new_size);
  if (old_size != 0) std::memcpy(moved, block, old_size);
  return moved;
}

uint8_t* Scratch::output(size_t size) {
  if (size > output_.size()) output_ = {arena_->allocate(2 * size), 2 * size};
  return output_.data();
}

// Goes to the next segment if it is large enough, else puts a new one before it.
void Scratch::enter_segment(size_t size) {
  Segment*& next = top_ == nullptr ? first_ : top_->next;
  if (next == nullptr || next->size < size) {
    size_t fresh_size = top_ == nullptr ? kSegmentSizeMin : 2 * top_->size;
    constexpr size_t kDoubledMax = size_t{1} << 24;
    if (fresh_size > kDoubledMax) fresh_size = kDoubledMax;
    if (fresh_size < size) fresh_size = size;
    Segment* fresh = &arena_->make<Segment>(1)[0];
    fresh->size = round_up(fresh_size);
    fresh->data = arena_->allocate(fresh->size);
    fresh->next = next;
    next = fresh;
  }
  top_ = next;
  used_ = 0;
}

}  // namespace dovetail::zkevm
