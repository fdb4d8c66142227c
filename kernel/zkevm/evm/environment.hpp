#pragma once
// What code can ask about the block and the transaction that it runs in.
//
// Where an L2 differs from Ethereum: prev_randao and coinbase are what the chain's operator is
// given; there are no blobs, so BLOBHASH is zero and BLOBBASEFEE is blob_base_fee, one wei; the
// base fee pays for pubdata and proving, so the chain sets base_fee_to_coinbase and burns nothing.

#include "kernel/zkevm/evm/revision.hpp"
#include "sdk/base/bytes.hpp"
#include "sdk/base/u256.hpp"

namespace dovetail::zkevm {

/// The hash of one of the last 256 blocks; zero when unknown.
class BlockHashes {
 public:
  virtual ~BlockHashes() = default;
  virtual Hash256 block_hash(uint64_t number) = 0;
};

struct BlockEnv {
  Revision revision = Revision::osaka;
  uint64_t chain_id = 0;
  uint64_t number = 0;
  uint64_t timestamp = 0;  ///< seconds
  uint64_t gas_limit = 0;
  U256 base_fee;  ///< wei
  U256 blob_base_fee = 1;
  Address coinbase;
  bool base_fee_to_coinbase = false;  ///< false: burned, as on Ethereum
  Hash256 prev_randao;
  BlockHashes* hashes = nullptr;
};

struct TxEnv {
  Address origin;
  U256 gas_price;  ///< effective, wei
};

}  // namespace dovetail::zkevm
