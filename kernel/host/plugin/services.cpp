#include "kernel/host/plugin/services.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <map>
#include <mutex>

#include "sdk/abi/plugin.h"
#include "sdk/cpp/barrier.hpp"
#include "sdk/cpp/buffer.hpp"

namespace dovetail::plugin {
namespace {

constexpr size_t kLogTextMax = 4096;
constexpr size_t kMetricsMax = 200;
constexpr std::string_view kMetricPrefix = "dovetail_plugin_";
constexpr std::array<std::string_view, 5> kOffered = {DOVETAIL_LOG_ID, DOVETAIL_METRICS_ID,
                                                      DOVETAIL_CLOCK_ID, DOVETAIL_STORE_ID,
                                                      DOVETAIL_L1_SERVICE_ID};

class LogService {
 public:
  LogService(const ServiceContext& context, spdlog::logger& logger)
      : context_(context), logger_(logger) {}
  const dovetail_log_v1* interface() const { return &table_; }

 private:
  static void write(void* self, int32_t level, dovetail_view text) {
    const auto& log = *static_cast<const LogService*>(self);
    const auto words = text_of(sdk::from_abi(text)).substr(0, kLogTextMax);
    try {
      log.logger_.log(severity(level), "{}/{}: {}{}", kind_name(log.context_.kind),
                      log.context_.slot, blame(level), words);
    } catch (...) {
      return;  // a log line is never worth the plugin's call
    }
  }
  static spdlog::level::level_enum severity(int32_t level) {
    switch (level) {
      case DOVETAIL_LOG_DEBUG:
        return spdlog::level::debug;
      case DOVETAIL_LOG_INFO:
        return spdlog::level::info;
      case DOVETAIL_LOG_WARNING:
        return spdlog::level::warn;
      default:
        return spdlog::level::err;
    }
  }
  static std::string_view blame(int32_t level) {
    if (level == DOVETAIL_LOG_HOST_MISBEHAVES) return "host misbehaves: ";
    return level == DOVETAIL_LOG_PLUGIN_MISBEHAVES ? "plugin misbehaves: " : "";
  }

  const ServiceContext& context_;
  spdlog::logger& logger_;
  const dovetail_log_v1 table_{sizeof table_, this, write};
};

/// Metrics of a plugin: each name once, as a counter or a gauge, so many at most. What breaks that
/// is logged once.
class MetricsService {
 public:
  MetricsService(const ServiceContext& context, spdlog::logger& logger,
                 prometheus::Registry& registry)
      : labels_{{"kind", std::string(kind_name(context.kind))}, {"name", context.slot}},
        logger_(logger),
        registry_(registry) {}
  const dovetail_metrics_v1* interface() const { return &table_; }

 private:
  struct Metric {
    prometheus::Counter* counter = nullptr;
    prometheus::Gauge* gauge = nullptr;
  };

  static void counter_add(void* self, dovetail_view name, double value) {
    if (!std::isfinite(value) || value < 0) return;
    const Metric metric = static_cast<MetricsService*>(self)->find(name, true);
    if (metric.counter) metric.counter->Increment(value);
  }
  static void gauge_set(void* self, dovetail_view name, double value) {
    const Metric metric = static_cast<MetricsService*>(self)->find(name, false);
    if (metric.gauge) metric.gauge->Set(value);
  }

  Metric find(dovetail_view view, bool counter) try {
    const std::string name(text_of(sdk::from_abi(view)));
    const std::lock_guard lock(mutex_);
    if (const auto known = metrics_.find(name); known != metrics_.end()) return known->second;
    if (metrics_.size() >= kMetricsMax) return {};
    return metrics_.emplace(name, make(std::string(kMetricPrefix) + name, counter)).first->second;
  } catch (...) {
    return {};
  }

  Metric make(const std::string& name, bool counter) {
    try {
      if (counter)
        return {&prometheus::BuildCounter()
                     .Name(name)
                     .Help("of a plugin")
                     .Register(registry_)
                     .Add(labels_)};
      return {nullptr, &prometheus::BuildGauge()
                            .Name(name)
                            .Help("of a plugin")
                            .Register(registry_)
                            .Add(labels_)};
    } catch (const std::exception& error) {
      logger_.warn("plugin metric {} refused: {}", name, error.what());
      return {};
    }
  }

