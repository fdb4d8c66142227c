#include "kernel/zkevm/system/pubdata.hpp"
#include "kernel/zkevm/system/pubdata_format.hpp"
#include "kernel/zkevm/system/value_diff.hpp"

namespace dovetail::zkevm {
namespace {

class Encoder {
 public:
  Encoder(const PubdataContents& contents, ByteSink& out) : contents_(contents), out_(out) {}

  void encode() {
    header();
    sections();
    varint(contents_.repeated.size());
    for (const RepeatedWrite& write : contents_.repeated) {
      varint(write.index);
      if (write.is_account)
        account(write.account_before, write.account_after);
      else
        value(write.before, write.after);
    }
    varint(contents_.first_writes.size());
    for (const FirstWrite& write : contents_.first_writes) {
      out_.write(write.key.view());
      value({}, write.after);
    }
    varint(contents_.first_accounts.size());
    for (const FirstAccount& write : contents_.first_accounts) {
      out_.write(write.address.view());
      account({}, write.after);
    }
  }

 private:
  void byte(uint8_t value) { out_.write({&value, 1}); }
  void u32(size_t value) {
    uint8_t bytes[4];
    store_be32(bytes, static_cast<uint32_t>(value));
    out_.write(bytes);
  }
  void u64(uint64_t value) {
    uint8_t bytes[8];
    store_be64(bytes, value);
    out_.write(bytes);
  }
  void varint(uint64_t value) {
    for (; value >= 0x80; value >>= 7) byte(static_cast<uint8_t>(value | 0x80));
    byte(static_cast<uint8_t>(value));
  }
  void sized(ByteView bytes) {
    u32(bytes.size());
    out_.write(bytes);
  }

  void header() {
    byte(kPubdataVersion);
    byte(kCodecNone);
    u64(contents_.range.first_block);
    u64(contents_.range.last_block);
    u64(contents_.range.last_timestamp);
    for (const Hash256& hash : contents_.block_hashes) out_.write(hash.view());
  }

  void sections() {
    u32(contents_.logs.size());
    for (const L2Log& log : contents_.logs) out_.write(log.view());
    u32(contents_.messages.size());
    for (const ByteView& message : contents_.messages) sized(message);
    u32(contents_.codes.size());
    for (const PublishedCode& code : contents_.codes) sized(code.bytes);
  }

  void value(const U256& before, const U256& after) {
    const ValueDiff diff = value_diff(before, after);
    const Hash256 operand = diff.operand.to_be();
    byte(diff.metadata());
    out_.write(operand.view().last(diff.length()));
  }

  void account(const Account& before, const Account& after) {
    const uint8_t flags = account_flags(before, after);
    byte(static_cast<uint8_t>(kAccountOperation | flags << kFieldShift));
    if (flags & kNonceChanged) value(before.nonce, after.nonce);
    if (flags & kBalanceChanged) value(before.balance, after.balance);
    if (flags & kCodeChanged) code(after.code_hash);
  }

  void code(const Hash256& hash) {
    if (hash == kEmptyCodeHash) return varint(kCodeGone);
    for (size_t i = 0; i < contents_.codes.size(); ++i)
      if (contents_.codes[i].hash == hash) return varint(kCodeByPosition + i);
    varint(kCodeByHash);
    out_.write(hash.view());
  }

  const PubdataContents& contents_;
  ByteSink& out_;
};

}  // namespace

void encode_pubdata(const PubdataContents& contents, ByteSink& out) {
  Encoder(contents, out).encode();
}

}  // namespace dovetail::zkevm
