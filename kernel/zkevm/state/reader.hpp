#pragma once
// What the zkEVM may ask about the state before the batch. The sequencer answers from LevelDB, the
// guest from its witness.

#include "sdk/base/bytes.hpp"
#include "sdk/base/hex.hpp"
#include "sdk/base/u256.hpp"

namespace dovetail::zkevm {

/// keccak256 of nothing: the code hash of an account without code.
inline constexpr Hash256 kEmptyCodeHash =
    fixed_hex<32>("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");

struct Account {
  uint64_t nonce = 0;
  U256 balance;
  Hash256 code_hash = kEmptyCodeHash;  ///< keccak256
  uint32_t code_size = 0;              ///< bytes

  bool is_empty() const { return nonce == 0 && balance.is_zero() && code_hash == kEmptyCodeHash; }
  friend bool operator==(const Account&, const Account&) = default;
};

class StateReader {
 public:
  virtual ~StateReader() = default;
  /// @return false if the account does not exist; out is then the default account.
  virtual bool account(const Address& address, Account& out) = 0;
  /// @return the value of a slot; zero if it was never written.
  virtual U256 storage(const Address& address, const U256& slot) = 0;
  /// @return the code with this keccak256; valid as long as the reader. Empty for kEmptyCodeHash.
  virtual ByteView code(const Hash256& code_hash) = 0;
  /// EIP-7610: whether an account without nonce and code has storage. No chain that began with
  /// EIP-161 has one; a reader over such a chain need not override this.
  virtual bool has_storage(const Address&) { return false; }
};

}  // namespace dovetail::zkevm
