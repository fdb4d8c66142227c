#pragma once
// The figures of the gas schedule that depend on operands or state; constant ones are in
// opcodes.hpp. Source: EIP-2929, 2930, 3529, 3860, 7623, 7702; Yellow Paper, appendix G.

#include <cstdint>

namespace dovetail::zkevm::gas {

inline constexpr int64_t kMemoryWord = 3;
inline constexpr int64_t kMemoryQuadraticDivisor = 512;
inline constexpr int64_t kCopyWord = 3;
inline constexpr int64_t kKeccakWord = 6;
inline constexpr int64_t kLogByte = 8;
inline constexpr int64_t kExpByte = 50;

inline constexpr int64_t kWarmAccess = 100;
inline constexpr int64_t kColdAccountMore = 2600 - kWarmAccess;  ///< above what a warm access pays
inline constexpr int64_t kColdAccount = 2600;
inline constexpr int64_t kColdSlot = 2100;
inline constexpr int64_t kColdSlotMore = kColdSlot - kWarmAccess;

inline constexpr int64_t kSlotSet = 20000;
inline constexpr int64_t kSlotReset = 5000 - kColdSlot;
inline constexpr int64_t kSlotClearRefund = 4800;
inline constexpr int64_t kSstoreSentry = 2300;

inline constexpr int64_t kCallValue = 9000;
inline constexpr int64_t kCallStipend = 2300;
inline constexpr int64_t kNewAccount = 25000;
inline constexpr int64_t kInitCodeWord = 2;
inline constexpr int64_t kCodeByte = 200;

inline constexpr uint64_t kTransaction = 21000;
inline constexpr uint64_t kTransactionCreate = 32000;
inline constexpr uint64_t kDataToken = 4;        ///< a zero byte is one token, another four
inline constexpr uint64_t kDataTokenFloor = 10;  ///< EIP-7623
inline constexpr uint64_t kAccessListAddress = 2400;
inline constexpr uint64_t kAccessListSlot = 1900;
inline constexpr uint64_t kRefundQuotient = 5;
inline constexpr uint64_t kTransactionGasMax = 1 << 24;  ///< EIP-7825, from Osaka

inline constexpr uint64_t kCodeSizeMax = 24576;
inline constexpr uint64_t kInitCodeSizeMax = 2 * kCodeSizeMax;
inline constexpr int kStackMax = 1024;
inline constexpr int kDepthMax = 1024;

constexpr uint64_t words(uint64_t size) {
  return (size + 31) / 32;
}

}  // namespace dovetail::zkevm::gas
