// The entry of fee_oracle/fixed.

#include "sdk/cpp/plugin.hpp"
#include "plugins/fee_oracle/fixed/fixed.hpp"

namespace dovetail::plugins::fixed {
namespace {

class Fixed : public sdk::FeeOracle {
 public:
  explicit Fixed(sdk::Fees fees) : fees_(std::move(fees)) {}

  static Expected<std::unique_ptr<Fixed>> create(sdk::Host, sdk::CreateArgs args) {
    auto fees = parse_fees(args.config_json);
    if (!fees) return fees.error();
    return std::make_unique<Fixed>(*std::move(fees));
  }

  Expected<sdk::Fees> sample(sdk::Cancel) override { return fees_; }

  Expected<void> self_test() override {
    auto defaults = parse_fees("{}");
    if (!defaults) return defaults.error();
    return {};
  }

 private:
  const sdk::Fees fees_;
};

}  // namespace
}  // namespace dovetail::plugins::fixed

DOVETAIL_PLUGIN(dovetail::plugins::fixed::Fixed)
