#pragma once
// What a batch proves to L1: batch output, stored batch and public input, hashed as the contracts
// hash them. Source: era-contracts draft-v31, Committer and IExecutor; the block numbers at the end
// of the output are ours.

#include <span>

#include "sdk/base/bytes.hpp"
#include "sdk/base/hex.hpp"
#include "sdk/base/u256.hpp"

namespace dovetail::zkevm {

/// The rolling hash over no L1 operation: keccak256 of nothing.
inline constexpr Hash256 kNoPriorityOperations =
    fixed_hex<32>("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");

struct BatchOutput {
  U256 chain_id;
  uint64_t first_timestamp = 0;  ///< seconds, of the first block
  uint64_t last_timestamp = 0;
  uint8_t da_scheme = 0;
  Hash256 da_commitment;
  uint64_t l1_transactions = 0;
  uint64_t l2_transactions = 0;
  Hash256 priority_operations_hash = kNoPriorityOperations;
  Hash256 logs_root;
  Hash256 upgrade_tx_hash;
  Hash256 dependency_roots_hash;
  U256 settlement_chain_id;
  uint64_t first_block = 0;
  uint64_t last_block = 0;

  friend bool operator==(const BatchOutput&, const BatchOutput&) = default;
};

/// @return keccak256 of chain id 32 | first timestamp 8 | last timestamp 8 | DA scheme 32 | DA
/// commitment 32 | L1 transactions 32 | L2 transactions 32 | priority operations 32 | logs root 32
/// | upgrade transaction 32 | dependency roots 32 | settlement chain id 32 | first block 8 | last
/// block 8, numbers big endian.
Hash256 hash(const BatchOutput& output);

/// @return what L1 stores of a batch: keccak256 of nine words: number, state commitment, 0, L1
/// transactions, priority operations, dependency roots, logs root, 0, batch output.
Hash256 stored_batch_hash(uint64_t batch_number, const Hash256& state_after,
                          const BatchOutput& output);

/// @return what L1 stores of batch 0: as above with no operations, and zero for logs root and batch
/// output.
Hash256 stored_genesis_hash(const Hash256& state_commitment);

/// @return keccak256 of state before | state after | batch output, all 256 bits of it.
Hash256 public_input(const Hash256& state_before, const Hash256& state_after,
                     const Hash256& output);

inline constexpr size_t kLogBytes =
    88;  ///< shard 1 | service 1 | transaction 2 | sender 20 | key 32 | value 32
inline constexpr size_t kLogsMax = 16384;

/// @param leaves  keccak256 of each log's 88 bytes, at most kLogsMax; overwritten: the memory is
/// used for the tree.
/// @return keccak256 of the root of the 16,384-leaf tree, whose other leaves are keccak256 of 88
/// zero bytes, and of the multichain root, which is zero on a chain that settles no other.
Hash256 logs_root(std::span<Hash256> leaves);

}  // namespace dovetail::zkevm
