#pragma once
// A host for a plugin's own tests: it offers log, metrics, clock, an in-memory store and, if asked,
// an L1, and loads a plugin from a file as the node does: negotiate, create, call, destroy. It does
// not protect itself from the plugin.

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "sdk/abi/plugin.h"
#include "sdk/cpp/convert.hpp"
#include "sdk/cpp/host.hpp"

namespace dovetail::sdk {

struct LogLine {
  LogLevel level;
  std::string text;
};

/// Outlives what is loaded with it. All methods may be called from any thread.
class MockHost {
 public:
  MockHost();
  MockHost(const MockHost&) = delete;
  MockHost& operator=(const MockHost&) = delete;

  const dovetail_host* raw() const { return &raw_; }

  std::vector<LogLine> log_lines() const;
  /// The value of a counter or gauge; 0 if it was never touched.
  double metric(const std::string& name) const;
  std::map<std::string, Bytes> store_content() const;
  /// The clock stands still until it is moved.
  void advance_ms(uint64_t by);
  /// Offers dovetail.l1/1 with these answers; every tag has the same head.
  void offer_l1(const L1Block& head, const L1Fees& fees);

 private:
  friend struct MockServices;

  mutable std::mutex mutex_;
  std::vector<LogLine> log_lines_;
  std::map<std::string, double> metrics_;
  std::map<std::string, Bytes> store_content_;
  uint64_t now_ms_ = 1'700'000'000'000;
  bool l1_offered_ = false;
  dovetail_l1_block l1_head_{};
  dovetail_l1_fees l1_fees_{};

  dovetail_log_v1 log_;
  dovetail_metrics_v1 metric_service_;
  dovetail_clock_v1 clock_;
  dovetail_store_v1 store_;
  dovetail_l1_service_v1 l1_;
  dovetail_host raw_;
};

/// One instance of a plugin from a file. Its destructor destroys the instance and unloads the
/// library.
class MockPlugin {
 public:
  /// Fails if the file cannot be loaded, exports no entry, is of another ABI, or create fails; the
  /// text says which.
  static Expected<std::unique_ptr<MockPlugin>> load(const MockHost& host, const std::string& path,
                                                    const std::string& config_json = "{}");
  MockPlugin(const MockPlugin&) = delete;
  MockPlugin& operator=(const MockPlugin&) = delete;
  ~MockPlugin();

  Expected<void> self_test() const;
  dovetail_instance* raw() const { return instance_; }
  /// The plugin as CompressorCalls, FeeOracleCalls, … Its methods fail with unsupported if it is of
  /// another kind.
  template <class Calls>
  Calls calls() const {
    return {static_cast<const typename Calls::Table*>(interface(Calls::kId)), instance_};
  }
  const void* interface(std::string_view id) const;

 private:
  MockPlugin(void* library, const dovetail_plugin_entry* entry)
      : library_(library), entry_(entry) {}

  void* library_;
  const dovetail_plugin_entry* entry_;
  dovetail_instance* instance_ = nullptr;
};

}  // namespace dovetail::sdk
