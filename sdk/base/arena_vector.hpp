#pragma once
// A growing array in an arena. Growth moves the items to a new block and leaves the old one behind,
// so views taken before a push stay readable; the waste is at most the size of the array.

#include <cstddef>
#include <cstring>
#include <type_traits>

#include "sdk/base/arena.hpp"

namespace dovetail {

template <class T>
class ArenaVector {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

 public:
  explicit ArenaVector(Arena& arena) : arena_(&arena) {}

  void push_back(const T& item) {
    const T copy = item;  // item may lie in this array
    if (size_ == capacity_) grow(size_ + 1);
    data_[size_++] = copy;
  }
  void pop_back() { --size_; }
  void resize_down(size_t size) { size_ = size; }
  /// Appends [first, last); the position is always the end, as for a std::vector used as a sink.
  void insert(const T*, const T* first, const T* last) {
    const size_t count = static_cast<size_t>(last - first);
    if (count == 0) return;
    if (count > capacity_ - size_) grow(size_ + count);
    std::memcpy(data_ + size_, first, count * sizeof(T));
    size_ += count;
  }
  template <class Iterator>
  void insert(const T* position, Iterator first, Iterator last) {
    if (first != last) insert(position, &*first, &*first + (last - first));
  }
  /// Starts a new, empty array behind the present one, which stays as it is.
  void start_over() {
    data_ += size_;
    capacity_ -= size_;
    size_ = 0;
  }

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T& operator[](size_t i) { return data_[i]; }
  const T& operator[](size_t i) const { return data_[i]; }
  T& back() { return data_[size_ - 1]; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }
  std::span<const T> view() const { return {data_, size_}; }

 private:
  void grow(size_t needed) {
    size_t capacity = capacity_ < 8 ? 16 : 2 * capacity_;
    if (capacity < needed) capacity = needed;
    T* data = reinterpret_cast<T*>(arena_->allocate(capacity * sizeof(T)));
    if (size_ != 0) std::memcpy(static_cast<void*>(data), data_, size_ * sizeof(T));
    data_ = data;
    capacity_ = capacity;
  }

  Arena* arena_;
  T* data_ = nullptr;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace dovetail
