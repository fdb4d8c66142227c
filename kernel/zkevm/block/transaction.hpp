#pragma once
// Ethereum transactions of types 0 (legacy), 1 (EIP-2930) and 2 (EIP-1559): decoding, hashes,
// sender.

#include <optional>
#include <span>

#include "sdk/base/arena.hpp"
#include "sdk/base/bytes.hpp"
#include "sdk/base/result.hpp"
#include "sdk/base/u256.hpp"

namespace dovetail::zkevm {

enum class TxType : uint8_t { legacy = 0, access_list = 1, dynamic_fee = 2 };

struct AccessEntry {
  Address address;
  std::span<const U256> slots;
};

/// All views are borrowed from the raw bytes or the arena of decode().
struct Transaction {
  TxType type = TxType::legacy;
  std::optional<uint64_t>
      chain_id;  ///< absent in a legacy transaction without replay protection (EIP-155)
  uint64_t nonce = 0;
  U256 max_fee_per_gas;           ///< gas price in types 0 and 1, wei
  U256 max_priority_fee_per_gas;  ///< equal to the gas price in types 0 and 1, wei
  uint64_t gas_limit = 0;
  std::optional<Address> to;  ///< absent: creates a contract
  U256 value;                 ///< wei
  ByteView data;
  std::span<const AccessEntry> access_list;
  uint8_t y_parity = 0;
  U256 r, s;
  Hash256 hash;    ///< keccak256 of the raw bytes
  Address sender;  ///< filled by recover_sender
};

/// Decodes one transaction in its network form (EIP-2718); the sender is not recovered yet.
/// Fails with invalid_argument and a text that names the field, or unsupported for another type.
Result<Transaction> decode_transaction(ByteView raw, Arena& arena);

/// @return keccak256 of what the sender signed.
Hash256 signing_hash(const Transaction& tx, Arena& arena);

/// Recovers the sender by ECDSA over secp256k1, refusing s in the upper half (EIP-2).
Result<Address> recover_sender(const Transaction& tx, Arena& arena);

}  // namespace dovetail::zkevm
