// The entry of da/validium.

#include "sdk/cpp/plugin.hpp"
#include "plugins/da/validium/validium.hpp"

namespace dovetail::plugins::validium {
namespace {

class Plugin : public sdk::Da {
 public:
  explicit Plugin(Validium validium) : validium_(std::move(validium)) {}

  static Expected<std::unique_ptr<Plugin>> create(sdk::Host, sdk::CreateArgs args) {
    auto config = parse_config(args.config_json);
    if (!config) return config.error();
    auto validium = Validium::open(*config);
    if (!validium) return validium.error();
    return std::make_unique<Plugin>(std::move(*validium));
  }

  sdk::DaInfo info() override { return {kScheme, validium_.size_max(), kL1Validator}; }
  Expected<sdk::DaReceipt> publish(const sdk::DaBatch& batch, sdk::Cancel) override {
    return validium_.publish(batch);
  }
  Expected<Bytes> retrieve(ByteView receipt, uint32_t stream, sdk::Cancel) override {
    return validium_.retrieve(receipt, stream);
  }
  Expected<sdk::DaState> status(ByteView receipt) override { return validium_.status(receipt); }

  Expected<void> self_test() override { return validium_.probe(); }

 private:
  const Validium validium_;
};

}  // namespace
}  // namespace dovetail::plugins::validium

DOVETAIL_PLUGIN(dovetail::plugins::validium::Plugin)
