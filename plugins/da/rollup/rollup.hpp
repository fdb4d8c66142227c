#pragma once
// Rollup by calldata: the pubdata travels in the commit transaction itself (scheme 3).
//
// What L1 is shown (operatorDAInput) are the posted bytes; what the program outputs (daCommitment)
// is keccak256 of 97 bytes: 32 zero bytes | keccak256(posted) | one byte 1 | 32 zero bytes. The
// contract is plugins/l1/contracts/src/RollupDAValidator.sol. Nothing is sent from here: the bytes
// are as available as the transaction that carries them.

#include "sdk/cpp/types.hpp"

namespace dovetail::plugins::rollup {

inline constexpr uint32_t kScheme = 3;
inline constexpr const char* kL1Validator = "RollupDAValidator";

// The most that one L1 transaction can carry. EIP-7825 caps its gas; EIP-7623 charges at least
// kFloorGasPerByte for a non-zero byte of calldata and 21,000 besides. The commit's other arguments
// (kOtherCalldata, generous) are paid alike; its execution is paid within the floor, which leaves
// 24 gas a byte over the ordinary price.
inline constexpr uint64_t kTxGasMax = uint64_t{1} << 24;
inline constexpr uint64_t kTxGasBase = 21'000;
inline constexpr uint64_t kFloorGasPerByte = 40;
inline constexpr uint64_t kOtherCalldata = 4'096;
inline constexpr uint64_t kSizeMax = (kTxGasMax - kTxGasBase) / kFloorGasPerByte - kOtherCalldata;
static_assert(kSizeMax == 414'809);

// What public nodes relay: their pools refuse transactions over 128 KiB.
inline constexpr uint64_t kSizeRelayed = 131'072 - kOtherCalldata;

struct Config {
  uint64_t size_max = kSizeRelayed;  ///< at most kSizeMax
};

/// Fails with invalid_argument; transport "blob" is refused with a text that says so.
Expected<Config> parse_config(std::string_view json);

/// @return the daCommitment of the posted bytes.
Hash256 commitment_of(ByteView posted);

/// Fails with invalid_argument unless there is one stream, the rollup's; with resource_exhausted if
/// it exceeds the config's size. The receipt is 1 | commitment 32 | size u64, big endian.
Expected<sdk::DaReceipt> publish(const Config& config, const sdk::DaBatch& batch);

/// Fails with corrupt unless publish could have made the receipt.
Expected<void> check_receipt(ByteView receipt);

}  // namespace dovetail::plugins::rollup
