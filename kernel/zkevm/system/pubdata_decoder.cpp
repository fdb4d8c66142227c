#include "kernel/zkevm/system/batch_output.hpp"
#include "kernel/zkevm/system/pubdata.hpp"
#include "kernel/zkevm/system/pubdata_format.hpp"
#include "kernel/zkevm/system/pubdata_reader.hpp"
#include "kernel/zkevm/system/tree_hash.hpp"
#include "sdk/crypto/blake2s.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::zkevm {
namespace {

constexpr size_t kCodeBytesMin = 5;  ///< of an entry: size and one byte

class Decoder {
 public:
  Decoder(ByteView bytes, PubdataResolver& resolver, PubdataVisitor& visitor, Arena& arena)
      : in_(bytes), resolver_(resolver), visitor_(visitor), arena_(arena) {}

  Result<PubdataRange> decode() {
    const PubdataRange range = header();
    logs();
    messages();
    codes();
    repeated_writes();
    first_writes();
    first_accounts();
    if (!in_.failed() && !in_.at_end()) in_.fail("pubdata: bytes after its end");
    if (in_.failed()) return in_.error();
    return range;
  }

 private:
  PubdataRange header() {
    if (in_.byte() != kPubdataVersion) in_.fail({Status::unsupported, "pubdata: another version"});
    if (in_.byte() != kCodecNone) in_.fail({Status::unsupported, "pubdata: another codec"});
    PubdataRange range{in_.u64(), in_.u64(), in_.u64()};
    if (range.first_block > range.last_block) in_.fail("pubdata: first block above last");
    for (uint64_t block = range.first_block; !in_.failed(); ++block) {
      const Hash256 hash = in_.fixed<32>();
      if (!in_.failed()) visitor_.block_hash(block, hash);
      if (block == range.last_block) break;
    }
    return range;
  }

  void logs() {
    const uint32_t count = in_.u32();
    if (count > kLogsMax) in_.fail("pubdata: more logs than their tree has leaves");
    for (uint32_t i = 0; i < count && !in_.failed(); ++i) {
      const L2Log log = in_.fixed<kLogBytes>();
      if (!in_.failed()) visitor_.log(log);
    }
  }

  void messages() {
    const uint32_t count = in_.u32();
    for (uint32_t i = 0; i < count && !in_.failed(); ++i) {
      const ByteView message = in_.sized();
      if (!in_.failed()) visitor_.message(message);
    }
  }

  void codes() {
    const uint32_t count = in_.u32();
    if (count > in_.left() / kCodeBytesMin) in_.fail("pubdata: more codes than bytes");
    if (in_.failed()) return;
    codes_ = arena_.make<PublishedCode>(count);
    for (size_t i = 0; i < count && !in_.failed(); ++i) {
      codes_[i].bytes = in_.sized();
      codes_[i].hash = keccak256(codes_[i].bytes);
      if (in_.failed()) return;
      if (codes_[i].bytes.empty()) return in_.fail("pubdata: empty code");
      if (i > 0 && codes_[i].hash <= codes_[i - 1].hash)
        return in_.fail("pubdata: codes out of order");
      if (!resolver_.is_absent(known_code_key(codes_[i].hash)))
        return in_.fail("pubdata: code that was published before");
      visitor_.code(codes_[i]);
    }
  }

  void repeated_writes() {
    const uint64_t count = in_.varint();
    uint64_t previous = 0;
    for (uint64_t i = 0; i < count && !in_.failed(); ++i) {
      const uint64_t index = in_.varint();
      const uint8_t metadata = in_.byte();
      if (index <= previous) in_.fail("pubdata: leaf indices out of order");  // leaf 0 is a guard
      if (in_.failed()) return;
      previous = index;
      const auto leaf = resolver_.leaf(index);
      if (!leaf) return in_.fail(leaf.error());
      if (leaf->is_account)
        account(leaf->key, metadata, leaf->account);
      else
        value(leaf->key, metadata, leaf->value);
    }
  }