  const prometheus::Labels labels_;
  spdlog::logger& logger_;
  prometheus::Registry& registry_;
  std::mutex mutex_;
  std::map<std::string, Metric> metrics_;
  const dovetail_metrics_v1 table_{sizeof table_, this, counter_add, gauge_set};
};

template <class Clock>
uint64_t now_ms(void*) {
  const auto since = Clock::now().time_since_epoch();
  return static_cast<uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

constexpr dovetail_clock_v1 kClock{sizeof kClock, nullptr, now_ms<std::chrono::system_clock>,
                                   now_ms<std::chrono::steady_clock>};

/// A plugin's part of the store: keys are prefixed with "plugin/<id>" and a zero byte, which no id
/// contains.
class StoreService {
 public:
  StoreService(const ServiceContext& context, KeyValue& store)
      : prefix_("plugin/" + context.id + '\0'), store_(store) {}
  const dovetail_store_v1* interface() const { return &table_; }

 private:
  static dovetail_status get(void* self, dovetail_view key, dovetail_buffer* value,
                             dovetail_error* error) {
    auto& part = *static_cast<StoreService*>(self);
    return sdk::guarded("store.get", error, [&]() -> Expected<void> {
      auto found = part.store_.get(part.full(key));
      if (!found) return found.error();
      *value = sdk::make_buffer(std::move(*found));
      return {};
    });
  }
  static dovetail_status put(void* self, dovetail_view key, dovetail_view value,
                             dovetail_error* error) {
    auto& part = *static_cast<StoreService*>(self);
    return sdk::guarded("store.put", error,
                        [&] { return part.store_.put(part.full(key), sdk::from_abi(value)); });
  }
  static dovetail_status remove(void* self, dovetail_view key, dovetail_error* error) {
    auto& part = *static_cast<StoreService*>(self);
    return sdk::guarded("store.remove", error, [&] { return part.store_.remove(part.full(key)); });
  }
  Bytes full(dovetail_view key) const {
    Bytes out = to_bytes(view_of(prefix_));
    const ByteView own = sdk::from_abi(key);
    out.insert(out.end(), own.begin(), own.end());
    return out;
  }

  const std::string prefix_;
  KeyValue& store_;
  const dovetail_store_v1 table_{sizeof table_, this, get, put, remove};
};

/// Passes each call on to the L1 client that is published at that moment.
class L1Service {
 public:
  explicit L1Service(L1Source source) : source_(std::move(source)) {}
  const dovetail_l1_service_v1* interface() const { return &table_; }

 private:
  static dovetail_status head(void* self, int32_t tag, dovetail_l1_block* out,
                              const dovetail_cancel* cancel, dovetail_error* error) {
    return call(self, error, [&](const Lease<dovetail_l1_v1>& l1) {
      return l1->head(l1.instance(), tag, out, cancel, error);
    });
  }
  static dovetail_status fees(void* self, uint32_t blocks_count, dovetail_l1_fees* out,
                              const dovetail_cancel* cancel, dovetail_error* error) {
    return call(self, error, [&](const Lease<dovetail_l1_v1>& l1) {
      return l1->fees(l1.instance(), blocks_count, out, cancel, error);
    });
  }
  template <class Call>
  static dovetail_status call(void* self, dovetail_error* error, Call pass_on) {
    dovetail_status status = DOVETAIL_INTERNAL;
    const auto route = [&]() -> Expected<void> {
      auto lease = static_cast<L1Service*>(self)->source_();
      if (!lease) return lease.error();
      status = pass_on(*lease);
      return {};
    };
    const dovetail_status routed = sdk::guarded("l1", error, route);
    return routed == DOVETAIL_OK ? status : routed;
  }

  const L1Source source_;
  const dovetail_l1_service_v1 table_{sizeof table_, this, head, fees};
};

}  // namespace

bool host_offers(std::string_view id) {
  return std::find(kOffered.begin(), kOffered.end(), id) != kOffered.end();
}

struct HostServices::Impl {
  Impl(ServiceContext given, spdlog::logger& logger, prometheus::Registry& registry, KeyValue& kv,
       L1Source source)
      : context(std::move(given)),
        log(context, logger),
        metrics(context, logger, registry),
        store(context, kv),
        l1(std::move(source)) {}

  static const void* get_service(void* self, dovetail_view id) {
    const auto& impl = *static_cast<const Impl*>(self);
    const std::string_view name = text_of(sdk::from_abi(id));
    if (name == DOVETAIL_LOG_ID) return impl.log.interface();
    if (name == DOVETAIL_METRICS_ID) return impl.metrics.interface();
    if (name == DOVETAIL_CLOCK_ID) return &kClock;
    if (name == DOVETAIL_STORE_ID) return impl.store.interface();
    if (name == DOVETAIL_L1_SERVICE_ID) return impl.l1.interface();
    return nullptr;
  }

  const ServiceContext context;
  LogService log;
  MetricsService metrics;
  StoreService store;
  L1Service l1;
  const dovetail_host host{sizeof host, DOVETAIL_ABI_VERSION, this, get_service};
};

HostServices::HostServices(ServiceContext context, spdlog::logger& logger,
                           prometheus::Registry& metrics, KeyValue& store, L1Source l1)
    : impl_(std::make_unique<Impl>(std::move(context), logger, metrics, store, std::move(l1))) {}

HostServices::~HostServices() = default;

const dovetail_host* HostServices::host() const {
  return &impl_->host;
}

}  // namespace dovetail::plugin
