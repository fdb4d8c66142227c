#pragma once
// The node's state as Prometheus gauges, in base units, filled when they are asked for.

#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include "kernel/admin/readiness.hpp"

namespace dovetail::admin {

class NodeGauges {
 public:
  /// @param metrics  outlives it
  explicit NodeGauges(prometheus::Registry& metrics);

  /// Sets every gauge. Any thread.
  void fill(const node::NodeStatus& status);

 private:
  using Family = prometheus::Family<prometheus::Gauge>;
  Family& block_;
  Family& batches_;
  Family& pool_;
  Family& throughput_;
  Family& balance_;
  Family& healthy_;
  Family& ready_;
};

}  // namespace dovetail::admin