  void first_writes() {
    const uint64_t count = in_.varint();
    Hash256 previous;
    for (uint64_t i = 0; i < count && !in_.failed(); ++i) {
      const Hash256 key = in_.fixed<32>();
      const uint8_t metadata = in_.byte();
      if (key <= previous) in_.fail("pubdata: keys out of order");  // key zero is a guard
      if (in_.failed()) return;
      previous = key;
      if (!resolver_.is_absent(key)) return in_.fail("pubdata: first write of a known key");
      value(key, metadata, {});
    }
  }

  void first_accounts() {
    const uint64_t count = in_.varint();
    Address previous;
    for (uint64_t i = 0; i < count && !in_.failed(); ++i) {
      const Address address = in_.fixed<20>();
      const uint8_t metadata = in_.byte();
      if (i > 0 && address <= previous) in_.fail("pubdata: addresses out of order");
      if (in_.failed()) return;
      previous = address;
      const Hash256 key = account_key(address);
      if (!resolver_.is_absent(key)) return in_.fail("pubdata: first write of a known account");
      account(key, metadata, {});
    }
  }

  void value(const Hash256& key, uint8_t metadata, const U256& before) {
    const U256 after = in_.value(metadata, before);
    if (!in_.failed()) visitor_.value(key, after);
  }

  void account(const Hash256& key, uint8_t metadata, const Account& before) {
    const uint8_t flags = metadata >> kFieldShift;
    if ((metadata & kOperationMask) != kAccountOperation)
      return in_.fail("pubdata: an account's leaf as a value");
    AccountProperties after{before, {}};
    if (flags & kNonceChanged) nonce(after.account);
    if (flags & kBalanceChanged) after.account.balance = in_.value(in_.byte(), before.balance);
    if (flags & kCodeChanged)
      code(after);
    else if (before.code_hash != kEmptyCodeHash)
      known_code(after);
    if (flags & kAccountRemoved) after = {};
    if (in_.failed()) return;
    if (flags == 0 || account_flags(before, after.account) != flags)
      return in_.fail("pubdata: an account in another than its one encoding, or unchanged");
    visitor_.account(key, after);
  }

  void nonce(Account& account) {
    const U256 after = in_.value(in_.byte(), account.nonce);
    if (!after.fits_u64()) in_.fail("pubdata: nonce of more than 64 bits");
    account.nonce = after.low_u64();
  }

  void code(AccountProperties& after) {
    const uint64_t which = in_.varint();
    if (which == kCodeGone) {
      after.account.code_hash = kEmptyCodeHash;
      after.account.code_size = 0;
    } else if (which == kCodeByHash) {
      after.account.code_hash = in_.fixed<32>();
      if (after.account.code_hash == kEmptyCodeHash) in_.fail("pubdata: no code by its hash");
      for (const PublishedCode& code : codes_)
        if (code.hash == after.account.code_hash) in_.fail("pubdata: new code by its hash");
      known_code(after);
    } else if (which - kCodeByPosition < codes_.size()) {
      const PublishedCode& code = codes_[which - kCodeByPosition];
      after.account.code_hash = code.hash;
      after.account.code_size = static_cast<uint32_t>(code.bytes.size());
      after.code_blake = blake2s(code.bytes);
    } else {
      in_.fail("pubdata: no such code in this batch");
    }
  }

  void known_code(AccountProperties& after) {
    if (in_.failed()) return;
    const auto facts = resolver_.code(after.account.code_hash);
    if (!facts) return in_.fail(facts.error());
    after.code_blake = facts->blake;
    after.account.code_size = facts->size;
  }

  PubdataReader in_;
  PubdataResolver& resolver_;
  PubdataVisitor& visitor_;
  Arena& arena_;
  std::span<PublishedCode> codes_;
};

}  // namespace

Result<PubdataRange> decode_pubdata(ByteView bytes, PubdataResolver& resolver,
                                    PubdataVisitor& visitor, Arena& arena) {
  return Decoder(bytes, resolver, visitor, arena).decode();
}

}  // namespace dovetail::zkevm
