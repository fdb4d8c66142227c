#pragma once
// One transaction against the state: validation, fee purchase, execution, refunds, fee payment.
// Source: Yellow Paper 6; EIP-1559, 2930, 3529, 3607, 3651, 3860, 7623, 7825.

#include "kernel/zkevm/block/transaction.hpp"
#include "kernel/zkevm/evm/revision.hpp"
#include "kernel/zkevm/state/state.hpp"

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
  Hash256 prev_randao;
  BlockHashes* hashes = nullptr;
};

/// Why a transaction may not enter a block at all. It then changes nothing.
enum class TxError : uint8_t {
  none,
  wrong_chain_id,
  nonce_too_low,
  nonce_too_high,
  nonce_at_maximum,
  sender_has_code,
  intrinsic_gas_too_low,
  gas_limit_over_block,
  gas_limit_over_cap,  ///< EIP-7825
  fee_below_base_fee,
  priority_fee_over_fee,
  insufficient_funds,
  init_code_too_large,
};
/// @return geth's words for it, which wallets parse ("nonce too low", "insufficient funds for gas * price + value", …).
const char* text(TxError error);

enum class Outcome : uint8_t { success, revert, halt };

/// Views live in the arena of the State.
struct TxResult {
  TxError error = TxError::none;
  Outcome outcome = Outcome::success;  ///< success gives receipt status 1
  uint64_t gas_used = 0;               ///< after refunds and the calldata floor
  uint64_t gas_refunded = 0;
  U256 effective_gas_price;  ///< wei
  std::optional<Address> created;
  ByteView output;  ///< return data, revert data, or the deployed code
  std::span<const Log> logs;
};

/// What a call simulation leaves out.
struct ExecuteOptions {
  bool skip_nonce_check = false;
  bool skip_balance_check = false;  ///< eth_call: the sender need not own what it spends
  bool skip_base_fee_check = false;
  bool skip_code_check = false;  ///< EIP-3607
  bool skip_gas_cap = false;     ///< EIP-7825
};

/// Executes tx, whose sender is known, and leaves its changes in state as one finished transaction.
/// @param gas_left  what remains of the block's gas limit.
TxResult execute_transaction(State& state, const BlockEnv& block, const Transaction& tx,
                             uint64_t gas_left, const ExecuteOptions& options = {});

/// @return the gas that tx costs before a single instruction runs, and the floor of EIP-7623.
struct IntrinsicGas {
  uint64_t base = 0, floor = 0;
};
IntrinsicGas intrinsic_gas(const Transaction& tx, Revision revision);

}  // namespace dovetail::zkevm
