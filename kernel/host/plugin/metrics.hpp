#pragma once
// The host's own metrics of plugins; what plugins count themselves is in services.hpp.

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <chrono>

#include "kernel/host/plugin/kind.hpp"
#include "kernel/host/plugin/refusal.hpp"

namespace dovetail::plugin {

class PluginMetrics {
 public:
  explicit PluginMetrics(prometheus::Registry& registry);

  void count_swap(Kind kind);
  void count_refusal(Kind kind, Stage stage);
  void observe_gap(Kind kind, std::chrono::nanoseconds gap);
  void set_generations(size_t serving_count, size_t draining_count);

 private:
  prometheus::Family<prometheus::Counter>& swaps_;
  prometheus::Family<prometheus::Counter>& refusals_;
  prometheus::Family<prometheus::Histogram>& gap_;
  prometheus::Family<prometheus::Gauge>& generations_;
};

}  // namespace dovetail::plugin
