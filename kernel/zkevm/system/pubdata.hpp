#pragma once
// Canonical pubdata: what everybody needs to follow the state over one batch. Version 1, codec 0.
//
// Fixed numbers are big endian. varint is unsigned LEB128: 7 bits a byte, lowest first, shortest
// form, at most 64 bits.
//
//   version u8 = 1 | codec u8 = 0 | first block u64 | last block u64 | last timestamp u64 (seconds)
//   one hash 32 for each block
//   u32 logs     | log 88 each        shard 1, service 1, transaction u16, sender 20, key 32, value
//   32 u32 messages | (u32 size, bytes) each u32 codes    | (u32 size, bytes) each, not empty,
//   ascending by keccak256. Each one's known-code leaf
//                  (tree_hash.hpp) becomes 1: that write is implied and appears nowhere below.
//   varint repeated writes | (varint leaf index, change) each, ascending by index
//   varint first writes    | (key 32, value) each, ascending by flat key
//   varint first accounts  | (address 20, account) each, ascending by address
//
// value is the metadata byte and operand of value_diff.hpp; before a first write the value is 0.
// change is a value, or an account if the leaf is one's (never its hash).
// account begins with a byte 4 | flags << 3, and then, for each flag in this order:
//   1 nonce    value
//   2 balance  value
//   4 code     varint: 0 none any more; 1 and the keccak256 of code that was known before the
//   batch; n + 2: code n above 8 removed  nothing follows, and no other flag is set: the account is
//   empty (EIP-161) and its leaf zero
// Before a first write of an account, and after a removal, nonce and balance are 0 and there is no
// code.
//
// There is one encoding of each batch: the decoder refuses every other. What a program compares are
// nevertheless the (key, new value) that the visitor gets, not bytes.

#include <span>

#include "kernel/zkevm/system/account_properties.hpp"
#include "sdk/base/arena.hpp"
#include "sdk/base/result.hpp"

namespace dovetail::zkevm {

inline constexpr uint8_t kPubdataVersion = 1;
inline constexpr uint8_t kCodecNone = 0;

using L2Log = FixedBytes<88>;

struct PubdataRange {
  uint64_t first_block = 0, last_block = 0;
  uint64_t last_timestamp = 0;  ///< seconds
};

struct PublishedCode {
  Hash256 hash;  ///< keccak256
  ByteView bytes;
};

/// A leaf that exists. Either values or accounts count.
struct RepeatedWrite {
  uint64_t index = 0;
  bool is_account = false;
  U256 before, after;
  Account account_before, account_after;
};
struct FirstWrite {
  Hash256 key;
  U256 after;
};
struct FirstAccount {
  Address address;
  Account after;
};

/// A batch's pubdata, with every list in the order that the format asks for and without changes
/// that are none.
struct PubdataContents {
  PubdataRange range;
  std::span<const Hash256> block_hashes;
  std::span<const L2Log> logs;
  std::span<const ByteView> messages;
  std::span<const PublishedCode> codes;
  std::span<const RepeatedWrite> repeated;
  std::span<const FirstWrite> first_writes;
  std::span<const FirstAccount> first_accounts;
};

class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual void write(ByteView bytes) = 0;
};

/// Writes canonical pubdata. Cannot fail on contents that keep the contract of PubdataContents.
void encode_pubdata(const PubdataContents& contents, ByteSink& out);

/// What a leaf held before the batch.
struct LeafBefore {
  Hash256 key;
  bool is_account = false;
  U256 value;
  Account account;
};
struct CodeFacts {
  Hash256 blake;      ///< blake2s
  uint32_t size = 0;  ///< bytes
};

/// The state before the batch, as the decoder asks for it.
class PubdataResolver {
 public:
  virtual ~PubdataResolver() = default;
  /// Fails if there is no such leaf, or it is a guard leaf.
  virtual Result<LeafBefore> leaf(uint64_t index) = 0;
  /// @return whether no leaf has this key.
  virtual bool is_absent(const Hash256& key) = 0;
  /// Code that was published before the batch. Fails if this keccak256 is not known.
  virtual Result<CodeFacts> code(const Hash256& hash) = 0;
};

/// Gets what pubdata says, in its order. Counts for nothing if decoding fails afterwards.
class PubdataVisitor {
 public:
  virtual ~PubdataVisitor() = default;
  virtual void block_hash(uint64_t block, const Hash256& hash) = 0;
  virtual void log(const L2Log& log) = 0;
  virtual void message(ByteView message) = 0;
  /// New code, and with it the write of 1 to known_code_key(code.hash).
  virtual void code(const PublishedCode& code) = 0;
  virtual void value(const Hash256& key, const U256& after) = 0;
  /// @param after  empty: the account was removed.
  virtual void account(const Hash256& key, const AccountProperties& after) = 0;
};

/// Decodes strictly: truncation, trailing bytes, wrong order, another encoding of the same, changes
/// that change nothing, first writes of known keys and code that was known already all fail with
/// invalid_argument; another version or codec with unsupported.  @param arena  holds the list of
/// new codes.
Result<PubdataRange> decode_pubdata(ByteView bytes, PubdataResolver& resolver,
                                    PubdataVisitor& visitor, Arena& arena);

}  // namespace dovetail::zkevm
