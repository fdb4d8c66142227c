#pragma once
// One transaction against the state: validation, fee purchase, execution, refunds, fee payment.
// Source: Yellow Paper 6; EIP-1559, 2930, 3529, 3607, 3651, 3860, 7623, 7825.

#include "kernel/zkevm/block/transaction.hpp"
#include "kernel/zkevm/evm/evm.hpp"
#include "kernel/zkevm/state/state.hpp"

namespace dovetail::zkevm {

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
/// @return geth's words for it, which wallets parse ("nonce too low", "insufficient funds for gas *
/// price + value", …).
const char* text(TxError error);

/// Views live in the arena of the State.
struct TxResult {
  TxError error = TxError::none;
  Outcome outcome = Outcome::success;  ///< success gives receipt status 1
  uint64_t gas_used = 0;               ///< after refunds and the calldata floor
  uint64_t gas_refunded = 0;
  U256 effective_gas_price;        ///< wei
  std::optional<Address> created;  ///< of a transaction that creates, even if it failed
  ByteView output;                 ///< return data, revert data, or the deployed code
  std::span<const Log> logs;
};

/// What a call simulation leaves out.
struct ExecuteOptions {
  bool skip_nonce_check = false;
  bool skip_balance_check = false;  ///< eth_call: what the sender lacks is given to it first
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
