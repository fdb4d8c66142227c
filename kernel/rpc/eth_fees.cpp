// Prices: what wallets ask before they sign.

#include <algorithm>

#include "kernel/rpc/service.hpp"

namespace dovetail::rpc {
namespace {

using node::Node;

/// The sequencer takes transactions in order of their tips; any tip will do while blocks are not
/// full.
constexpr uint64_t kSuggestedTip = 0;
constexpr uint64_t kHistoryBlocksMax = 1024;
constexpr size_t kPercentilesMax = 100;

Parsed<std::vector<double>> percentiles_param(const json::array& params, size_t index) {
  std::vector<double> out;
  const json::value* value = param(params, index);
  if (value == nullptr) return out;
  if (!value->is_array() || value->as_array().size() > kPercentilesMax)
    return invalid_params("invalid reward percentiles: expected an array of at most 100 numbers");
  for (const json::value& one : value->as_array()) {
    if (!one.is_number()) return invalid_params("invalid reward percentile: expected a number");
    const double percentile = one.to_number<double>();
    if (percentile < 0 || percentile > 100 || (!out.empty() && percentile < out.back()))
      return invalid_params("invalid reward percentile: they must ascend from 0 to 100");
    out.push_back(percentile);
  }
  return out;
}

/// Tips at the percentiles of a block's gas.
Parsed<json::array> rewards(const node::Chain& chain, uint64_t block, const zkevm::Header& header,
                            const std::vector<double>& percentiles) {
  auto receipts = chain.database().receipts(block);
  if (!receipts) return error_of(receipts.error());
  std::vector<std::pair<U256, uint64_t>> tips;
  for (const auto& receipt : *receipts)
    tips.emplace_back(
        receipt.effective_gas_price - std::min(header.base_fee, receipt.effective_gas_price),
        receipt.gas_used);
  std::sort(tips.begin(), tips.end());
  json::array out;
  for (const double percentile : percentiles) {
    const double wanted = static_cast<double>(header.gas_used) * percentile / 100;
    U256 tip;
    double sum = 0;
    for (const auto& [value, gas] : tips) {
      tip = value;
      sum += static_cast<double>(gas);
      if (sum >= wanted) break;
    }
    out.emplace_back(to_quantity(tip));
  }
  return out;
}

/// geth takes the count as a quantity, some clients send a number.
Parsed<uint64_t> count_param(const json::array& params, size_t index) {
  const json::value* value = param(params, index);
  if (value != nullptr && value->is_number()) {
    json::error_code bad;
    const auto count = value->to_number<uint64_t>(bad);
    if (bad) return invalid_params("invalid block count");
    return count;
  }
  auto count = quantity_param(params, index);
  if (!count) return count.error();
  return count->saturated_u64();
}

Answer fee_history(const json::array& params, Node& node) {
  auto wanted = count_param(params, 0);
  if (!wanted) return wanted.error();
  auto newest = block_param(params, 1, node.chain());
  if (!newest) return newest.error();
  auto percentiles = percentiles_param(params, 2);
  if (!percentiles) return percentiles.error();
  const uint64_t count = std::min({*wanted, *newest + 1, kHistoryBlocksMax});
  if (count == 0)
    return json::value(json::object{{"oldestBlock", "0x0"}, {"gasUsedRatio", nullptr}});

  json::array base_fees, ratios, reward, blob_fees, blob_ratios;
  for (uint64_t block = *newest + 1 - count; block <= *newest; ++block) {
    auto header = node.chain().header(block);
    if (!header) return error_of(header.error());
    base_fees.emplace_back(to_quantity(header->header.base_fee));
    blob_fees.emplace_back("0x1");
    blob_ratios.emplace_back(0.0);
    const double limit = static_cast<double>(std::max<uint64_t>(1, header->header.gas_limit));
    ratios.emplace_back(static_cast<double>(header->header.gas_used) / limit);
    if (percentiles->empty()) continue;
    auto tips = rewards(node.chain(), block, header->header, *percentiles);
    if (!tips) return tips.error();
    reward.push_back(std::move(*tips));
  }
  U256 next = node.next_base_fee();
  if (*newest < node.chain().latest())
    if (auto header = node.chain().header(*newest + 1)) next = header->header.base_fee;
  base_fees.emplace_back(to_quantity(next));
  blob_fees.emplace_back("0x1");
  json::object out{{"oldestBlock", to_quantity(*newest + 1 - count)},
                   {"baseFeePerGas", std::move(base_fees)},
                   {"gasUsedRatio", std::move(ratios)},
                   {"baseFeePerBlobGas", std::move(blob_fees)},
                   {"blobGasUsedRatio", std::move(blob_ratios)}};
  if (!percentiles->empty()) out["reward"] = std::move(reward);
  return json::value(std::move(out));
}

}  // namespace

void add_fee_methods(Dispatcher& dispatcher, Node& node) {
  dispatcher.add("eth_gasPrice", [&node](const auto&, const Caller&) -> Answer {
    return json::value(to_quantity(node.next_base_fee() + kSuggestedTip));
  });
  dispatcher.add("eth_maxPriorityFeePerGas", [](const auto&, const Caller&) -> Answer {
    return json::value(to_quantity(kSuggestedTip));
  });
  dispatcher.add("eth_blobBaseFee",
                 [](const auto&, const Caller&) -> Answer { return json::value("0x1"); });
  dispatcher.add("eth_feeHistory",
                 [&node](const auto& params, const Caller&) { return fee_history(params, node); });
}

}  // namespace dovetail::rpc
