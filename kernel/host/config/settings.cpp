#include "kernel/host/config/settings.hpp"

#include <filesystem>

#include "kernel/host/config/schema.hpp"

namespace dovetail::config {
namespace {

/// A relative path in the file counts from the file's folder; from elsewhere, from the working
/// directory.
std::string resolved(const Node& node, const std::string& folder) {
  const std::filesystem::path path(node.text);
  const bool in_file = node.source && node.source->kind == Source::Kind::file;
  if (!in_file || path.is_absolute() || folder.empty()) return node.text;
  return (std::filesystem::path(folder) / path).lexically_normal().string();
}

std::vector<std::string> texts_of(const Node& list) {
  std::vector<std::string> out;
  for (const Node& item : list.items) out.push_back(item.text);
  return out;
}

/// Reads the values of one section. The tree is validated, so a failure to parse is a programmer's
/// error.
class Section {
 public:
  explicit Section(const Node* map) : map_(map) { DOVETAIL_ASSERT(map != nullptr); }

  const Node* find(std::string_view key) const { return map_->find(key); }
  const Node& at(std::string_view key) const {
    const Node* node = map_->find(key);
    DOVETAIL_ASSERT(node != nullptr);
    return *node;
  }
  Section section(std::string_view key) const { return Section(map_->find(key)); }

  void read(std::string_view key, uint64_t& out) const { out = *parse_integer(at(key).text); }
  void read(std::string_view key, U256& out) const { out = *parse_wide(at(key).text); }
  void read(std::string_view key, bool& out) const { out = *parse_boolean(at(key).text); }
  void read(std::string_view key, Address& out) const { out = *parse_address(at(key).text); }
  void read(std::string_view key, Listen& out) const { out = *parse_listen(at(key).text); }
  void read(std::string_view key, std::string& out) const { out = at(key).text; }
  void read(std::string_view key, std::vector<std::string>& out) const { out = texts_of(at(key)); }

