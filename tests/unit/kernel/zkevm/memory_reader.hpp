#pragma once
// A StateReader over a few accounts in arrays: what the freestanding tests start from.

#include "kernel/zkevm/state/reader.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::zkevm {

class MemoryReader : public StateReader {
 public:
  void put(const Address& address, uint64_t nonce, const U256& balance, ByteView code = {}) {
    DOVETAIL_ASSERT(account_count_ < kMax);
    accounts_[account_count_++] = {
        address, {nonce, balance, keccak256(code), static_cast<uint32_t>(code.size())}, code};
  }
  void put_slot(const Address& address, const U256& slot, const U256& value) {
    DOVETAIL_ASSERT(slot_count_ < kMax);
    slots_[slot_count_++] = {address, slot, value};
  }

  bool account(const Address& address, Account& out) override {
    for (size_t i = 0; i < account_count_; ++i)
      if (accounts_[i].address == address) return out = accounts_[i].account, true;
    return false;
  }
  U256 storage(const Address& address, const U256& slot) override {
    for (size_t i = 0; i < slot_count_; ++i)
      if (slots_[i].address == address && slots_[i].slot == slot) return slots_[i].value;
    return {};
  }
  ByteView code(const Hash256& code_hash) override {
    for (size_t i = 0; i < account_count_; ++i)
      if (accounts_[i].account.code_hash == code_hash) return accounts_[i].code;
    return {};
  }

 private:
  static constexpr size_t kMax = 32;
  struct AccountRow {
    Address address;
    Account account;
    ByteView code;
  };
  struct SlotRow {
    Address address;
    U256 slot, value;
  };
  AccountRow accounts_[kMax];
  SlotRow slots_[kMax];
  size_t account_count_ = 0, slot_count_ = 0;
};

/// @return an address whose last byte is n.
constexpr Address address_number(uint8_t n) {
  Address out;
  out.bytes[19] = n;
  return out;
}

/// An arena with memory of its own. Static, because a test's stack may be small.
template <size_t kSize>
Arena& fresh_arena() {
  alignas(16) static uint8_t memory[kSize];
  static Arena arena(memory);
  arena.reset();
  return arena;
}

}  // namespace dovetail::zkevm
