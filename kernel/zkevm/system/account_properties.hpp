#pragma once
// What the tree knows of an account: 124 bytes, whose blake2s is the value of the leaf
// account_key(address). Source: ZKsync OS, system/io/storage_model; the fields' order and widths
// are its, without code artifacts.
//
// All numbers big endian:  versioning u64 | nonce u64 | balance u256 | blake2s(code) 32 | code size
// u32 | artifacts size u32 | keccak256(code) 32 | observable code size u32. versioning is 0 without
// code, else 0x0101000000000000: deployed, EVM, code version 0, no flags. Artifacts are 0, and the
// observable code is the code itself. Without code, all code fields are zero. An account that is
// empty in the sense of EIP-161 does not exist: its leaf is zero.

#include "kernel/zkevm/state/reader.hpp"
#include "sdk/base/result.hpp"

namespace dovetail::zkevm {

using AccountBytes = FixedBytes<124>;

inline constexpr uint64_t kDeployedEvmCode = 0x0101'0000'0000'0000;

struct AccountProperties {
  Account account;
  Hash256 code_blake;  ///< blake2s of the code; zero without code

  friend bool operator==(const AccountProperties&, const AccountProperties&) = default;
};

AccountBytes encode(const AccountProperties& properties);

/// Fails with invalid_argument unless the bytes are what encode() makes of some account.
Result<AccountProperties> decode_account_properties(const AccountBytes& bytes);

/// @return the value of the account's leaf: zero if it is empty.
Hash256 hash(const AccountProperties& properties);

}  // namespace dovetail::zkevm
