#pragma once
// The L2 chain as every stage reads it: parameters, blocks with decoded headers, the environment of
// the next block.

#include <memory>

#include "kernel/node/events.hpp"
#include "kernel/state/database.hpp"
#include "kernel/zkevm/block/execute.hpp"
#include "kernel/zkevm/block/header.hpp"

namespace dovetail::node {

struct ChainParameters {
  uint64_t id = 0;
  Address fee_collector;  ///< COINBASE
  uint64_t block_gas_max = 0;
};

/// BLOCKHASH of a block's ancestors, read when first asked for.
class AncestorHashes final : public zkevm::BlockHashes {
 public:
  /// @param parent  number of the block before the one that executes.
  AncestorHashes(const state::Database& database, uint64_t parent)
      : database_(database), parent_(parent) {}
  Hash256 block_hash(uint64_t number) override;

 private:
  const state::Database& database_;
  uint64_t parent_;
};

/// A block's header as it is stored and as its fields. Views of the fields borrow from the stored
/// bytes.
struct BlockHeader {
  state::StoredHeader stored;
  zkevm::Header header;
};

class Chain {
 public:
  Chain(state::Database& database, ChainParameters parameters);

  state::Database& database() { return database_; }
  const state::Database& database() const { return database_; }
  const ChainParameters& parameters() const { return parameters_; }
  Events& events() { return events_; }
  /// For the hash tables of an execution: no sender can know it and make keys collide.
  uint64_t hash_seed() const { return hash_seed_; }

  /// @return the number of the latest block; genesis is always there.
  uint64_t latest() const;
  /// Fails with not_found above the latest block.
  Expected<BlockHeader> header(uint64_t block) const;
  /// @return what a transaction in this block saw, hashes unset.
  zkevm::BlockEnv environment(const zkevm::Header& header) const;

  /// @return an account of the latest state; the default account if it does not exist. Fails if the
  /// state cannot be read.
  Expected<zkevm::Account> account(const Address& address) const;

 private:
  state::Database& database_;
  ChainParameters parameters_;
  const uint64_t hash_seed_;
  Events events_;
};

}  // namespace dovetail::node
