#pragma once
// Result<T>: a value, or an error with a status and a text. The one way in which an expected
// failure is returned.
//
// Freestanding code returns Result<T>, whose text is a string literal. Hosted code returns
// Expected<T> (sdk/cpp/error.hpp), the same class with a text that can name what was expected, what
// was found and what to do.

#include <new>
#include <utility>

#include "sdk/base/assert.hpp"
#include "sdk/base/status.hpp"

namespace dovetail {

struct Error {
  Status status = Status::internal;
  const char* text = "";  ///< a literal: lives for ever
};

template <class T, class E = Error>
class [[nodiscard]] Result {
 public:
  Result(T value) : ok_(true), value_(std::move(value)) {}   // NOLINT(google-explicit-constructor)
  Result(E error) : ok_(false), error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)
  Result(Result&& other) noexcept : ok_(other.ok_) {
    if (ok_)
      new (&value_) T(std::move(other.value_));
    else
      new (&error_) E(std::move(other.error_));
  }
  Result(const Result& other) : ok_(other.ok_) {
    if (ok_)
      new (&value_) T(other.value_);
    else
      new (&error_) E(other.error_);
  }
  Result& operator=(Result other) noexcept {
    this->~Result();
    new (this) Result(std::move(other));
    return *this;
  }
  ~Result() {
    if (ok_)
      value_.~T();
    else
      error_.~E();
  }

  explicit operator bool() const { return ok_; }
  T& operator*() & {
    DOVETAIL_ASSERT(ok_);
    return value_;
  }
  const T& operator*() const& {
    DOVETAIL_ASSERT(ok_);
    return value_;
  }
  T&& operator*() && {
    DOVETAIL_ASSERT(ok_);
    return std::move(value_);
  }
  T* operator->() {
    DOVETAIL_ASSERT(ok_);
    return &value_;
  }
  const T* operator->() const {
    DOVETAIL_ASSERT(ok_);
    return &value_;
  }
  const E& error() const {
    DOVETAIL_ASSERT(!ok_);
    return error_;
  }

 private:
  bool ok_;
  union {
    T value_;
    E error_;
  };
};

/// A function that returns nothing but may fail.
template <class E>
class [[nodiscard]] Result<void, E> {
 public:
  Result() = default;
  Result(E error) : ok_(false), error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)
  explicit operator bool() const { return ok_; }
  const E& error() const {
    DOVETAIL_ASSERT(!ok_);
    return error_;
  }

 private:
  bool ok_ = true;
  E error_{};
};

}  // namespace dovetail
