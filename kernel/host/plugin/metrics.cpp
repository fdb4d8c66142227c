#include "kernel/host/plugin/metrics.hpp"

namespace dovetail::plugin {
namespace {

const prometheus::Histogram::BucketBoundaries kGapBuckets = {1e-6, 1e-5, 1e-4, 1e-3,
                                                             1e-2, 0.1,  1,    10};

prometheus::Labels of(Kind kind) {
  return {{"kind", std::string(kind_name(kind))}};
}

}  // namespace

PluginMetrics::PluginMetrics(prometheus::Registry& registry)
    : swaps_(prometheus::BuildCounter()
                 .Name("dovetail_plugins_swaps_total")
                 .Help("Generations published in the place of another")
                 .Register(registry)),
      refusals_(prometheus::BuildCounter()
                    .Name("dovetail_plugins_refusals_total")
                    .Help("Plugins refused, by the step that refused them")
                    .Register(registry)),
      gap_(prometheus::BuildHistogram()
               .Name("dovetail_plugins_publish_gap_seconds")
               .Help("How long a slot could not be leased while a generation was published")
               .Register(registry)),
      generations_(prometheus::BuildGauge()
                       .Name("dovetail_plugins_generations")
                       .Help("Generations by state")
                       .Register(registry)) {}

void PluginMetrics::count_swap(Kind kind) {
  swaps_.Add(of(kind)).Increment();
}

void PluginMetrics::count_refusal(Kind kind, Stage stage) {
  auto labels = of(kind);
  labels["stage"] = std::string(stage_name(stage));
  refusals_.Add(labels).Increment();
}

void PluginMetrics::observe_gap(Kind kind, std::chrono::nanoseconds gap) {
  gap_.Add(of(kind), kGapBuckets).Observe(std::chrono::duration<double>(gap).count());
}

void PluginMetrics::set_generations(size_t serving_count, size_t draining_count) {
  generations_.Add({{"state", "serving"}}).Set(static_cast<double>(serving_count));
  generations_.Add({{"state", "draining"}}).Set(static_cast<double>(draining_count));
}

}  // namespace dovetail::plugin
