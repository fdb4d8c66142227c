#pragma once
// What every plugin class derives from, through its kind (sdk/cpp/kinds): the C++ face of a
// dovetail_instance.

#include <string_view>

#include "sdk/abi/plugin.h"
#include "sdk/cpp/barrier.hpp"

namespace dovetail::sdk {

class Instance {
 public:
  Instance() = default;
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;
  virtual ~Instance() = default;

  /// Checks that the instance can work, without network. [control]
  virtual Expected<void> self_test() = 0;
  /// Further interfaces of the author's, under reverse-DNS ids. The same pointer each time, or
  /// NULL. [any]
  virtual const void* vendor_interface(std::string_view) { return nullptr; }

  /// The kind's interface struct if id names it, or NULL. Written by the kind.
  virtual const void* kind_interface(std::string_view id) = 0;
  void attach(Host host) { host_ = host; }

  /// Runs a [worker] or [any] call behind the barrier.
  template <class Body>
  dovetail_status worker(const char* entry, dovetail_error* error, Body&& body) noexcept {
    return run(entry, error, body, &ThreadCheck::enter_worker, &ThreadCheck::leave_worker);
  }
  /// Runs a [control] call behind the barrier.
  template <class Body>
  dovetail_status control(const char* entry, dovetail_error* error, Body&& body) noexcept {
    return run(entry, error, body, &ThreadCheck::enter_control, &ThreadCheck::leave_control);
  }
  /// Called before the destructor: reports calls under way, in debug builds.
  void before_destroy() noexcept;

 private:
  template <class Body, class Enter, class Leave>
  dovetail_status run(const char* entry, dovetail_error* error, Body& body, Enter enter,
                      Leave leave) noexcept {
    if constexpr (!ThreadCheck::kOn) return guarded(entry, error, body);
    const dovetail_status status = guarded(entry, error, [&]() -> Expected<void> {
      auto entered = (check_.*enter)(entry);
      if (entered) return body();
      host_.log(LogLevel::host_misbehaves, entered.error().text);
      return entered;
    });
    (check_.*leave)();
    return status;
  }

  Host host_;
  ThreadCheck check_;
};

inline dovetail_instance* handle_of(Instance* instance) {
  return reinterpret_cast<dovetail_instance*>(instance);
}
/// The instance behind a handle that handle_of gave, as its kind's class.
template <class Kind>
Kind& instance_of(dovetail_instance* handle) {
  return *static_cast<Kind*>(reinterpret_cast<Instance*>(handle));
}

}  // namespace dovetail::sdk
