// Sending transactions, and executing calls that leave nothing behind.

#include "kernel/rpc/service.hpp"

namespace dovetail::rpc {
namespace {

using node::Node;

RpcError reverted(ByteView output) {
  const auto reason = node::revert_reason(output);
  return {kReverted, "execution reverted" + (reason ? ": " + *reason : ""),
          json::value(to_hex(output))};
}

RpcError failed_call(const node::CallOutcome& outcome) {
  if (outcome.outcome == zkevm::Outcome::revert) return reverted(outcome.output);
  return {kServerError, "out of gas or invalid instruction: the call used all of its gas", {}};
}

Answer send_raw(const json::array& params, Node& node) {
  auto raw = bytes_param(params, 0);
  if (!raw) return raw.error();
  auto hash = node.submit(*raw);
  if (!hash) return error_of(hash.error());
  return json::value(to_hex(hash->view()));
}

struct Simulation {
  node::CallRequest request;
  uint64_t block;
  node::SimulateOptions options;
};

Parsed<Simulation> simulation_of(const json::array& params, Node& node, uint64_t gas_max) {
  auto request = call_param(params, 0);
  if (!request) return request.error();
  auto block = block_param(params, 1, node.chain());
  if (!block) return block.error();
  auto overrides = overrides_param(params, 2);
  if (!overrides) return overrides.error();
  return Simulation{std::move(*request), *block, {gas_max, std::move(*overrides)}};
}

Answer call(const json::array& params, Node& node, uint64_t gas_max) {
  auto simulation = simulation_of(params, node, gas_max);
  if (!simulation) return simulation.error();
  auto outcome =
      node::simulate(node.chain(), simulation->request, simulation->block, simulation->options);
  if (!outcome) return error_of(outcome.error());
  if (outcome->outcome != zkevm::Outcome::success) return failed_call(*outcome);
  return json::value(to_hex(outcome->output));
}

Answer estimate(const json::array& params, Node& node, uint64_t gas_max) {
  auto simulation = simulation_of(params, node, gas_max);
  if (!simulation) return simulation.error();
  auto estimate =
      node::estimate_gas(node.chain(), simulation->request, simulation->block, simulation->options);
  if (!estimate) return error_of(estimate.error());
  if (!estimate->failure) return json::value(to_quantity(estimate->gas));
  if (estimate->failure->outcome == zkevm::Outcome::revert)
    return reverted(estimate->failure->output);
  return RpcError{
      kServerError, "gas required exceeds allowance (" + std::to_string(estimate->gas) + ")", {}};
}

}  // namespace

void add_execution_methods(Dispatcher& dispatcher, Node& node,
                           const config::RpcSettings& settings) {
  const uint64_t gas_max = settings.call_gas_max;
  dispatcher.add("eth_sendRawTransaction",
                 [&node](const auto& params, const Caller&) { return send_raw(params, node); });
  dispatcher.add("eth_call", [&node, gas_max](const auto& params, const Caller&) {
    return call(params, node, gas_max);
  });
  dispatcher.add("eth_estimateGas", [&node, gas_max](const auto& params, const Caller&) {
    return estimate(params, node, gas_max);
  });
}

}  // namespace dovetail::rpc
