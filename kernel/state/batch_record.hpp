#pragma once
// What a batch is in the database. Its pubdata lies under a key of its own: it never changes and is
// large.

#include <string>
#include <vector>

#include "kernel/zkevm/system/batch_output.hpp"
#include "sdk/cpp/text.hpp"

namespace dovetail::state {

/// How far a batch has come. The numbers are stored: append only.
enum class BatchStatus : uint8_t {
  sealed = 0,
  published = 1,   ///< its pubdata is with the DA layer
  committing = 2,  ///< a commit transaction may be on its way to L1
  committed = 3,
  proven = 4,
  executed = 5,
};
const char* text(BatchStatus status);

/// A plugin that had a part in a batch.
struct PluginUse {
  std::string id, version;
  Hash256 content_hash;  ///< of the plugin file

  friend bool operator==(const PluginUse&, const PluginUse&) = default;
};

struct BatchRecord {
  uint64_t number = 0;  ///< batch 0 is the genesis block alone
  BatchStatus status = BatchStatus::sealed;
  uint64_t sealed_at = 0;             ///< seconds, clock of the node
  Hash256 state_before, state_after;  ///< state commitments
  Hash256 tree_root;
  uint64_t tree_next_index = 0;
  zkevm::BatchOutput
      output;  ///< holds the block range; DA commitment and scheme from `published` on
  Bytes da_l1_input, da_receipt;
  Hash256 commit_tx, prove_tx, execute_tx;  ///< L1 transaction hashes, zero before they are sent
  uint32_t commit_attempts = 0;
  std::vector<PluginUse> plugins;

  friend bool operator==(const BatchRecord&, const BatchRecord&) = default;
};

Bytes encode_batch(const BatchRecord& record);
Expected<BatchRecord> decode_batch(ByteView bytes);

}  // namespace dovetail::state
