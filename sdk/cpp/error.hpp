#pragma once
// Hosted errors: a status and a text that says what was expected, what was found and what to do.

#include <string>
#include <utility>

#include "sdk/base/result.hpp"

namespace dovetail {

struct Failure {
  Status status = Status::internal;
  std::string text;

  Failure() = default;
  Failure(Status status, std::string text) : status(status), text(std::move(text)) {}
  Failure(Error error)
      : status(error.status), text(error.text) {}  // NOLINT(google-explicit-constructor)
};

/// What a hosted function that can fail returns.
template <class T>
using Expected = Result<T, Failure>;

}  // namespace dovetail
