#include "kernel/node/batch/sealing.hpp"

#include <chrono>

#include "kernel/state/batch_builder.hpp"

namespace dovetail::node {
namespace {

Expected<uint64_t> count_transactions(const state::Database& database, uint64_t first,
                                      uint64_t last) {
  uint64_t count = 0;
  for (uint64_t block = first; block <= last; ++block) {
    auto transactions = database.transactions(block);
    if (!transactions) return transactions.error();
    count += transactions->size();
  }
  return count;
}

uint64_t now_s() {
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(
                                   std::chrono::system_clock::now().time_since_epoch())
                                   .count());
}

}  // namespace

Expected<SealedBatch> make_batch(const Chain& chain, uint64_t number, uint64_t first, uint64_t last,
                                 uint64_t settlement_chain_id) {
  const state::Database& database = chain.database();
  SealedBatch out;
  state::BatchRecord& record = out.record;
  record.number = number;
  record.sealed_at = now_s();
  if (number > 0) {
    auto before = database.batch(number - 1);
    if (!before) return before.error();
    record.state_before = before->state_after;
  }
  auto first_header = database.header(first);
  if (!first_header) return first_header.error();
  auto last_header = database.header(last);
  if (!last_header) return last_header.error();
  auto transactions = count_transactions(database, first, last);
  if (!transactions) return transactions.error();
  auto contents = state::build_batch(database, first, last);
  if (!contents) return contents.error();

  record.state_after = contents->state_after;
  record.tree_root = contents->tree.after.root;
  record.tree_next_index = contents->tree.after.next_index;
  zkevm::BatchOutput& output = record.output;
  output.chain_id = chain.parameters().id;
  output.first_timestamp = first_header->timestamp;
  output.last_timestamp = last_header->timestamp;
  output.l2_transactions = *transactions;
  output.logs_root = zkevm::logs_root({});
  output.settlement_chain_id = settlement_chain_id;
  output.first_block = first;
  output.last_block = last;
  out.pubdata = std::move(contents->pubdata);
  out.tree = std::move(contents->tree);
  return out;
}

}  // namespace dovetail::node
