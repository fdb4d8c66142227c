#include "kernel/admin/gauges.hpp"

namespace dovetail::admin {
namespace {

using Family = prometheus::Family<prometheus::Gauge>;

Family& family(prometheus::Registry& metrics, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(metrics);
}

void set(Family& family, const char* label, const std::string& value, double number) {
  family.Add({{label, value}}).Set(number);
}

double to_double(const U256& value) {
  double out = 0;
  for (const uint8_t byte : value.to_be()) out = out * 256 + byte;
  return out;
}

}  // namespace

NodeGauges::NodeGauges(prometheus::Registry& metrics)
    : block_(family(metrics, "dovetail_block_number", "Number of the last block, by stage")),
      batches_(family(metrics, "dovetail_batches", "Batches that have come so far, by stage")),
      pool_(family(metrics, "dovetail_pool_transactions", "Transactions that wait, by state")),
      throughput_(family(metrics, "dovetail_transactions_per_second", "Over the last 10 seconds")),
      balance_(family(metrics, "dovetail_settler_balance_wei", "Of the settler's account on L1")),
      healthy_(family(metrics, "dovetail_stage_healthy", "1 unless something must be done")),
      ready_(family(metrics, "dovetail_ready", "1 if the criterion of /readyz is met")) {}

void NodeGauges::fill(const node::NodeStatus& status) {
  set(block_, "stage", "latest", static_cast<double>(status.latest_block));
  set(block_, "stage", "safe", static_cast<double>(status.safe_block));
  set(block_, "stage", "finalized", static_cast<double>(status.finalized_block));
  set(batches_, "stage", "sealed", static_cast<double>(status.batches_sealed));
  set(batches_, "stage", "committed", static_cast<double>(status.batches_committed));
  set(batches_, "stage", "proven", static_cast<double>(status.batches_proven));
  set(batches_, "stage", "executed", static_cast<double>(status.batches_executed));
  set(pool_, "state", "pending", static_cast<double>(status.pool_pending));
  set(pool_, "state", "queued", static_cast<double>(status.pool_queued));
  throughput_.Add({}).Set(status.transactions_per_second);
  balance_.Add({}).Set(to_double(status.settler_balance));
  for (const auto& stage : status.stages) set(healthy_, "stage", stage.name, stage.healthy);
  for (const auto& criterion : readiness(status))
    set(ready_, "criterion", criterion.name, criterion.met);
}

}  // namespace dovetail::admin
