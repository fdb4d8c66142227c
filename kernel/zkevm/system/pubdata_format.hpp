#pragma once
// Constants that pubdata's encoder and decoder share. The format: pubdata.hpp.

#include <cstdint>

namespace dovetail::zkevm {

inline constexpr uint8_t kAccountOperation = 4;  ///< beside the operations of value_diff.hpp
inline constexpr uint8_t kOperationMask = 7;
inline constexpr unsigned kFieldShift = 3;

enum AccountFlag : uint8_t {
  kNonceChanged = 1,
  kBalanceChanged = 2,
  kCodeChanged = 4,
  kAccountRemoved = 8
};

inline constexpr uint64_t kCodeGone = 0;
inline constexpr uint64_t kCodeByHash = 1;
inline constexpr uint64_t kCodeByPosition = 2;  ///< and more: the position in the batch's codes

/// @return the flags of the fields that differ. Zero if nothing does.
template <class Account>
constexpr uint8_t account_flags(const Account& before, const Account& after) {
  if (before == after) return 0;
  if (after.is_empty()) return kAccountRemoved;
  return static_cast<uint8_t>((before.nonce != after.nonce ? kNonceChanged : 0) |
                              (before.balance != after.balance ? kBalanceChanged : 0) |
                              (before.code_hash != after.code_hash ? kCodeChanged : 0));
}

}  // namespace dovetail::zkevm
