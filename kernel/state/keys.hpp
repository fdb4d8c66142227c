#pragma once
// The keys of the database: one letter for the kind, then fixed-width parts, numbers big endian, so
// that byte order is number order. README.md says what each value holds.

#include <string_view>

#include "sdk/cpp/text.hpp"

namespace dovetail::state::keys {

inline constexpr char kMeta = 'm';            // m name
inline constexpr char kAccount = 'a';         // a address
inline constexpr char kSlot = 's';            // s flat_key
inline constexpr char kCode = 'c';            // c keccak256
inline constexpr char kAccountHistory = 'A';  // A address block
inline constexpr char kSlotHistory = 'S';     // S flat_key block
inline constexpr char kJournal = 'J';         // J block
inline constexpr char kHeader = 'h';          // h block
inline constexpr char kBody = 'b';            // b block
inline constexpr char kReceipts = 'r';        // r block
inline constexpr char kHashToBlock = 'H';     // H block_hash
inline constexpr char kTransaction = 't';     // t tx_hash
inline constexpr char kBatch = 'B';           // B batch
inline constexpr char kPubdata = 'D';         // D batch
inline constexpr char kBatchByLast = 'L';     // L last_block
inline constexpr char kTreeUndo = 'U';        // U batch
inline constexpr char kTreeLeaf = 'l';        // l index
inline constexpr char kTreePage = 'p';        // p level index
inline constexpr char kTreeKey = 'k';         // k flat_key
inline constexpr char kRecord = 'R';          // R name
inline constexpr char kPlugin = 'P';          // P length(namespace) namespace key

inline constexpr std::string_view kSchema = "schema", kIdentity = "identity", kHeads = "heads",
                                  kTree = "tree";

/// A key put together from its parts.
class Key {
 public:
  explicit Key(char kind) { bytes_.push_back(static_cast<uint8_t>(kind)); }
  Key& add(ByteView part) {
    bytes_.insert(bytes_.end(), part.begin(), part.end());
    return *this;
  }
  Key& add(std::string_view part) { return add(view_of(part)); }
  Key& add(uint64_t number) {
    uint8_t digits[8];
    store_be64(digits, number);
    return add(ByteView(digits));
  }
  Key& add_byte(uint8_t byte) {
    bytes_.push_back(byte);
    return *this;
  }
  operator ByteView() const { return bytes_; }  // NOLINT(google-explicit-constructor)

 private:
  Bytes bytes_;
};

inline Key numbered(char kind, uint64_t number) {
  return Key(kind).add(number);
}
inline Key hashed(char kind, const Hash256& hash) {
  return Key(kind).add(hash.view());
}
inline Key meta(std::string_view name) {
  return Key(kMeta).add(name);
}
inline Key account(const Address& address) {
  return Key(kAccount).add(address.view());
}
inline Key account_history(const Address& address, uint64_t block) {
  return Key(kAccountHistory).add(address.view()).add(block);
}
inline Key slot_history(const Hash256& flat_key, uint64_t block) {
  return Key(kSlotHistory).add(flat_key.view()).add(block);
}
/// The number at the end of a key; the key has at least 8 bytes.
inline uint64_t last_number(ByteView key) {
  return load_be64(key.data() + key.size() - 8);
}

}  // namespace dovetail::state::keys
