#include "kernel/admin/status_json.hpp"

#include "kernel/host/config/scalar.hpp"
#include "sdk/cpp/text.hpp"

namespace dovetail::admin {
namespace {

namespace json = boost::json;

json::object contracts_json(const config::Contracts& contracts) {
  return {{"bridgehub", config::to_checksum(contracts.bridgehub)},
          {"chain", config::to_checksum(contracts.chain)},
          {"rollup_validator", config::to_checksum(contracts.rollup_validator)},
          {"validium_validator", config::to_checksum(contracts.validium_validator)},
          {"deployed_at_block", contracts.deployed_at_block}};
}

json::object info_json(const plugin::GenerationInfo& info) {
  return {{"kind", plugin::kind_name(info.kind)},
          {"slot", info.slot},
          {"id", info.id},
          {"version", info.version},
          {"sha256", to_hex(info.sha256.view()).substr(2)},
          {"generation", info.number}};
}

}  // namespace

json::object status_json(const node::NodeStatus& status) {
  json::array stages;
  for (const auto& stage : status.stages)
    stages.push_back(
        json::object{{"name", stage.name}, {"healthy", stage.healthy}, {"text", stage.text}});
  return {{"block", json::object{{"latest", status.latest_block},
                                 {"safe", status.safe_block},
                                 {"finalized", status.finalized_block}}},
          {"batches", json::object{{"sealed", status.batches_sealed},
                                   {"committed", status.batches_committed},
                                   {"proven", status.batches_proven},
                                   {"executed", status.batches_executed}}},
          {"transactions_per_second", status.transactions_per_second},
          {"pool", json::object{{"pending", status.pool_pending}, {"queued", status.pool_queued}}},
          {"l1", json::object{{"chain_id", status.l1_chain_id},
                              {"contracts", status.contracts
                                                ? json::value(contracts_json(*status.contracts))
                                                : json::value(nullptr)},
                              {"settler", config::to_checksum(status.settler)},
                              {"settler_balance_wei", to_decimal(status.settler_balance)}}},
          {"stages", std::move(stages)}};
}

json::object why_json(const node::BatchProgress& progress) {
  return {{"batch", progress.number},
          {"stage", progress.stage},
          {"reason", progress.reason},
          {"next", progress.next}};
}

json::array slots_json(const plugin::Registry& plugins) {
  json::array out;
  for (const auto& slot : plugins.slot_status())
    out.push_back(json::object{{"kind", plugin::kind_name(slot.kind)},
                               {"name", slot.name},
                               {"use", slot.use},
                               {"source", slot.source},
                               {"pending", slot.pending}});
  return out;
}

json::array generations_json(const plugin::Registry& plugins) {
  json::array out;
  for (const auto& generation : plugins.generations()) {
    json::object one = info_json(generation.info);
    one["state"] = plugin::state_name(generation.state);
    one["jobs"] = generation.jobs_count;
    out.push_back(std::move(one));
  }
  return out;
}

json::object swap_json(const plugin::SwapReport& report) {
  json::object out{{"published", info_json(report.published)},
                   {"at_next_batch", report.at_next_batch},
                   {"gap_ns", report.gap.count()},
                   {"jobs_left", report.jobs_left},
                   {"text", report.text()}};
  if (report.replaced) out["replaced"] = info_json(*report.replaced);
  json::array warnings;
  for (const auto& warning : report.warnings) warnings.emplace_back(warning);
  out["warnings"] = std::move(warnings);
  return out;
}

}  // namespace dovetail::admin
