#pragma once
// The settler: sealed batches, in order, through the DA layer to a commit on L1.
//
// The thread around the committer: it finds L1 and the chain's contracts, puts them there on a
// development L1, and hands the committer batch after batch. While L1 is away it waits and says so;
// nothing else waits for it.

#include <spdlog/logger.h>

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include "kernel/host/config/settings.hpp"
#include "kernel/host/plugin/registry.hpp"
#include "kernel/node/chain.hpp"
#include "kernel/node/settle/committer.hpp"
#include "kernel/node/settle/deployment.hpp"

namespace dovetail::node {

struct SettlerOptions {
  SenderLimits sender;
  std::chrono::milliseconds poll{500};
  std::optional<config::Contracts> contracts;  ///< from the configuration
  std::filesystem::path artifacts;             ///< of the compiled contracts, for a development L1
  // What everybody knows the keys of is refused but on a development L1.
  bool development_key = false;       ///< the settler's own
  bool development_accounts = false;  ///< funded accounts of the chain
};

struct SettlerStatus {
  bool healthy = true;
  std::string text;         ///< what it does or waits for
  uint64_t working_on = 0;  ///< batch number; 0: none
  uint64_t committed = 0;   ///< batches on L1
  uint64_t l1_chain_id = 0;
  std::optional<config::Contracts> contracts;
  Address address;
  U256 balance;  ///< wei on L1
};

/// Chain id of a development L1 (anvil, hardhat), where the node may deploy by itself.
inline constexpr uint64_t kDevelopmentChainId = 31'337;

class Settler {
 public:
  /// @param key  absent: nothing can be sent, and the status says how to give one.
  Settler(Chain& chain, plugin::Registry& plugins, std::optional<SigningKey> key,
          spdlog::logger& logger, SettlerOptions options);
  ~Settler();

  SettlerStatus status() const;
  void set_limits(const SenderLimits& limits, std::chrono::milliseconds poll);
  /// @return L1's chain id, 0 while it has never answered this data directory.
  uint64_t settlement_chain_id() const;
  /// @return batches sealed and not committed.
  uint64_t backlog() const;

 private:
  /// One round: as far as the next thing to wait for.  @return what is waited for, or a failure
  /// that a person must mend.
  Expected<std::string> round(const std::stop_token& stop);
  Expected<std::string> step(const sdk::L1Calls& l1, const std::stop_token& stop);
  Expected<std::string> settle(const CommitTarget& target, const sdk::L1Calls& l1,
                               const L1Sender& sender, const std::stop_token& stop);
  Expected<void> check_identity(const sdk::L1Calls& l1, sdk::Cancel cancel);
  Expected<std::optional<std::string>> ensure_contracts(const sdk::L1Calls& l1,
                                                        const L1Sender& sender);
  Expected<std::optional<std::string>> ensure_da(const sdk::L1Calls& l1, const L1Sender& sender);
  Expected<void> publish(state::BatchRecord& batch);
  Expected<void> load();
  RecordStore records();
  void run(std::stop_token stop);
  void report(const Expected<std::string>& outcome);

  Chain& chain_;
  plugin::Registry& plugins_;
  const std::optional<SigningKey> key_;
  spdlog::logger& logger_;
  std::optional<Deployment> deployment_;
  mutable std::mutex mutex_;
  SettlerOptions options_;
  SettlerStatus status_;
  Committer committer_;
  // The settler's thread alone.
  bool loaded_ = false, l1_checked_ = false, da_checked_ = false;
  std::string last_said_;
  uint64_t da_generation_ = 0, l1_generation_ = 0;
  uint32_t da_scheme_ = 0;
  std::jthread thread_;
};

}  // namespace dovetail::node
