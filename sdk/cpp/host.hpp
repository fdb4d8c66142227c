#pragma once
// The host's services, as a plugin sees them. A service that the host does not offer does nothing
// (log, metrics), falls back to the system's (clock) or fails with unsupported (store, l1).
//
// A Host is a few pointers: copy it. It is valid from create until the instance's destructor
// returns.

#include <string_view>

#include "sdk/abi/host.h"
#include "sdk/abi/l1.h"
#include "sdk/cpp/cancel.hpp"
#include "sdk/cpp/types.hpp"

namespace dovetail::sdk {

enum class LogLevel : int32_t {
  debug = 0,
  info = 1,
  warning = 2,
  error = 3,
  host_misbehaves = 4,
  plugin_misbehaves = 5,
};

/// The plugin's durable key-value store, shared by its generations. All of it may block: [worker].
class Store {
 public:
  explicit Store(const dovetail_store_v1* raw = nullptr) : raw_(raw) {}
  bool offered() const { return raw_ != nullptr; }

  /// Fails with not_found if absent.
  Expected<Bytes> get(std::string_view key) const;
  /// Durable when it returns.
  Expected<void> put(std::string_view key, ByteView value) const;
  /// Removing an absent key is no error.
  Expected<void> remove(std::string_view key) const;

 private:
  const dovetail_store_v1* raw_;
};

/// What the host lets a plugin read of the settlement chain. [worker]
class L1Service {
 public:
  explicit L1Service(const dovetail_l1_service_v1* raw = nullptr) : raw_(raw) {}
  bool offered() const { return raw_ != nullptr; }

  Expected<L1Block> head(L1Tag tag, Cancel cancel = {}) const;
  Expected<L1Fees> fees(uint32_t blocks_count, Cancel cancel = {}) const;

 private:
  const dovetail_l1_service_v1* raw_;
};

class Host {
 public:
  explicit Host(const dovetail_host* raw = nullptr);

  void log(LogLevel level, std::string_view text) const;
  void debug(std::string_view text) const { log(LogLevel::debug, text); }
  void info(std::string_view text) const { log(LogLevel::info, text); }
  void warning(std::string_view text) const { log(LogLevel::warning, text); }
  void error(std::string_view text) const { log(LogLevel::error, text); }

  /// Names follow Prometheus: base units, _total for counters.
  void counter_add(std::string_view name, double value = 1) const;
  void gauge_set(std::string_view name, double value) const;

  uint64_t unix_ms() const;       ///< wall clock, since 1970
  uint64_t monotonic_ms() const;  ///< never goes back

  Store store() const;
  L1Service l1() const;
  /// Any other service: a pointer to its struct, or NULL.
  const void* service(std::string_view id) const;

 private:
  const dovetail_host* raw_ = nullptr;
  const dovetail_log_v1* log_ = nullptr;
  const dovetail_metrics_v1* metrics_ = nullptr;
  const dovetail_clock_v1* clock_ = nullptr;
};

}  // namespace dovetail::sdk
