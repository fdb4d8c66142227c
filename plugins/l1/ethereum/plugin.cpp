// The entry of l1/ethereum.

#include "sdk/cpp/plugin.hpp"
#include "plugins/l1/ethereum/config.hpp"
#include "plugins/l1/ethereum/tx_hash.hpp"

namespace dovetail::plugins::ethereum {
namespace {

Cancelled asking(sdk::Cancel cancel) {
  return [cancel] { return cancel.cancelled(); };
}

sdk::LogLevel log_level(Level level) {
  switch (level) {
    case Level::info:
      return sdk::LogLevel::info;
    case Level::warning:
      return sdk::LogLevel::warning;
    case Level::error:
      return sdk::LogLevel::error;
  }
  return sdk::LogLevel::error;
}

Surroundings surroundings_of(sdk::Host host) {
  return {[host] { return host.monotonic_ms(); },
          [host](Level level, std::string_view text) { host.log(log_level(level), text); }};
}

class Ethereum : public sdk::L1 {
 public:
  explicit Ethereum(std::unique_ptr<Client> client) : client_(std::move(client)) {}

  static Expected<std::unique_ptr<Ethereum>> create(sdk::Host host, sdk::CreateArgs args) {
    auto config = parse_config(args.config_json);
    if (!config) return config.error();
    auto client = make_client(*config, surroundings_of(host));
    if (!client) return client.error();
    return std::make_unique<Ethereum>(std::move(*client));
  }

  /// A known answer: the hash of an empty RLP list (every block without uncles has it). The network
  /// is not asked.
  Expected<void> self_test() override {
    const Bytes bytes = {0xc0};
    auto hash = hash_of_network_form(bytes);
    if (!hash) return hash.error();
    if (to_hex(hash->view()) ==
        "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347")
      return {};
    return Failure(Status::internal,
                   "expected the hash of an empty RLP list, found " + to_hex(hash->view()));
  }

  Expected<sdk::L1Identity> identity(sdk::Cancel cancel) override {
    return client_->identity(asking(cancel));
  }
  Expected<sdk::L1Block> head(sdk::L1Tag tag, sdk::Cancel cancel) override {
    return client_->head(tag, asking(cancel));
  }
  Expected<sdk::L1Block> block(uint64_t number, sdk::Cancel cancel) override {
    return client_->block(number, asking(cancel));
  }
  Expected<std::vector<sdk::L1Log>> logs(const sdk::L1Filter& filter, sdk::Cancel cancel) override {
    return client_->logs(filter, asking(cancel));
  }
  Expected<sdk::L1Receipt> receipt(const Hash256& tx_hash, sdk::Cancel cancel) override {
    return client_->receipt(tx_hash, asking(cancel));
  }
  Expected<Bytes> transaction(const Hash256& tx_hash, sdk::Cancel cancel) override {
    return client_->transaction(tx_hash, asking(cancel));
  }
  Expected<sdk::L1Account> account(const Address& address, sdk::Cancel cancel) override {
    return client_->account(address, asking(cancel));
  }
  Expected<Bytes> code(const Address& address, sdk::Cancel cancel) override {
    return client_->code(address, asking(cancel));
  }
  Expected<sdk::L1CallResult> call(const sdk::L1Call& call, sdk::Cancel cancel) override {
    return client_->call(call, asking(cancel));
  }
  Expected<sdk::L1GasEstimate> estimate_gas(const sdk::L1Call& call, sdk::Cancel cancel) override {
    return client_->estimate_gas(call, asking(cancel));
  }
  Expected<void> send(ByteView signed_tx, sdk::Cancel cancel) override {
    return client_->send(signed_tx, asking(cancel));
  }
  Expected<sdk::L1Fees> fees(uint32_t blocks_count, sdk::Cancel cancel) override {
    return client_->fees(blocks_count, asking(cancel));
  }

 private:
  const std::unique_ptr<Client> client_;
};

}  // namespace
}  // namespace dovetail::plugins::ethereum

DOVETAIL_PLUGIN(dovetail::plugins::ethereum::Ethereum)
