#pragma once
// A bump allocator over memory that its owner provides. Freestanding code has no other heap.
//
// Invariants: blocks are 16-byte aligned; memory is given back only by mark/release in stack order
// or by reset. Objects in an arena are trivially destructible: nothing runs their destructors.

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <type_traits>

#include "sdk/base/bytes.hpp"

namespace dovetail {

class Arena {
 public:
  explicit Arena(MutableBytes memory) : begin_(memory.data()), size_(memory.size()) {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  /// @return size bytes, not cleared. Ends the program when the arena is full: limits elsewhere
  /// (gas) keep it from filling.
  uint8_t* allocate(size_t size);

  /// @return count value-initialised objects.
  template <class T>
  std::span<T> make(size_t count) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 16);
    T* first = reinterpret_cast<T*>(allocate(count * sizeof(T)));
    for (size_t i = 0; i < count; ++i) new (first + i) T();
    return {first, count};
  }

  /// @return a copy of bytes that lives in the arena.
  ByteView copy(ByteView bytes);

  using Mark = size_t;
  Mark mark() const { return used_; }
  void release(Mark mark) { used_ = mark; }
  void reset() { used_ = 0; }
  size_t used() const { return used_; }
  size_t capacity() const { return size_; }

 private:
  uint8_t* begin_;
  size_t size_;
  size_t used_ = 0;
};

}  // namespace dovetail
