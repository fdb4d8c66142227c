#pragma once
// What a block is in the database: its header, transactions, receipts and writes. Encodings:
// README.md.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kernel/zkevm/state/reader.hpp"
#include "sdk/cpp/text.hpp"

namespace dovetail::state {

struct StoredHeader {
  uint64_t number = 0;
  Hash256 hash;
  uint64_t timestamp = 0;  ///< seconds
  Bytes rlp;               ///< the header in Ethereum's format: its bloom serves log searches
};

struct StoredTransaction {
  Hash256 hash;
  Address sender;
  Bytes raw;  ///< network form (EIP-2718)

  friend bool operator==(const StoredTransaction&, const StoredTransaction&) = default;
};

struct StoredLog {
  Address address;
  std::vector<Hash256> topics;  ///< at most 4
  Bytes data;

  friend bool operator==(const StoredLog&, const StoredLog&) = default;
};

struct Receipt {
  uint8_t type = 0;  ///< EIP-2718 type of the transaction
  bool success = false;
  uint64_t gas_used = 0;
  uint64_t cumulative_gas_used = 0;  ///< of the block up to and with this transaction
  U256 effective_gas_price;          ///< wei
  std::optional<Address> created;
  std::vector<StoredLog> logs;

  friend bool operator==(const Receipt&, const Receipt&) = default;
};

/// Where a transaction lies.
struct TransactionPlace {
  uint64_t block = 0;
  uint32_t index = 0;
};

/// The state of an account after a block; nothing if it does not exist.
struct AccountWrite {
  Address address;
  std::optional<zkevm::Account> after;
};
struct StorageWrite {
  Address address;
  Hash256 slot;
  U256 after;
};
struct NamedRecord {
  std::string name;
  Bytes value;
};

/// Everything of one block, written at once. Each account and slot appears at most once.
struct BlockCommit {
  StoredHeader header;
  Hash256 parent_hash;
  std::vector<StoredTransaction> transactions;
  std::vector<Receipt> receipts;  ///< one for each transaction
  std::vector<AccountWrite> accounts;
  std::vector<StorageWrite> storage;
  std::vector<std::pair<Hash256, Bytes>> codes;  ///< by keccak256
  std::vector<NamedRecord> records;              ///< cursors that move with the block
};

Bytes encode_header(const StoredHeader& header);
Expected<StoredHeader> decode_header(uint64_t number, ByteView bytes);

Bytes encode_transactions(const std::vector<StoredTransaction>& transactions);
Expected<std::vector<StoredTransaction>> decode_transactions(ByteView bytes);

Bytes encode_receipts(const std::vector<Receipt>& receipts);
Expected<std::vector<Receipt>> decode_receipts(ByteView bytes);

/// 76 bytes: nonce u64, balance u256, code hash, code size u32, all big endian.
Bytes encode_account(const zkevm::Account& account);
Expected<zkevm::Account> decode_account(ByteView bytes);

/// The keys that one block wrote, so that its history can be found again.
struct Journal {
  std::vector<Address> accounts;
  std::vector<std::pair<Address, Hash256>> slots;
};
Bytes encode_journal(const Journal& journal);
Expected<Journal> decode_journal(ByteView bytes);

}  // namespace dovetail::state
