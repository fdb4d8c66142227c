#include "kernel/zkevm/block/execute.hpp"

#include "kernel/zkevm/evm/gas.hpp"

namespace dovetail::zkevm {
namespace {

uint64_t data_tokens(ByteView data) {
  uint64_t nonzero = 0;
  for (uint8_t byte : data) nonzero += byte != 0;
  return data.size() + 3 * nonzero;
}

/// a * b + c, or false if it needs more than 256 bits.
bool multiply_add(const U256& a, uint64_t b, const U256& c, U256& out) {
  const U256 low = a * U256(b);
  if (b != 0 && low / U256(b) != a) return false;
  const U256::Sum sum = U256::add(low, c);
  out = sum.value;
  return !sum.carry;
}

/// What the sender must own: the gas at the highest price, and the value.
bool can_pay(const Transaction& tx, const U256& balance) {
  U256 needed;
  return multiply_add(tx.max_fee_per_gas, tx.gas_limit, tx.value, needed) && needed <= balance;
}

TxError check_nonce(const Transaction& tx, uint64_t nonce) {
  if (tx.nonce < nonce) return TxError::nonce_too_low;
  if (tx.nonce > nonce) return TxError::nonce_too_high;
  if (tx.nonce + 1 == 0) return TxError::nonce_at_maximum;
  return TxError::none;
}

bool may_send(State& state, AccountEntry& sender) {
  Address delegate;
  return sender.now.code_size == 0 || read_delegation(state.code(sender).bytes, delegate);
}

TxError check_fees(const Transaction& tx, const BlockEnv& block, const ExecuteOptions& options) {
  if (tx.max_priority_fee_per_gas > tx.max_fee_per_gas) return TxError::priority_fee_over_fee;
  if (!options.skip_base_fee_check && tx.max_fee_per_gas < block.base_fee)
    return TxError::fee_below_base_fee;
  return TxError::none;
}

TxError check_data(const Transaction& tx, const IntrinsicGas& intrinsic) {
  if (tx.gas_limit < intrinsic.base || tx.gas_limit < intrinsic.floor)
    return TxError::intrinsic_gas_too_low;
  if (!tx.to && tx.data.size() > gas::kInitCodeSizeMax) return TxError::init_code_too_large;
  return TxError::none;
}

/// In the order in which geth checks, so that of several errors the same is named.
TxError validate(State& state, const BlockEnv& block, const Transaction& tx, uint64_t gas_left,
                 const IntrinsicGas& intrinsic, const ExecuteOptions& options) {
  AccountEntry& sender = state.entry(tx.sender);
  if (tx.chain_id && *tx.chain_id != block.chain_id) return TxError::wrong_chain_id;
  if (!options.skip_nonce_check) {
    const TxError error = check_nonce(tx, sender.now.nonce);
    if (error != TxError::none) return error;
  }
  const bool capped = block.revision >= Revision::osaka && !options.skip_gas_cap;
  if (capped && tx.gas_limit > gas::kTransactionGasMax) return TxError::gas_limit_over_cap;
  if (!options.skip_code_check && !may_send(state, sender)) return TxError::sender_has_code;
  const TxError fees = check_fees(tx, block, options);
  if (fees != TxError::none) return fees;
  if (!options.skip_balance_check && !can_pay(tx, sender.now.balance))
    return TxError::insufficient_funds;
  // Gas is counted in signed 64-bit integers.
  if (tx.gas_limit > gas_left || tx.gas_limit >> 63 != 0) return TxError::gas_limit_over_block;
  return check_data(tx, intrinsic);
}

/// @return what each unit of gas costs; a simulation may offer less than the base fee.
U256 effective_price(const Transaction& tx, const U256& base_fee) {
  const U256::Sum wanted = U256::add(base_fee, tx.max_priority_fee_per_gas);
  return wanted.carry || tx.max_fee_per_gas < wanted.value ? tx.max_fee_per_gas : wanted.value;
}

void warm_up_lists(State& state, const BlockEnv& block, const Transaction& tx) {
  state.warm_up(state.entry(tx.sender));
  state.warm_up(state.entry(block.coinbase));  // EIP-3651
  for (const AccessEntry& entry : tx.access_list) {
    AccountEntry& account = state.entry(entry.address);
    state.warm_up(account);
    for (const U256& slot : entry.slots) state.warm_up(state.slot(account, slot));
  }
}

void give_missing_funds(State& state, AccountEntry& sender, const U256& needed) {
  if (sender.now.balance < needed) state.set_balance(sender, needed);
}

Message message_of(const Transaction& tx, uint64_t nonce, int64_t gas) {
  Message message;
  message.caller = tx.sender;
  message.is_create = !tx.to;
  message.target = tx.to ? *tx.to : create_address(tx.sender, nonce);
  message.value = tx.value;
  message.input = tx.data;
  message.gas = gas;
  return message;
}

/// Fills gas_used and gas_refunded from what the execution left.
void settle_gas(const State& state, const Transaction& tx, const IntrinsicGas& intrinsic,
                const Execution& execution, TxResult& result) {
  const uint64_t used = tx.gas_limit - static_cast<uint64_t>(execution.gas_left);
  uint64_t refund = 0;
  if (execution.outcome == Outcome::success && state.refund() > 0)
    refund = static_cast<uint64_t>(state.refund());
  if (refund > used / gas::kRefundQuotient) refund = used / gas::kRefundQuotient;
  result.gas_refunded = refund;
  result.gas_used = used - refund;
  if (result.gas_used < intrinsic.floor) result.gas_used = intrinsic.floor;
}

}  // namespace

const char* text(TxError error) {
  switch (error) {
    case TxError::none:
      return "";
    case TxError::wrong_chain_id:
      return "invalid chain id for signer";
    case TxError::nonce_too_low:
      return "nonce too low";
    case TxError::nonce_too_high:
      return "nonce too high";
    case TxError::nonce_at_maximum:
      return "nonce has max value";
    case TxError::sender_has_code:
      return "sender not an eoa";
    case TxError::intrinsic_gas_too_low:
      return "intrinsic gas too low";
    case TxError::gas_limit_over_block:
      return "gas limit reached";
    case TxError::gas_limit_over_cap:
      return "transaction gas limit too high";
    case TxError::fee_below_base_fee:
      return "max fee per gas less than block base fee";
    case TxError::priority_fee_over_fee:
      return "max priority fee per gas higher than max fee per gas";
    case TxError::insufficient_funds:
      return "insufficient funds for gas * price + value";
    case TxError::init_code_too_large:
      return "max initcode size exceeded";
  }
  return "unknown error";
}

IntrinsicGas intrinsic_gas(const Transaction& tx, Revision) {
  const uint64_t tokens = data_tokens(tx.data);
  IntrinsicGas out;
  out.floor = gas::kTransaction + gas::kDataTokenFloor * tokens;
  out.base = gas::kTransaction + gas::kDataToken * tokens;
  if (!tx.to)
    out.base += gas::kTransactionCreate +
                static_cast<uint64_t>(gas::kInitCodeWord) * gas::words(tx.data.size());
  for (const AccessEntry& entry : tx.access_list)
    out.base += gas::kAccessListAddress + gas::kAccessListSlot * entry.slots.size();
  return out;
}

TxResult execute_transaction(State& state, const BlockEnv& block, const Transaction& tx,
                             uint64_t gas_left, const ExecuteOptions& options) {
  TxResult result;
  const IntrinsicGas intrinsic = intrinsic_gas(tx, block.revision);
  result.error = validate(state, block, tx, gas_left, intrinsic, options);
  if (result.error != TxError::none) return result;

  AccountEntry& sender = state.entry(tx.sender);
  const U256 price = effective_price(tx, block.base_fee);
  const U256 gas_cost = price * U256(tx.gas_limit);
  if (options.skip_balance_check) give_missing_funds(state, sender, gas_cost + tx.value);
  const uint64_t nonce = sender.now.nonce;
  state.sub_balance(sender, gas_cost);
  state.set_nonce(sender, nonce + 1);
  warm_up_lists(state, block, tx);

  const Message message =
      message_of(tx, nonce, static_cast<int64_t>(tx.gas_limit - intrinsic.base));
  state.warm_up(state.entry(message.target));
  const Execution execution = execute_message(state, block, {tx.sender, price}, message);
  settle_gas(state, tx, intrinsic, execution, result);

  state.add_balance(sender, price * U256(tx.gas_limit - result.gas_used));
  const U256 burned = block.base_fee_to_coinbase ? U256{} : block.base_fee;
  const U256 earned = price < burned ? U256{} : price - burned;
  state.add_balance(state.entry(block.coinbase), earned * U256(result.gas_used));
  result.outcome = execution.outcome;
  result.effective_gas_price = price;
  if (message.is_create) result.created = message.target;
  result.output = execution.output;
  result.logs = state.logs();
  state.finish_transaction();
  return result;
}

}  // namespace dovetail::zkevm
