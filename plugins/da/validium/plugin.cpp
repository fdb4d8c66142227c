// The entry of da/validium.

#include "sdk/cpp/plugin.hpp"
#include "plugins/da/validium/directory_store.hpp"
#include "plugins/da/validium/validium.hpp"

namespace dovetail::plugins::validium {
namespace {

/// The host's key-value store, which the generations of this plugin share.
class HostStore final : public Store {
 public:
  explicit HostStore(const sdk::Store& store) : store_(store) {}

  Expected<void> put(const std::string& name, ByteView bytes) const override {
    return store_.put(name, bytes);
  }
  Expected<Bytes> get(const std::string& name, uint64_t size) const override {
    auto bytes = store_.get(name);
    if (!bytes || bytes->size() == size) return bytes;
    return Failure(Status::corrupt, name + ": expected " + std::to_string(size) + " bytes, found " +
                                        std::to_string(bytes->size()));
  }
  Expected<void> remove(const std::string& name) const override { return store_.remove(name); }

 private:
  const sdk::Store store_;
};

Expected<std::unique_ptr<Store>> open_store(const Config& config, sdk::Host host) {
  if (!config.directory.empty()) return open_directory(config.directory);
  if (!host.store().offered())
    return Failure(
        Status::unsupported,
        "expected the host's service dovetail.store/1, found none; set config.directory");
  std::unique_ptr<Store> store = std::make_unique<HostStore>(host.store());
  return store;
}

class Plugin : public sdk::Da {
 public:
  explicit Plugin(Validium validium) : validium_(std::move(validium)) {}

  static Expected<std::unique_ptr<Plugin>> create(sdk::Host host, sdk::CreateArgs args) {
    auto config = parse_config(args.config_json);
    if (!config) return config.error();
    auto store = open_store(*config, host);
    if (!store) return store.error();
    return std::make_unique<Plugin>(Validium(std::move(*store), config->size_max));
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
