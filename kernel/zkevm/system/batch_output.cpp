#include "kernel/zkevm/system/batch_output.hpp"

#include "sdk/base/assert.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::zkevm {
namespace {

constexpr unsigned kLogsTreeDepth = 14;

void add(Keccak256& hash, const U256& word) {
  hash.update(word.to_be().view());
}
void add(Keccak256& hash, const Hash256& word) {
  hash.update(word.view());
}
void add_u64(Keccak256& hash, uint64_t number) {
  uint8_t bytes[8];
  store_be64(bytes, number);
  hash.update(bytes);
}

Hash256 keccak_pair(const Hash256& left, const Hash256& right) {
  Keccak256 hash;
  add(hash, left);
  add(hash, right);
  return hash.finish();
}

Hash256 hash_stored(uint64_t number, const Hash256& state_after, const BatchOutput& output,
                    const Hash256& commitment) {
  Keccak256 stored;
  add(stored, U256(number));
  add(stored, state_after);
  add(stored, U256());
  add(stored, U256(output.l1_transactions));
  add(stored, output.priority_operations_hash);
  add(stored, output.dependency_roots_hash);
  add(stored, output.logs_root);
  add(stored, U256());
  add(stored, commitment);
  return stored.finish();
}

}  // namespace

Hash256 hash(const BatchOutput& output) {
  Keccak256 hash;
  add(hash, output.chain_id);
  add_u64(hash, output.first_timestamp);
  add_u64(hash, output.last_timestamp);
  add(hash, U256(output.da_scheme));
  add(hash, output.da_commitment);
  add(hash, U256(output.l1_transactions));
  add(hash, U256(output.l2_transactions));
  add(hash, output.priority_operations_hash);
  add(hash, output.logs_root);
  add(hash, output.upgrade_tx_hash);
  add(hash, output.dependency_roots_hash);
  add(hash, output.settlement_chain_id);
  add_u64(hash, output.first_block);
  add_u64(hash, output.last_block);
  return hash.finish();
}

Hash256 stored_batch_hash(uint64_t batch_number, const Hash256& state_after,
                          const BatchOutput& output) {
  return hash_stored(batch_number, state_after, output, hash(output));
}

Hash256 stored_genesis_hash(const Hash256& state_commitment) {
  return hash_stored(0, state_commitment, {}, {});
}

Hash256 public_input(const Hash256& state_before, const Hash256& state_after,
                     const Hash256& output) {
  Keccak256 hash;
  add(hash, state_before);
  add(hash, state_after);
  add(hash, output);
  return hash.finish();
}

Hash256 logs_root(std::span<Hash256> leaves) {
  DOVETAIL_ASSERT(leaves.size() <= kLogsMax);
  const uint8_t no_log[kLogBytes]{};
  Hash256 empty = keccak256(no_log);
  size_t count = leaves.size();
  for (unsigned level = 0; level < kLogsTreeDepth; ++level) {
    for (size_t i = 0; i < count; i += 2)
      leaves[i / 2] = keccak_pair(leaves[i], i + 1 < count ? leaves[i + 1] : empty);
    count = (count + 1) / 2;
    empty = keccak_pair(empty, empty);
  }
  const Hash256 no_multichain_root;
  return keccak_pair(count == 0 ? empty : leaves[0], no_multichain_root);
}

}  // namespace dovetail::zkevm
