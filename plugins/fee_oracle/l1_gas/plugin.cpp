// The entry of fee_oracle/l1_gas.

#include "sdk/cpp/plugin.hpp"
#include "plugins/fee_oracle/l1_gas/sampler.hpp"

namespace dovetail::plugins::l1_gas {
namespace {

Expected<Reading> read(const sdk::L1Service& l1, uint32_t blocks, std::stop_token stop) {
  const sdk::StopCancel cancel(std::move(stop));
  auto head = l1.head(sdk::L1Tag::latest, cancel);
  if (!head) return head.error();
  auto fees = l1.fees(blocks, cancel);
  if (!fees) return fees.error();
  return Reading{*fees, head->number};
}

Sources sources_of(sdk::Host host, uint32_t blocks) {
  return {.read = [l1 = host.l1(), blocks](std::stop_token stop) { return read(l1, blocks, stop); },
          .monotonic_ms = [host] { return host.monotonic_ms(); },
          .news =
              [host](bool works, std::string_view text) {
                if (works)
                  host.info("L1 gives fees again");
                else
                  host.warning("no fees from L1; the last prices stay: " + std::string(text));
              }};
}

class L1Gas : public sdk::FeeOracle {
 public:
  L1Gas(const Config& config, Sources sources) : sampler_(config, std::move(sources)) {}

  static Expected<std::unique_ptr<L1Gas>> create(sdk::Host host, sdk::CreateArgs args) {
    if (!host.l1().offered())
      return Failure(Status::unsupported,
                     "expected the host's service dovetail.l1/1, found none; use fee_oracle/fixed");
    auto config = parse_config(args.config_json);
    if (!config) return config.error();
    return std::make_unique<L1Gas>(*config, sources_of(host, config->blocks));
  }

  Expected<sdk::Fees> sample(sdk::Cancel) override { return sampler_.sample(); }

  /// A known answer: 7 wei a gas make 280 wei a byte.
  Expected<void> self_test() override {
    auto fees = price({}, {.base_fee_median = 7}, 0);
    if (!fees) return fees.error();
    if (fees->pubdata_price == U256(280)) return {};
    return Failure(Status::internal,
                   "expected 280 wei a byte, found " + to_decimal(fees->pubdata_price));
  }

 private:
  Sampler sampler_;
};

}  // namespace
}  // namespace dovetail::plugins::l1_gas

DOVETAIL_PLUGIN(dovetail::plugins::l1_gas::L1Gas)
