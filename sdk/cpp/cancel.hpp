#pragma once
// Asking whether the caller has lost interest, on both sides of the ABI.

#include <stop_token>
#include <utility>

#include "sdk/abi/types.h"

namespace dovetail::sdk {

/// What a long function looks at, at least once a second. Borrowed for the call.
class Cancel {
 public:
  Cancel() = default;                                ///< never cancelled
  Cancel(const dovetail_cancel* raw) : raw_(raw) {}  // NOLINT(google-explicit-constructor)

  bool cancelled() const {
    return raw_ != nullptr && DOVETAIL_HAS(dovetail_cancel, raw_, cancelled) &&
           raw_->cancelled != nullptr && raw_->cancelled(raw_->context) != 0;
  }
  const dovetail_cancel* raw() const { return raw_; }

 private:
  const dovetail_cancel* raw_ = nullptr;
};

/// A stop token as the ABI's cancel. Lives at least as long as the call that it is given to.
class StopCancel {
 public:
  explicit StopCancel(std::stop_token token) : token_(std::move(token)) {}
  StopCancel(const StopCancel&) = delete;
  StopCancel& operator=(const StopCancel&) = delete;
  operator Cancel() const { return &raw_; }  // NOLINT(google-explicit-constructor)

 private:
  static int32_t asked(void* context) {
    return static_cast<const std::stop_token*>(context)->stop_requested() ? 1 : 0;
  }
  std::stop_token token_;
  dovetail_cancel raw_{sizeof(dovetail_cancel), &token_, asked};
};

}  // namespace dovetail::sdk
