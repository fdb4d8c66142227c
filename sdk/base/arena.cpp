#include "sdk/base/arena.hpp"

#include "sdk/base/assert.hpp"

namespace dovetail {

uint8_t* Arena::allocate(size_t size) {
  const size_t rounded = (size + 15) & ~size_t{15};
  DOVETAIL_ASSERT(rounded >= size && rounded <= size_ - used_);
  uint8_t* block = begin_ + used_;
  used_ += rounded;
  return block;
}

ByteView Arena::copy(ByteView bytes) {
  uint8_t* to = allocate(bytes.size());
  for (size_t i = 0; i < bytes.size(); ++i) to[i] = bytes[i];
  return {to, bytes.size()};
}

}  // namespace dovetail
