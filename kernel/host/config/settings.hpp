#pragma once
// The configuration as the kernel uses it: plain values under the names that the YAML file uses.
// Made only by load_config, so every value has passed the schema. Meaning, unit, default and reload
// class of each: schema.cpp.

#include <optional>
#include <string>
#include <vector>

#include "kernel/host/config/document.hpp"
#include "kernel/host/config/scalar.hpp"

namespace dovetail::config {

struct Prefund {
  Address address;
  U256 balance;
};

struct ChainSettings {
  uint64_t id = 0;
  std::string name;
  Address fee_collector;
  bool development_accounts = false;
  std::vector<Prefund> prefund;
};

enum class LogLevel { trace, debug, info, warning, error };
enum class LogFormat { text, logfmt, json };

struct LogSettings {
  LogLevel level = LogLevel::info;
  LogFormat format = LogFormat::text;
};

struct RpcSettings {
  Listen listen;
  uint64_t body_bytes_max = 0;
  uint64_t batch_max = 0;
  uint64_t response_bytes_max = 0;
  uint64_t logs_blocks_max = 0;
  uint64_t logs_results_max = 0;
  std::vector<std::string> cors_origins;
  uint64_t connections_max = 0;
  uint64_t call_gas_max = 0;
};

struct MetricsSettings {
  Listen listen;
};

struct AdminSettings {
  std::string socket;
  std::string jwt_secret_file;
};

struct MempoolSettings {
  uint64_t transactions_max = 0;
  uint64_t account_transactions_max = 0;
  uint64_t price_bump_percent = 0;
  uint64_t lifetime_s = 0;
  uint64_t bytes_max = 0;
};

struct SequencerSettings {
  uint64_t block_time_ms = 0;
  uint64_t block_transactions_max = 0;
  uint64_t block_gas_max = 0;
  U256 base_fee_min;  ///< wei
};

struct BatchSettings {
  uint64_t timeout_s = 0;
  uint64_t blocks_max = 0;
  uint64_t transactions_max = 0;
  uint64_t gas_max = 0;
  uint64_t pubdata_bytes_max = 0;
  uint64_t logs_max = 0;
};

struct Contracts {
  Address bridgehub;
  Address chain;
  Address rollup_validator;
  Address validium_validator;
  uint64_t deployed_at_block = 0;
  friend bool operator==(const Contracts&, const Contracts&) = default;
};

/// At most one of keystore, private_key and development_key is given; without any the node cannot
/// settle.
struct SettlerSettings {
  std::string keystore;     ///< path, or ""
  std::string password;     ///< secret
  std::string private_key;  ///< secret: 0x and 64 hex digits, or ""
  bool development_key = false;
  uint64_t max_fee_gwei = 0;
  uint64_t bump_percent = 0;
  uint64_t bump_after_s = 0;
  uint64_t confirmations = 0;
  uint64_t poll_ms = 0;
  std::optional<Contracts> contracts;  ///< absent until they are deployed
};

struct BacklogSettings {
  uint64_t batches_max = 0;
};

/// One plugin that a slot uses.
struct PluginSettings {
  std::string slot;  ///< l1, da, compressor, prover, fee_oracle or bridge: the kind
  std::string use;   ///< kind/name, vendor:kind/name or file:/absolute/path.so
  std::string name;  ///< of the slot in the registry: as given, else the kind; unique among provers
  Node config;  ///< a map with positions; judge it with validate_plugin_config (plugin_config.hpp)
  Node at;      ///< the `use` value, for error_at()
};

struct PluginsSettings {
  std::vector<std::string> paths;
  PluginSettings l1;
  PluginSettings da;
  PluginSettings compressor;
  std::vector<PluginSettings> prover;  ///< may be empty
  PluginSettings fee_oracle;
  std::optional<PluginSettings> bridge;

  /// @return every plugin in use, in the order above. The pointers live as long as this.
  std::vector<const PluginSettings*> all() const;
};

struct Settings {
  ChainSettings chain;
  std::string data_dir;
  LogSettings log;
  RpcSettings rpc;
  MetricsSettings metrics;
  AdminSettings admin;
  MempoolSettings mempool;
  SequencerSettings sequencer;
  BatchSettings batch;
  SettlerSettings settler;
  BacklogSettings backlog;
  PluginsSettings plugins;
};

/// @param effective    a tree that passed validation (effective.hpp): every defaulted key is there
/// @param file_folder  what relative paths that the file gives count from
Settings settings_from(const Node& effective, const std::string& file_folder);

}  // namespace dovetail::config