 private:
  const Node* map_;
};

/// @param choices  the enum's names in the order of its values
template <class E>
E choice(const Section& section, std::string_view path) {
  const Key* key = find_key(path);
  const std::string& text = section.at(key->name()).text;
  const auto names = split(key->choices, " ");
  for (size_t i = 0; i < names.size(); ++i)
    if (names[i] == text) return static_cast<E>(i);
  DOVETAIL_ASSERT(false && "a choice that the schema does not list");
}

ChainSettings chain_of(const Section& in) {
  ChainSettings out;
  in.read("id", out.id);
  in.read("name", out.name);
  in.read("fee_collector", out.fee_collector);
  in.read("development_accounts", out.development_accounts);
  for (const Node& item : in.at("prefund").items) {
    Prefund entry;
    Section(&item).read("address", entry.address);
    Section(&item).read("balance", entry.balance);
    out.prefund.push_back(entry);
  }
  return out;
}

RpcSettings rpc_of(const Section& in) {
  RpcSettings out;
  in.read("listen", out.listen);
  in.read("body_bytes_max", out.body_bytes_max);
  in.read("batch_max", out.batch_max);
  in.read("response_bytes_max", out.response_bytes_max);
  in.read("logs_blocks_max", out.logs_blocks_max);
  in.read("logs_results_max", out.logs_results_max);
  in.read("cors_origins", out.cors_origins);
  in.read("connections_max", out.connections_max);
  in.read("call_gas_max", out.call_gas_max);
  return out;
}

MempoolSettings mempool_of(const Section& in) {
  MempoolSettings out;
  in.read("transactions_max", out.transactions_max);
  in.read("account_transactions_max", out.account_transactions_max);
  in.read("price_bump_percent", out.price_bump_percent);
  in.read("lifetime_s", out.lifetime_s);
  in.read("bytes_max", out.bytes_max);
  return out;
}

SequencerSettings sequencer_of(const Section& in) {
  SequencerSettings out;
  in.read("block_time_ms", out.block_time_ms);
  in.read("block_transactions_max", out.block_transactions_max);
  in.read("block_gas_max", out.block_gas_max);
  in.read("base_fee_min", out.base_fee_min);
  return out;
}

BatchSettings batch_of(const Section& in) {
  BatchSettings out;
  in.read("timeout_s", out.timeout_s);
  in.read("blocks_max", out.blocks_max);
  in.read("transactions_max", out.transactions_max);
  in.read("gas_max", out.gas_max);
  in.read("pubdata_bytes_max", out.pubdata_bytes_max);
  in.read("logs_max", out.logs_max);
  return out;
}

Contracts contracts_of(const Section& in) {
  Contracts out;
  in.read("bridgehub", out.bridgehub);
  in.read("chain", out.chain);
  in.read("rollup_validator", out.rollup_validator);
  in.read("validium_validator", out.validium_validator);
  in.read("deployed_at_block", out.deployed_at_block);
  return out;
}

SettlerSettings settler_of(const Section& in, const std::string& folder) {
  SettlerSettings out;
  if (const Node* path = in.find("keystore")) out.keystore = resolved(*path, folder);
  if (in.find("password")) in.read("password", out.password);
  if (in.find("private_key")) in.read("private_key", out.private_key);
  in.read("development_key", out.development_key);
  in.read("max_fee_gwei", out.max_fee_gwei);
  in.read("bump_percent", out.bump_percent);
  in.read("bump_after_s", out.bump_after_s);
  in.read("confirmations", out.confirmations);
  in.read("poll_ms", out.poll_ms);
  if (in.find("contracts")) out.contracts = contracts_of(in.section("contracts"));
  return out;
}

PluginSettings plugin_of(std::string slot, const Section& in) {
  PluginSettings out;
  out.slot = std::move(slot);
  out.at = in.at("use");
  out.use = out.at.text;
  out.name = in.find("name") ? in.at("name").text : out.slot;
  out.config = in.at("config");
  if (!out.config.source) {  // not written: what is wrong with it is shown at `use`
    out.config.source = out.at.source;
    out.config.at = out.at.at;
  }
  return out;
}

PluginsSettings plugins_of(const Section& in, const std::string& folder) {
  PluginsSettings out;
  for (const Node& path : in.at("paths").items) out.paths.push_back(resolved(path, folder));
  out.l1 = plugin_of("l1", in.section("l1"));
  out.da = plugin_of("da", in.section("da"));
  out.compressor = plugin_of("compressor", in.section("compressor"));
  for (const Node& item : in.at("prover").items)
    out.prover.push_back(plugin_of("prover", Section(&item)));
  out.fee_oracle = plugin_of("fee_oracle", in.section("fee_oracle"));
  if (in.find("bridge")) out.bridge = plugin_of("bridge", in.section("bridge"));
  return out;
}

}  // namespace

std::vector<const PluginSettings*> PluginsSettings::all() const {
  std::vector<const PluginSettings*> out = {&l1, &da, &compressor};
  for (const PluginSettings& each : prover) out.push_back(&each);
  out.push_back(&fee_oracle);
  if (bridge) out.push_back(&*bridge);
  return out;
}

Settings settings_from(const Node& effective, const std::string& file_folder) {
  const Section in(&effective);
  Settings out;
  out.chain = chain_of(in.section("chain"));
  in.read("data_dir", out.data_dir);
  out.log.level = choice<LogLevel>(in.section("log"), "log.level");
  out.log.format = choice<LogFormat>(in.section("log"), "log.format");
  out.rpc = rpc_of(in.section("rpc"));
  in.section("metrics").read("listen", out.metrics.listen);
  in.section("admin").read("socket", out.admin.socket);
  in.section("admin").read("jwt_secret_file", out.admin.jwt_secret_file);
  out.mempool = mempool_of(in.section("mempool"));
  out.sequencer = sequencer_of(in.section("sequencer"));
  out.batch = batch_of(in.section("batch"));
  out.settler = settler_of(in.section("settler"), file_folder);
  in.section("backlog").read("batches_max", out.backlog.batches_max);
  out.plugins = plugins_of(in.section("plugins"), file_folder);
  return out;
}

}  // namespace dovetail::config
