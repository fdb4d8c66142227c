#include "kernel/state/batch_record.hpp"

#include "kernel/state/list_writer.hpp"

namespace dovetail::state {
namespace {

ListWriter write_output(const zkevm::BatchOutput& output) {
  return ListWriter()
      .add(output.chain_id)
      .add(U256(output.first_timestamp))
      .add(U256(output.last_timestamp))
      .add(U256(output.da_scheme))
      .add(output.da_commitment.view())
      .add(U256(output.l1_transactions))
      .add(U256(output.l2_transactions))
      .add(output.priority_operations_hash.view())
      .add(output.logs_root.view())
      .add(output.upgrade_tx_hash.view())
      .add(output.dependency_roots_hash.view())
      .add(output.settlement_chain_id)
      .add(U256(output.first_block))
      .add(U256(output.last_block));
}

zkevm::BatchOutput read_output(FieldReader& record) {
  zkevm::BatchOutput output;
  FieldReader fields = record.list();
  output.chain_id = fields.number256();
  output.first_timestamp = fields.number();
  output.last_timestamp = fields.number();
  output.da_scheme = static_cast<uint8_t>(fields.number());
  output.da_commitment = fields.fixed<32>();
  output.l1_transactions = fields.number();
  output.l2_transactions = fields.number();
  output.priority_operations_hash = fields.fixed<32>();
  output.logs_root = fields.fixed<32>();
  output.upgrade_tx_hash = fields.fixed<32>();
  output.dependency_roots_hash = fields.fixed<32>();
  output.settlement_chain_id = fields.number256();
  output.first_block = fields.number();
  output.last_block = fields.number();
  record.close(fields);
  return output;
}

ListWriter write_plugins(const std::vector<PluginUse>& plugins) {
  ListWriter list;
  for (const PluginUse& plugin : plugins)
    list.add(ListWriter()
                 .add(view_of(plugin.id))
                 .add(view_of(plugin.version))
                 .add(plugin.content_hash.view()));
  return list;
}

std::vector<PluginUse> read_plugins(FieldReader& record) {
  std::vector<PluginUse> plugins;
  FieldReader list = record.list();
  while (list.more()) {
    FieldReader fields = list.list();
    PluginUse& plugin = plugins.emplace_back();
    plugin.id = fields.text();
    plugin.version = fields.text();
    plugin.content_hash = fields.fixed<32>();
    list.close(fields);
  }
  record.close(list);
  return plugins;
}

}  // namespace

const char* text(BatchStatus status) {
  switch (status) {
    case BatchStatus::sealed:
      return "sealed";
    case BatchStatus::published:
      return "published";
    case BatchStatus::committing:
      return "committing";
    case BatchStatus::committed:
      return "committed";
    case BatchStatus::proven:
      return "proven";
    case BatchStatus::executed:
      return "executed";
  }
  return "unknown";
}

Bytes encode_batch(const BatchRecord& record) {
  return ListWriter()
      .add(U256(record.number))
      .add(U256(static_cast<uint64_t>(record.status)))
      .add(U256(record.sealed_at))
      .add(record.state_before.view())
      .add(record.state_after.view())
      .add(record.tree_root.view())
      .add(U256(record.tree_next_index))
      .add(write_output(record.output))
      .add(record.da_l1_input)
      .add(record.da_receipt)
      .add(record.commit_tx.view())
      .add(record.prove_tx.view())
      .add(record.execute_tx.view())
      .add(U256(record.commit_attempts))
      .add(write_plugins(record.plugins))
      .finish();
}

Expected<BatchRecord> decode_batch(ByteView bytes) {
  BatchRecord record;
  FieldReader fields = FieldReader::record(bytes);
  record.number = fields.number();
  const uint64_t status = fields.number();
  if (status > static_cast<uint64_t>(BatchStatus::executed)) fields.fail();
  record.status = static_cast<BatchStatus>(status);
  record.sealed_at = fields.number();
  record.state_before = fields.fixed<32>();
  record.state_after = fields.fixed<32>();
  record.tree_root = fields.fixed<32>();
  record.tree_next_index = fields.number();
  record.output = read_output(fields);
  record.da_l1_input = fields.bytes();
  record.da_receipt = fields.bytes();
  record.commit_tx = fields.fixed<32>();
  record.prove_tx = fields.fixed<32>();
  record.execute_tx = fields.fixed<32>();
  record.commit_attempts = static_cast<uint32_t>(fields.number());
  record.plugins = read_plugins(fields);
  if (!fields.ok())
    return Failure(Status::corrupt,
                   "a stored batch record does not decode: the data directory is damaged; put back "
                   "a copy of it: this version cannot rebuild it from L1");
  return record;
}

}  // namespace dovetail::state
