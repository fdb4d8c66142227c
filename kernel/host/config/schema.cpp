#include "kernel/host/config/schema.hpp"

#include <algorithm>

namespace dovetail::config {
namespace {

using P = Presence;
using R = Reload;
using T = Type;

constexpr uint64_t kHourMs = 3600 * 1000;
constexpr uint64_t kDayS = 24 * 3600;
constexpr uint64_t kGiB = uint64_t{1} << 30;

constexpr Key kKeys[] = {
    {.path = "chain", .presence = P::required, .doc = "What the chain is. Fixed with its first block."},
    {.path = "chain.id", .type = T::integer, .presence = P::required, .reload = R::genesis, .minimum = 1, .maximum = (uint64_t{1} << 48) - 1, .doc = "The EIP-155 chain id; no other chain may have it."},
    {.path = "chain.name", .type = T::text, .value = "dovetail", .reload = R::genesis, .doc = "A name for banners and metrics."},
    {.path = "chain.fee_collector", .type = T::address, .presence = P::optional, .reload = R::drain, .doc = "Who receives the fees. Required unless development_accounts is true, where it is development account 9."},
    {.path = "chain.development_accounts", .type = T::boolean, .value = "false", .reload = R::genesis, .doc = "Fund the ten well-known accounts of the mnemonic 'test test … junk' with 10000 ETH each. Their keys are public: never on a chain with value."},
    {.path = "chain.prefund", .type = T::records, .value = "[]", .reload = R::genesis, .doc = "Accounts that own base tokens from the first block."},
    {.path = "chain.prefund[].address", .type = T::address, .presence = P::required, .reload = R::genesis, .doc = "The account."},
    {.path = "chain.prefund[].balance", .type = T::wide, .presence = P::required, .reload = R::genesis, .doc = "Its balance, wei."},

    {.path = "data_dir", .type = T::path, .value = "./data", .reload = R::restart, .doc = "The folder of everything durable; a relative path counts from the working directory."},

    {.path = "log", .doc = "What the node says on standard error."},
    {.path = "log.level", .type = T::choice, .value = "info", .reload = R::live, .choices = "trace debug info warning error", .doc = "The least important line that is written."},
    {.path = "log.format", .type = T::choice, .value = "text", .reload = R::live, .choices = "text logfmt json", .doc = "text for people, logfmt or json for collectors."},

    {.path = "rpc", .doc = "JSON-RPC over HTTP and WebSocket, on one port."},
    {.path = "rpc.listen", .type = T::listen, .value = "127.0.0.1:3050", .reload = R::restart, .doc = "Address and port; port 0 lets the system choose."},
    {.path = "rpc.body_bytes_max", .type = T::integer, .value = "5242880", .reload = R::live, .minimum = 1024, .maximum = kGiB, .doc = "Largest request, bytes."},
    {.path = "rpc.batch_max", .type = T::integer, .value = "1000", .reload = R::live, .minimum = 1, .maximum = 100000, .doc = "Most calls in one JSON-RPC batch."},
    {.path = "rpc.response_bytes_max", .type = T::integer, .value = "26214400", .reload = R::live, .minimum = 1024, .maximum = kGiB, .doc = "Largest response, bytes."},
    {.path = "rpc.logs_blocks_max", .type = T::integer, .value = "10000", .reload = R::live, .minimum = 1, .doc = "Most blocks that one eth_getLogs may span."},
    {.path = "rpc.logs_results_max", .type = T::integer, .value = "10000", .reload = R::live, .minimum = 1, .doc = "Most logs that one eth_getLogs returns."},
    {.path = "rpc.cors_origins", .type = T::texts, .value = "[\"*\"]", .reload = R::live, .doc = "Origins that browsers may call from; \"*\" allows all."},
    {.path = "rpc.connections_max", .type = T::integer, .value = "1000", .reload = R::live, .minimum = 1, .maximum = 100000, .doc = "Most open connections."},
    {.path = "rpc.call_gas_max", .type = T::integer, .value = "50000000", .reload = R::live, .minimum = 21000, .doc = "Most gas of one eth_call or eth_estimateGas."},
    {.path = "rpc.call_timeout_ms", .type = T::integer, .value = "5000", .reload = R::live, .minimum = 1, .maximum = kHourMs, .doc = "Longest time of one call."},

    {.path = "metrics", .doc = "Prometheus metrics and health."},
    {.path = "metrics.listen", .type = T::listen, .value = "127.0.0.1:3312", .reload = R::restart, .doc = "Address and port of /metrics, /livez and /readyz."},

    {.path = "admin", .doc = "The admin API."},
    {.path = "admin.socket", .type = T::path, .value = "${data_dir}/admin.sock", .reload = R::restart, .doc = "Its Unix socket; only the node's user may open it."},
    {.path = "admin.jwt_secret_file", .type = T::path, .value = "${data_dir}/jwt.hex", .reload = R::restart, .doc = "The HS256 secret, 32 bytes of hex; made at the first start if absent."},

    {.path = "mempool", .doc = "Transactions that wait for a block."},
    {.path = "mempool.transactions_max", .type = T::integer, .value = "10000", .reload = R::live, .minimum = 1, .maximum = 10000000, .doc = "Most waiting transactions."},
    {.path = "mempool.account_transactions_max", .type = T::integer, .value = "64", .reload = R::live, .minimum = 1, .maximum = 100000, .doc = "Most waiting transactions of one account."},
    {.path = "mempool.price_bump_percent", .type = T::integer, .value = "10", .reload = R::live, .minimum = 1, .maximum = 1000, .doc = "How much more a replacement must pay."},
    {.path = "mempool.lifetime_s", .type = T::integer, .value = "10800", .reload = R::live, .minimum = 1, .maximum = 30 * kDayS, .doc = "How long a transaction waits before it is dropped."},
    {.path = "mempool.bytes_max", .type = T::integer, .value = "67108864", .reload = R::live, .minimum = 131072, .maximum = 64 * kGiB, .doc = "Most bytes of waiting transactions."},

    {.path = "sequencer", .doc = "How blocks are made."},
    {.path = "sequencer.block_time_ms", .type = T::integer, .value = "250", .reload = R::live, .minimum = 10, .maximum = kHourMs, .doc = "Time from block to block while there is work."},
    {.path = "sequencer.block_transactions_max", .type = T::integer, .value = "1000", .reload = R::live, .minimum = 1, .maximum = 100000, .doc = "Most transactions in a block."},
    {.path = "sequencer.block_gas_max", .type = T::integer, .value = "100000000", .reload = R::drain, .minimum = 21000, .maximum = uint64_t{1} << 48, .doc = "The block gas limit."},
    {.path = "sequencer.base_fee_min", .type = T::wide, .value = "100000000", .reload = R::live, .doc = "The base fee never falls below this, wei; 100000000 is 0.1 gwei."},

    {.path = "batch", .doc = "When a batch of blocks is sealed: at the first limit that is reached."},
    {.path = "batch.timeout_s", .type = T::integer, .value = "60", .reload = R::live, .minimum = 1, .maximum = 7 * kDayS, .doc = "Longest time that a batch with a transaction stays open."},
    {.path = "batch.blocks_max", .type = T::integer, .value = "5000", .reload = R::live, .minimum = 1, .maximum = 1000000, .doc = "Most blocks."},
    {.path = "batch.transactions_max", .type = T::integer, .value = "10000", .reload = R::live, .minimum = 1, .maximum = 1000000, .doc = "Most transactions."},
    {.path = "batch.gas_max", .type = T::integer, .value = "1000000000", .reload = R::live, .minimum = 21000, .maximum = uint64_t{1} << 48, .doc = "Most gas; at least sequencer.block_gas_max."},
    {.path = "batch.pubdata_bytes_max", .type = T::integer, .value = "110000", .reload = R::live, .minimum = 1024, .maximum = uint64_t{1} << 30, .doc = "Most bytes of pubdata before compression."},
    {.path = "batch.logs_max", .type = T::integer, .value = "16384", .reload = R::live, .minimum = 1, .maximum = 16384, .doc = "Most L2-to-L1 logs; the log tree has room for 16384."},

    {.path = "settler", .doc = "How batches reach L1, and who pays for it."},
    {.path = "settler.keystore", .type = T::path, .presence = P::optional, .reload = R::restart, .doc = "The operator's key: a geth version 3 JSON keystore file."},
    {.path = "settler.password", .type = T::secret, .presence = P::optional, .reload = R::restart, .doc = "The keystore's password, as ${env:NAME} or ${file:PATH}."},
    {.path = "settler.private_key", .type = T::secret_key, .presence = P::optional, .reload = R::restart, .doc = "The key itself instead of a keystore, as ${env:NAME} or ${file:PATH}."},
    {.path = "settler.development_key", .type = T::boolean, .value = "false", .reload = R::restart, .doc = "Use the well-known development account 1; refused unless the L1 chain id is 31337."},
    {.path = "settler.max_fee_gwei", .type = T::integer, .value = "200", .reload = R::live, .minimum = 1, .maximum = 1000000, .doc = "Never pay more per gas on L1; settlement waits instead."},
    {.path = "settler.bump_percent", .type = T::integer, .value = "15", .reload = R::live, .minimum = 10, .maximum = 1000, .doc = "How much more a stuck transaction pays when it is sent again; L1 nodes want at least 10."},
    {.path = "settler.bump_after_s", .type = T::integer, .value = "30", .reload = R::live, .minimum = 1, .maximum = kDayS, .doc = "When a transaction that is not mined counts as stuck."},
    {.path = "settler.confirmations", .type = T::integer, .value = "1", .reload = R::live, .minimum = 1, .maximum = 1000, .doc = "L1 blocks until a transaction counts as mined."},
    {.path = "settler.poll_ms", .type = T::integer, .value = "500", .reload = R::live, .minimum = 10, .maximum = kHourMs, .doc = "How often L1 is asked."},
    {.path = "settler.max_pending", .type = T::integer, .value = "4", .reload = R::live, .minimum = 1, .maximum = 64, .doc = "Most L1 transactions in flight."},
    {.path = "settler.contracts", .presence = P::optional, .reload = R::restart, .doc = "The chain's L1 contracts; `dovetail chain deploy` writes them here."},
    {.path = "settler.contracts.bridgehub", .type = T::address, .presence = P::required, .reload = R::restart, .doc = "The bridgehub."},
    {.path = "settler.contracts.chain", .type = T::address, .presence = P::required, .reload = R::restart, .doc = "The chain's own contract, which takes batches."},
    {.path = "settler.contracts.rollup_validator", .type = T::address, .presence = P::required, .reload = R::restart, .doc = "The L1 validator of data availability for rollups."},
    {.path = "settler.contracts.validium_validator", .type = T::address, .presence = P::required, .reload = R::restart, .doc = "The same for validiums."},
    {.path = "settler.contracts.deployed_at_block", .type = T::integer, .value = "0", .reload = R::restart, .doc = "The L1 block from which events are read."},

    {.path = "backlog", .doc = "What happens when settlement falls behind."},
    {.path = "backlog.batches_max", .type = T::integer, .value = "100", .reload = R::live, .minimum = 1, .maximum = 100000, .doc = "Sealed batches that L1 has not executed; sequencing slows near it and stops at it."},

    {.path = "plugins", .presence = P::required, .doc = "Which plugin serves each concern."},
    {.path = "plugins.paths", .type = T::paths, .value = "[]", .reload = R::drain, .doc = "Folders that are searched before the built-in ones."},
    {.path = "plugins.l1", .presence = P::required, .doc = "The settlement chain."},
    {.path = "plugins.l1.use", .type = T::plugin_name, .presence = P::required, .reload = R::drain, .doc = "The plugin; its L1 must have the same chain id and genesis as the one before."},
    {.path = "plugins.l1.name", .type = T::text, .presence = P::optional, .reload = R::drain, .doc = "The instance's name in logs and metrics; else the plugin's."},
    {.path = "plugins.l1.config", .type = T::opaque, .value = "{}", .reload = R::drain, .doc = "The plugin's own keys: see `dovetail plugin inspect`."},
    {.path = "plugins.da", .presence = P::required, .doc = "Where pubdata goes: rollup or validium."},
    {.path = "plugins.da.use", .type = T::plugin_name, .presence = P::required, .reload = R::drain, .doc = "The plugin; the L1 contract must accept its scheme."},
    {.path = "plugins.da.name", .type = T::text, .presence = P::optional, .reload = R::drain, .doc = "As plugins.l1.name."},
    {.path = "plugins.da.config", .type = T::opaque, .value = "{}", .reload = R::drain, .doc = "As plugins.l1.config."},
    {.path = "plugins.compressor", .presence = P::required, .doc = "How pubdata is packed."},
    {.path = "plugins.compressor.use", .type = T::plugin_name, .presence = P::required, .reload = R::drain, .doc = "The plugin; it works from the next batch on."},
    {.path = "plugins.compressor.name", .type = T::text, .presence = P::optional, .reload = R::drain, .doc = "As plugins.l1.name."},
    {.path = "plugins.compressor.config", .type = T::opaque, .value = "{}", .reload = R::drain, .doc = "As plugins.l1.config."},
    {.path = "plugins.prover", .type = T::records, .value = "[]", .reload = R::drain, .one_or_list = true, .doc = "Who proves batches: one plugin or a list. Without one, batches are committed and wait."},
    {.path = "plugins.prover[].use", .type = T::plugin_name, .presence = P::required, .reload = R::drain, .doc = "The plugin; its verifying key must be the one that L1 accepts."},
    {.path = "plugins.prover[].name", .type = T::text, .presence = P::optional, .reload = R::drain, .doc = "As plugins.l1.name; unique among the provers."},
    {.path = "plugins.prover[].config", .type = T::opaque, .value = "{}", .reload = R::drain, .doc = "As plugins.l1.config."},
    {.path = "plugins.fee_oracle", .presence = P::required, .doc = "Prices that the node cannot know."},
    {.path = "plugins.fee_oracle.use", .type = T::plugin_name, .presence = P::required, .reload = R::live, .doc = "The plugin; swapped at once."},
    {.path = "plugins.fee_oracle.name", .type = T::text, .presence = P::optional, .reload = R::live, .doc = "As plugins.l1.name."},
    {.path = "plugins.fee_oracle.config", .type = T::opaque, .value = "{}", .reload = R::live, .doc = "As plugins.l1.config."},
    {.path = "plugins.bridge", .presence = P::optional, .reload = R::restart, .doc = "Assets and messages across L1 and L2. Without one, only the base token crosses."},
    {.path = "plugins.bridge.use", .type = T::plugin_name, .presence = P::required, .reload = R::restart, .doc = "The plugin; another one needs an upgrade on L1 first."},
    {.path = "plugins.bridge.name", .type = T::text, .presence = P::optional, .reload = R::restart, .doc = "As plugins.l1.name."},
    {.path = "plugins.bridge.config", .type = T::opaque, .value = "{}", .reload = R::restart, .doc = "As plugins.l1.config."},
};

/// "a.0.b" and "a[0].b" as "a[].b".
std::string pattern_of(std::string_view path) {
  std::string out;
  for (std::string piece : split(path, ".")) {
    const size_t bracket = piece.find('[');
    if (bracket != piece.npos) piece = piece.substr(0, bracket) + "[]";
    const bool index = !piece.empty() && std::all_of(piece.begin(), piece.end(),
                                                     [](char c) { return c >= '0' && c <= '9'; });
    if (index) out += "[]";
    else out += (out.empty() ? "" : ".") + piece;
  }
  return out;
}

}  // namespace

std::string_view Key::name() const {
  const size_t dot = path.rfind('.');
  return dot == path.npos ? path : path.substr(dot + 1);
}

std::span<const Key> all_keys() { return kKeys; }

const Key* find_key(std::string_view path) {
  const std::string pattern = pattern_of(path);
  for (const Key& key : kKeys)
    if (key.path == pattern) return &key;
  return nullptr;
}

std::vector<const Key*> keys_under(std::string_view path) {
  std::string prefix = pattern_of(path);
  if (!prefix.empty()) prefix += '.';
  std::vector<const Key*> out;
  for (const Key& key : kKeys)
    if (key.path.starts_with(prefix) && key.path.find('.', prefix.size()) == key.path.npos)
      out.push_back(&key);
  return out;
}

std::vector<std::string> names_under(std::string_view path) {
  std::vector<std::string> out;
  for (const Key* key : keys_under(path)) out.emplace_back(key->name());
  return out;
}

const Key* governing_key(std::string_view path) {
  for (;;) {
    if (const Key* key = find_key(path)) return key;
    const size_t end = path.find_last_of(".[");
    if (end == path.npos) return nullptr;
    path = path.substr(0, end);
  }
}

std::string_view to_string(Reload reload) {
  constexpr std::string_view kNames[] = {"live", "drain", "restart", "genesis"};
  return kNames[static_cast<int>(reload)];
}

std::vector<std::string> split(std::string_view text, std::string_view separator) {
  std::vector<std::string> out;
  for (;;) {
    const size_t end = text.find(separator);
    out.emplace_back(text.substr(0, end));
    if (end == text.npos) return out;
    text.remove_prefix(end + separator.size());
  }
}

}  // namespace dovetail::config
