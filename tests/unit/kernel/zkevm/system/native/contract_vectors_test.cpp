// Batch output, stored batch and public input against the golden file that the Solidity contracts
// wrote.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "kernel/zkevm/system/batch_output.hpp"
#include "sdk/cpp/text.hpp"

namespace dovetail::zkevm {
namespace {

boost::json::object vectors() {
  const std::ifstream file(DOVETAIL_VECTORS "/batch_output.json");
  std::stringstream text;
  text << file.rdbuf();
  return boost::json::parse(text.str()).as_object();
}

Hash256 word(const boost::json::object& batch, const char* name) {
  return *fixed_from_hex<32>(std::string(batch.at(name).as_string()));
}
U256 number(const boost::json::object& batch, const char* name) {
  return *from_quantity(std::string(batch.at(name).as_string()));
}
uint64_t u64(const boost::json::object& batch, const char* name) {
  return number(batch, name).low_u64();
}

BatchOutput output_of(const boost::json::object& batch) {
  BatchOutput output;
  output.chain_id = number(batch, "chainId");
  output.first_timestamp = u64(batch, "firstBlockTimestamp");
  output.last_timestamp = u64(batch, "lastBlockTimestamp");
  output.da_scheme = static_cast<uint8_t>(u64(batch, "daCommitmentScheme"));
  output.da_commitment = word(batch, "daCommitment");
  output.l1_transactions = u64(batch, "numberOfLayer1Txs");
  output.l2_transactions = u64(batch, "numberOfLayer2Txs");
  output.priority_operations_hash = word(batch, "priorityOperationsHash");
  output.logs_root = word(batch, "l2LogsTreeRoot");
  output.upgrade_tx_hash = word(batch, "upgradeTxHash");
  output.dependency_roots_hash = word(batch, "dependencyRootsRollingHash");
  output.settlement_chain_id = number(batch, "slChainId");
  output.first_block = u64(batch, "firstBlockNumber");
  output.last_block = u64(batch, "lastBlockNumber");
  return output;
}

TEST(contract_vectors, agree_with_the_batch_output) {
  const auto root = vectors();
  int compared = 0;
  for (const auto& entry : root.at("batches").as_array()) {
    const auto& batch = entry.as_object();
    // The contracts count transactions in 256 bits, we in 64.
    if (!number(batch, "numberOfLayer1Txs").fits_u64()) continue;
    const BatchOutput output = output_of(batch);
    const Hash256 after = word(batch, "newStateCommitment");
    EXPECT_EQ(hash(output), word(batch, "batchOutputHash")) << batch.at("name");
    EXPECT_EQ(stored_batch_hash(u64(batch, "batchNumber"), after, output),
              word(batch, "storedBatchHash"))
        << batch.at("name");
    EXPECT_EQ(public_input(word(batch, "stateBefore"), after, hash(output)),
              word(batch, "publicInput"))
        << batch.at("name");
    ++compared;
  }
  EXPECT_GE(compared, 3);
}

TEST(contract_vectors, agree_with_the_genesis_batch) {
  const auto root = vectors();
  const auto& genesis = root.at("genesis").as_object();
  EXPECT_EQ(stored_genesis_hash(word(genesis, "stateCommitment")),
            word(genesis, "storedBatchHash"));
}

}  // namespace
}  // namespace dovetail::zkevm
