#pragma once
// The block header in Ethereum's form, with the fields of Prague and Osaka.
// Source: Yellow Paper 4.3; EIP-1559, 3675, 4399, 4788, 4844, 4895, 7685.

#include "kernel/zkevm/block/mpt.hpp"
#include "kernel/zkevm/block/receipt.hpp"

namespace dovetail::zkevm {

/// keccak256(rlp of an empty list): there are no ommers after the Merge.
inline constexpr Hash256 kNoOmmersHash =
    fixed_hex<32>("1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347");
/// sha256 of nothing: no requests (EIP-7685).
inline constexpr Hash256 kNoRequestsHash =
    fixed_hex<32>("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

struct Header {
  Hash256 parent_hash;
  Hash256 ommers_hash = kNoOmmersHash;
  Address coinbase;
  Hash256 state_root;
  Hash256 transactions_root = kEmptyTrieRoot;
  Hash256 receipts_root = kEmptyTrieRoot;
  Bloom logs_bloom;
  U256 difficulty;
  uint64_t number = 0;
  uint64_t gas_limit = 0;
  uint64_t gas_used = 0;
  uint64_t timestamp = 0;  ///< seconds
  ByteView extra_data;
  Hash256 mix_hash;  ///< PREVRANDAO
  FixedBytes<8> nonce;
  U256 base_fee;  ///< wei
  Hash256 withdrawals_root = kEmptyTrieRoot;
  uint64_t blob_gas_used = 0;
  uint64_t excess_blob_gas = 0;
  Hash256 parent_beacon_block_root;
  Hash256 requests_hash = kNoRequestsHash;
};

/// @return rlp of the header, in the arena.
ByteView encode_header(const Header& header, Arena& arena);

/// Strict: every field present, nothing behind. The extra data is borrowed from the bytes.
/// Fails with invalid_argument.
Result<Header> decode_header(ByteView bytes);

/// @return the block's hash: keccak256 of its header.  @param arena  is given back what the call
/// takes.
Hash256 hash_of(const Header& header, Arena& arena);

}  // namespace dovetail::zkevm
