#pragma once
// The node: every stage wired to its neighbours, started in order and stopped in the other.
//
// A transaction's way: submit -> mempool -> sequencer -> block -> batcher -> settler. Each stage is
// a thread with a durable cursor in the database; killed at any instruction, the node resumes where
// it was.

#include <spdlog/logger.h>

#include <memory>
#include <string>
#include <vector>

#include "kernel/host/config/settings.hpp"
#include "kernel/host/plugin/registry.hpp"
#include "kernel/node/chain.hpp"
#include "kernel/node/fees/fee_source.hpp"
#include "kernel/node/mempool/mempool.hpp"
#include "sdk/crypto/native/signing.hpp"

namespace dovetail::node {

/// How one stage fares, in words for a person.
struct StageStatus {
  std::string name;     ///< "fees", "sequencer", "batcher", "settler"
  bool healthy = true;  ///< false: something must be done, text says what
  std::string text;
};

struct BatchProgress {
  uint64_t number = 0;
  std::string stage;   ///< "open", "sealed", "published", "committing", "committed"
  std::string reason;  ///< why it stands there
  std::string next;    ///< what would move it
};

struct NodeStatus {
  uint64_t latest_block = 0, safe_block = 0, finalized_block = 0;
  uint64_t batches_sealed = 0, batches_committed = 0, batches_proven = 0, batches_executed = 0;
  double transactions_per_second = 0;  ///< over the last ten seconds
  uint64_t pool_pending = 0, pool_queued = 0;
  uint64_t l1_chain_id = 0;  ///< 0: not reached yet
  std::optional<config::Contracts> contracts;
  Address settler;
  U256 settler_balance;  ///< wei
  std::vector<StageStatus> stages;
};

/// @return the key of settler.*; nothing if none is configured. Fails if it cannot be read.
Expected<std::optional<SigningKey>> settler_key(const config::SettlerSettings& settings);

class Node {
 public:
  /// Starts the stages over an open chain (genesis.hpp) and a registry whose slots are filled; both
  /// outlive the node.
  /// @param artifacts  folder of the compiled contracts. Fails if the settler's key cannot be read.
  static Expected<std::unique_ptr<Node>> start(const config::Settings& settings,
                                               state::Database& database, plugin::Registry& plugins,
                                               std::shared_ptr<spdlog::logger> logger,
                                               const std::filesystem::path& artifacts);
  ~Node();

  /// Takes a transaction in its network form. Fails with geth's words.  @return its hash.
  Expected<Hash256> submit(ByteView raw);

  Chain& chain();
  Mempool& mempool();
  const FeeSource& fees() const;
  /// @return the base fee that the next block will have, wei.
  U256 next_base_fee() const;
  /// @return the nonce that follows the sender's pending transactions.
  Expected<uint64_t> pending_nonce(const Address& sender) const;

  NodeStatus status() const;
  /// Names the stage at which a batch stands, why, and what would move it. Fails with not_found
  /// above the open batch.
  Expected<BatchProgress> why(uint64_t batch) const;

  /// Applies the settings of reload class `live`.
  void apply(const config::Settings& settings);

  class Impl;

 private:
  explicit Node(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace dovetail::node
