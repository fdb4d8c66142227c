#pragma once
// What crosses the plugin ABI, as C++ values: the same types for a plugin (sdk/cpp/plugin.hpp) and
// for whoever calls one (sdk/cpp/calls.hpp). Units and meanings are those of the C structs in
// sdk/abi, which each name repeats.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sdk/base/bytes.hpp"
#include "sdk/base/u256.hpp"
#include "sdk/cpp/text.hpp"

namespace dovetail::sdk {

/// What an instance is created from. config_json satisfies the manifest's schema, defaults filled
/// in.
struct CreateArgs {
  std::string name;
  std::string config_json;
  uint64_t chain_id = 0;
  uint64_t generation = 0;
};

// Kind fee_oracle.

struct Fees {
  U256 l1_base_fee;              ///< wei per L1 gas
  U256 l1_blob_fee;              ///< wei per L1 blob gas
  U256 pubdata_price;            ///< wei per byte of pubdata
  U256 native_price;             ///< wei per unit of native (proving) resource
  uint64_t ratio_numerator = 1;  ///< base token per ETH, as a fraction
  uint64_t ratio_denominator = 1;
  uint64_t age_ms = 0;
  std::string source;  ///< at most 63 bytes cross the ABI
};

// Kind da.

struct DaStream {
  uint32_t id = 0;  ///< 0 rollup, 1 porter
  ByteView bytes;   ///< borrowed
};

struct DaBatch {
  uint64_t chain_id = 0;
  uint64_t batch_number = 0;
  Hash256 idempotency_key;
  std::vector<DaStream> streams;
};

struct DaReceipt {
  Hash256 commitment;
  Bytes l1_input;
  Bytes receipt;
  uint32_t blobs_count = 0;
  Bytes blobs;  ///< blobs_count * 131,072 bytes
};

enum class DaState : int32_t { pending = 0, available = 1, lost = 2 };

struct DaInfo {
  uint32_t scheme = 0;
  uint64_t size_max = 0;
  std::string l1_validator;  ///< at most 63 bytes cross the ABI
};

// Kind l1.

enum class L1Tag : int32_t { latest = 0, safe = 1, finalized = 2 };

struct L1Identity {
  uint64_t chain_id = 0;
  Hash256 genesis_hash;
  friend bool operator==(const L1Identity&, const L1Identity&) = default;
};

struct L1Block {
  uint64_t number = 0;
  uint64_t timestamp = 0;  ///< seconds
  Hash256 hash;
  Hash256 parent_hash;
  U256 base_fee;       ///< wei per gas
  U256 blob_base_fee;  ///< wei per blob gas
  uint64_t gas_limit = 0;
};

struct L1Log {
  Address address;
  std::vector<Hash256> topics;
  Bytes data;
  uint64_t block_number = 0;
  Hash256 block_hash;
  Hash256 tx_hash;
  uint64_t log_index = 0;
};

struct L1Receipt {
  bool success = false;
  uint64_t block_number = 0;
  Hash256 block_hash;
  uint64_t gas_used = 0;
  U256 effective_gas_price;  ///< wei
  Address contract_address;  ///< zero unless a contract was created
};

struct L1Account {
  uint64_t nonce_latest = 0;
  uint64_t nonce_pending = 0;
  U256 balance;  ///< wei
};

struct L1Fees {
  U256 base_fee_next;
  U256 base_fee_median;
  U256 priority_fee;
  U256 blob_base_fee_next;
};

struct L1Call {
  Address from;
  std::optional<Address> to;  ///< none: creates a contract
  U256 value;
  ByteView data;                         ///< borrowed
  std::optional<uint64_t> block_number;  ///< none: latest
};

struct L1Filter {
  uint64_t from_block = 0;
  uint64_t to_block = 0;  ///< included
  Address address;
  std::vector<Hash256> topics0;  ///< any of them as the first topic; empty: all
};

/// What a call gave. A revert is an answer, not a failure: data is then the revert data and reason
/// the node's words.
struct L1CallResult {
  bool reverted = false;
  Bytes data;
  std::string reason;
};

struct L1GasEstimate {
  bool reverted = false;
  uint64_t gas = 0;
  Bytes revert_data;
  std::string reason;
};

// Kind prover.

struct ProverLimits {
  uint32_t jobs_max = 0;
  uint64_t memory_bytes = 0;
  uint64_t cycles_max = 0;
  uint32_t security_bits = 0;
  uint32_t profile = 0;
};

struct ProverJob {
  Hash256 idempotency_key;
  ByteView verifying_key;    ///< borrowed
  ByteView input_tape;       ///< borrowed; 32-bit words, little endian
  ByteView expected_output;  ///< borrowed; 8 words
};

// Kind bridge.

struct BridgeLog {
  Address address;
  std::vector<Hash256> topics;
  ByteView data;  ///< borrowed
  uint64_t block_number = 0;
  Hash256 tx_hash;
};

struct LogProof {
  std::vector<Hash256> path;  ///< leaf first
  uint64_t batch_number = 0;
  uint64_t leaf_index = 0;
  uint32_t tx_number_in_batch = 0;
  Address sender;
  ByteView message;  ///< borrowed
};

}  // namespace dovetail::sdk
