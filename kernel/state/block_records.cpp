#include "kernel/state/block_records.hpp"

#include "kernel/state/list_writer.hpp"

namespace dovetail::state {
namespace {

constexpr size_t kAccountBytes = 76;
constexpr size_t kSlotBytes = 52;
constexpr size_t kTopicsMax = 4;

Failure damaged(const char* what) {
  return {
      Status::corrupt,
      std::string("the stored ") + what +
          " does not decode: the data directory is damaged; put back a copy of it: this version "
          "cannot rebuild it from L1"};
}

ListWriter write_log(const StoredLog& log) {
  ListWriter topics;
  for (const Hash256& topic : log.topics) topics.add(topic.view());
  return ListWriter().add(log.address.view()).add(topics).add(log.data);
}

StoredLog read_log(FieldReader& list) {
  StoredLog log;
  FieldReader fields = list.list();
  log.address = fields.fixed<20>();
  FieldReader topics = fields.list();
  while (topics.more()) log.topics.push_back(topics.fixed<32>());
  if (log.topics.size() > kTopicsMax) topics.fail();
  fields.close(topics);
  log.data = fields.bytes();
  list.close(fields);
  return log;
}

ListWriter write_receipt(const Receipt& receipt) {
  ListWriter logs;
  for (const StoredLog& log : receipt.logs) logs.add(write_log(log));
  return ListWriter()
      .add(U256(receipt.type))
      .add(U256(receipt.success))
      .add(U256(receipt.gas_used))
      .add(U256(receipt.cumulative_gas_used))
      .add(receipt.effective_gas_price)
      .add(receipt.created ? receipt.created->view() : ByteView())
      .add(logs);
}

Receipt read_receipt(FieldReader& list) {
  Receipt receipt;
  FieldReader fields = list.list();
  receipt.type = static_cast<uint8_t>(fields.number());
  receipt.success = fields.number() != 0;
  receipt.gas_used = fields.number();
  receipt.cumulative_gas_used = fields.number();
  receipt.effective_gas_price = fields.number256();
  const Bytes created = fields.bytes();
  if (created.size() == Address::kSize)
    receipt.created = Address::from(created);
  else if (!created.empty())
    fields.fail();
  FieldReader logs = fields.list();
  while (logs.more()) receipt.logs.push_back(read_log(logs));
  fields.close(logs);
  list.close(fields);
  return receipt;
}

}  // namespace

Bytes encode_header(const StoredHeader& header) {
  return ListWriter().add(header.hash.view()).add(U256(header.timestamp)).add(header.rlp).finish();
}

Expected<StoredHeader> decode_header(uint64_t number, ByteView bytes) {
  StoredHeader header;
  FieldReader fields = FieldReader::record(bytes);
  header.number = number;
  header.hash = fields.fixed<32>();
  header.timestamp = fields.number();
  header.rlp = fields.bytes();
  if (!fields.ok()) return damaged("block header");
  return header;
}

Bytes encode_transactions(const std::vector<StoredTransaction>& transactions) {
  ListWriter list;
  for (const StoredTransaction& tx : transactions)
    list.add(ListWriter().add(tx.hash.view()).add(tx.sender.view()).add(tx.raw));
  return list.finish();
}

Expected<std::vector<StoredTransaction>> decode_transactions(ByteView bytes) {
  std::vector<StoredTransaction> transactions;
  FieldReader list = FieldReader::record(bytes);
  while (list.more()) {
    FieldReader fields = list.list();
    StoredTransaction& tx = transactions.emplace_back();
    tx.hash = fields.fixed<32>();
    tx.sender = fields.fixed<20>();
    tx.raw = fields.bytes();
    list.close(fields);
  }
  if (!list.ok()) return damaged("block body");
  return transactions;
}

Bytes encode_receipts(const std::vector<Receipt>& receipts) {
  ListWriter list;
  for (const Receipt& receipt : receipts) list.add(write_receipt(receipt));
  return list.finish();
}

Expected<std::vector<Receipt>> decode_receipts(ByteView bytes) {
  std::vector<Receipt> receipts;
  FieldReader list = FieldReader::record(bytes);
  while (list.more()) receipts.push_back(read_receipt(list));
  if (!list.ok()) return damaged("receipts");
  return receipts;
}

Bytes encode_account(const zkevm::Account& account) {
  Bytes out(kAccountBytes);
  const Hash256 balance = account.balance.to_be();
  store_be64(out.data(), account.nonce);
  std::copy(balance.begin(), balance.end(), out.begin() + 8);
  std::copy(account.code_hash.begin(), account.code_hash.end(), out.begin() + 40);
  store_be32(out.data() + 72, account.code_size);
  return out;
}

Expected<zkevm::Account> decode_account(ByteView bytes) {
  if (bytes.size() != kAccountBytes) return damaged("account");
  zkevm::Account account;
  account.nonce = load_be64(bytes.data());
  account.balance = U256::from_be(bytes.subspan(8, 32));
  account.code_hash = Hash256::from(bytes.subspan(40, 32));
  account.code_size = load_be32(bytes.data() + 72);
  return account;
}

Bytes encode_journal(const Journal& journal) {
  Bytes out(4);
  store_be32(out.data(), static_cast<uint32_t>(journal.accounts.size()));
  for (const Address& address : journal.accounts)
    out.insert(out.end(), address.begin(), address.end());
  for (const auto& [address, slot] : journal.slots) {
    out.insert(out.end(), address.begin(), address.end());
    out.insert(out.end(), slot.begin(), slot.end());
  }
  return out;
}

Expected<Journal> decode_journal(ByteView bytes) {
  if (bytes.size() < 4) return damaged("journal");
  const size_t accounts = load_be32(bytes.data());
  ByteView rest = bytes.subspan(4);
  if (accounts > rest.size() / Address::kSize) return damaged("journal");
  Journal journal;
  for (size_t i = 0; i < accounts; ++i, rest = rest.subspan(Address::kSize))
    journal.accounts.push_back(Address::from(rest));
  if (rest.size() % kSlotBytes != 0) return damaged("journal");
  for (; !rest.empty(); rest = rest.subspan(kSlotBytes))
    journal.slots.emplace_back(Address::from(rest), Hash256::from(rest.subspan(Address::kSize)));
  return journal;
}

}  // namespace dovetail::state
