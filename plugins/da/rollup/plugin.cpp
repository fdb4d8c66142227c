// The entry of da/rollup.

#include "sdk/cpp/plugin.hpp"
#include "plugins/da/rollup/rollup.hpp"

namespace dovetail::plugins::rollup {
namespace {

class Rollup : public sdk::Da {
 public:
  explicit Rollup(Config config) : config_(config) {}

  static Expected<std::unique_ptr<Rollup>> create(sdk::Host, sdk::CreateArgs args) {
    auto config = parse_config(args.config_json);
    if (!config) return config.error();
    return std::make_unique<Rollup>(*config);
  }

  sdk::DaInfo info() override { return {kScheme, config_.size_max, kL1Validator}; }

  Expected<sdk::DaReceipt> publish(const sdk::DaBatch& batch, sdk::Cancel) override {
    return rollup::publish(config_, batch);
  }

  Expected<Bytes> retrieve(ByteView receipt, uint32_t, sdk::Cancel) override {
    if (auto checked = check_receipt(receipt); !checked) return checked.error();
    return Failure(Status::unsupported,
                   "the bytes lie in the input of the L1 transaction that committed the batch; "
                   "read them there");
  }

  /// Nothing can be lost here: the bytes and their commitment stand or fall with one transaction.
  Expected<sdk::DaState> status(ByteView receipt) override {
    if (auto checked = check_receipt(receipt); !checked) return checked.error();
    return sdk::DaState::available;
  }

  /// A known answer: the commitment to no bytes.
  Expected<void> self_test() override {
    const std::string found = to_hex(commitment_of({}).view());
    if (found == kCommitmentToNothing) return {};
    return Failure(Status::internal, std::string("expected the commitment ") +
                                         kCommitmentToNothing + ", found " + found);
  }

 private:
  static constexpr const char* kCommitmentToNothing =
      "0x3f4ac5f08506f06588b9ba3b876e6ec07e788bb04e7efa53bd7b4e29262df410";
  const Config config_;
};

}  // namespace
}  // namespace dovetail::plugins::rollup

DOVETAIL_PLUGIN(dovetail::plugins::rollup::Rollup)
