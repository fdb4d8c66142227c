#pragma once
// The plugin's side of every entry: no exception leaves it, a failure becomes a status and a text
// in the caller's error object, and in debug builds a call that breaks its thread tag is refused
// and logged.

#include <atomic>
#include <exception>

#include "sdk/cpp/convert.hpp"
#include "sdk/cpp/host.hpp"

namespace dovetail::sdk {

/// Writes the failure into error (which may be NULL) as far as its struct_size says.  @return its
/// status, never OK.
dovetail_status fail(dovetail_error* error, const Failure& failure) noexcept;

/// Runs body, which returns Expected<void>.  @return its status; DOVETAIL_INTERNAL and the text if
/// it throws.
template <class Body>
dovetail_status guarded(const char* entry, dovetail_error* error, Body&& body) noexcept {
  const auto threw = [&](const char* what) {
    return fail(error, {Status::internal, std::string(entry) + ": exception: " + what});
  };
  try {
    const Expected<void> done = body();
    return done ? DOVETAIL_OK : fail(error, done.error());
  } catch (const std::exception& e) {
    return threw(e.what());
  } catch (...) {
    return threw("not a std::exception");
  }
}

/// Who is inside an instance. Counts only when checks are on (builds without NDEBUG).
class ThreadCheck {
 public:
#ifdef NDEBUG
  static constexpr bool kOn = false;
#else
  static constexpr bool kOn = true;
#endif
  /// A [control] call: alone among control calls.
  Expected<void> enter_control(const char* entry);
  void leave_control() { control_.fetch_sub(1); }
  /// A [worker] or [any] call: not once destroy has begun.
  Expected<void> enter_worker(const char* entry);
  void leave_worker() { workers_.fetch_sub(1); }
  /// destroy: no call may be under way.
  Expected<void> enter_destroy();

 private:
  std::atomic<int> control_{0};
  std::atomic<int> workers_{0};
  std::atomic<bool> destroying_{false};
};

}  // namespace dovetail::sdk
