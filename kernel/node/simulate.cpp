#include "kernel/node/simulate.hpp"

#include <algorithm>

#include "kernel/node/block/memory.hpp"
#include "kernel/node/settle/abi.hpp"

namespace dovetail::node {
namespace {

using zkevm::Outcome;

/// Everything that one execution needs, made anew for each: nothing leaks from one run into the
/// next.
struct Run {
  explicit Run(ReservedMemory reserved) : memory(std::move(reserved)) {}
  ReservedMemory memory;
  Arena arena{memory.bytes()};
  std::unique_ptr<state::StateView> view;
  std::optional<zkevm::State> state;
};

/// Upper bound of what overrides and their tables take of the arena.
uint64_t overrides_bytes(const StateOverrides& overrides) {
  uint64_t out = 0;
  for (const auto& [address, override] : overrides)
    out += 1024 + (override.code ? 4 * override.code->size() : 0) +
           1024 * override.storage_diff.size();
  return out;
}

/// @return the gas whose execution fits memory beside what is kept in it.
uint64_t gas_of(uint64_t memory_bytes, uint64_t kept_bytes) {
  const uint64_t usable = memory_bytes - memory_bytes / 8;
  return (usable - std::min(usable, kept_bytes)) / kArenaBytesPerGasMax;
}

void apply_overrides(zkevm::State& state, const StateOverrides& overrides) {
  for (const auto& [address, override] : overrides) {
    if (override.balance) state.set_balance(address, *override.balance);
    if (override.nonce) state.set_nonce(address, *override.nonce);
    if (override.code) state.set_code(address, *override.code);
    for (const auto& [slot, value] : override.storage_diff) state.set_storage(address, slot, value);
  }
  state.finish_transaction();
}

zkevm::Transaction transaction_of(const CallRequest& request, uint64_t nonce, uint64_t gas,
                                  uint64_t chain_id, std::vector<zkevm::AccessEntry>& access) {
  zkevm::Transaction tx;
  tx.type = zkevm::TxType::dynamic_fee;
  tx.chain_id = chain_id;
  tx.nonce = nonce;
  tx.max_fee_per_gas = request.max_fee_per_gas;
  tx.max_priority_fee_per_gas = request.max_priority_fee_per_gas;
  tx.gas_limit = gas;
  tx.to = request.to;
  tx.value = request.value;
  tx.data = request.data;
  for (const auto& [address, slots] : request.access_list) access.push_back({address, slots});
  tx.access_list = access;
  tx.sender = request.from;
  return tx;
}

Expected<CallOutcome> run(const Chain& chain, const CallRequest& request,
                          const zkevm::Header& header, uint64_t gas,
                          const StateOverrides& overrides) {
  auto memory = ReservedMemory::reserve();
  if (!memory) return memory.error();
  const uint64_t kept = request.data.size() + overrides_bytes(overrides);
  gas = std::min(gas, gas_of(memory->bytes().size(), kept));
  Run run(std::move(*memory));
  auto view = chain.database().state_at(header.number);
  if (!view) return view.error();
  run.view = std::move(*view);
  run.state.emplace(*run.view, run.arena, chain.hash_seed());
  apply_overrides(*run.state, overrides);

  zkevm::BlockEnv env = chain.environment(header);
  AncestorHashes hashes(chain.database(), header.number);
  env.hashes = &hashes;
  const bool free_of_charge = request.max_fee_per_gas.is_zero();
  if (free_of_charge) env.base_fee = {};
  std::vector<zkevm::AccessEntry> access;
  const auto tx =
      transaction_of(request, run.state->nonce(request.from), gas, env.chain_id, access);
  zkevm::ExecuteOptions options;
  options.skip_nonce_check = true;
  options.skip_code_check = true;
  options.skip_gas_cap = true;
  const auto result = zkevm::execute_transaction(*run.state, env, tx, gas, options);
  if (run.view->failure()) return *run.view->failure();
  if (result.error != zkevm::TxError::none)
    return Failure(Status::invalid_argument, zkevm::text(result.error));
  return CallOutcome{result.outcome, result.gas_used, to_bytes(result.output)};
}

/// What every transaction costs at least.
constexpr uint64_t kTransactionGas = 21'000;

/// What the caller can pay for, if a price is given.
uint64_t affordable_gas(const zkevm::Account& account, const CallRequest& request,
                        uint64_t gas_max) {
  if (request.max_fee_per_gas.is_zero() || account.balance < request.value) return gas_max;
  const U256 units = (account.balance - request.value) / request.max_fee_per_gas;
  return std::min(gas_max, units.saturated_u64());
}

}  // namespace

Expected<CallOutcome> simulate(const Chain& chain, const CallRequest& request, uint64_t block,
                               const SimulateOptions& options) {
  auto header = chain.header(block);
  if (!header) return header.error();
  const uint64_t gas = std::min(request.gas.value_or(options.gas_max), options.gas_max);
  return run(chain, request, header->header, gas, options.overrides);
}

Expected<GasEstimate> estimate_gas(const Chain& chain, const CallRequest& request, uint64_t block,
                                   const SimulateOptions& options) {
  auto header = chain.header(block);
  if (!header) return header.error();
  auto view = chain.database().state_at(block);
  if (!view) return view.error();
  zkevm::Account account;
  (*view)->account(request.from, account);
  if (const auto found = options.overrides.find(request.from);
      found != options.overrides.end() && found->second.balance)
    account.balance = *found->second.balance;

  uint64_t high =
      std::min({request.gas.value_or(options.gas_max), options.gas_max, uint64_t{1} << 24});
  high = affordable_gas(account, request, high);
  if (high < kTransactionGas)
    return Failure(Status::invalid_argument,
                   "gas required exceeds allowance (" + std::to_string(high) + ")");
  auto widest = run(chain, request, header->header, high, options.overrides);
  if (!widest) return widest.error();
  if (widest->outcome != Outcome::success) return GasEstimate{high, std::move(*widest)};
  uint64_t low = widest->gas_used - 1;  // a refund may let it use less than it needs
  // Most calls need just what they use, most others a 64th of it besides, for the calls within
  // (EIP-150): try these before halving the range.
  const uint64_t hints[] = {widest->gas_used, (widest->gas_used + 2300) * 64 / 63};
  for (size_t i = 0; low + 1 < high; ++i) {
    if (static_cast<double>(high - low) / static_cast<double>(high) < 0.015) break;
    const uint64_t hint = i < std::size(hints) ? hints[i] : low + (high - low) / 2;
    const uint64_t middle = std::clamp(hint, low + 1, high - 1);
    auto tried = run(chain, request, header->header, middle, options.overrides);
    const bool enough = tried && tried->outcome == Outcome::success;
    (enough ? high : low) = middle;
  }
  return GasEstimate{high, std::nullopt};
}

std::optional<std::string> revert_reason(ByteView output) {
  constexpr uint8_t kErrorSelector[] = {0x08, 0xc3, 0x79, 0xa0};
  constexpr uint8_t kPanicSelector[] = {0x4e, 0x48, 0x7b, 0x71};
  if (output.size() < 36) return std::nullopt;
  const ByteView selector = output.first(4), data = output.subspan(4);
  if (equal(selector, kPanicSelector))
    return "panic code " + to_quantity(U256::from_be(data.first(32)));
  if (!equal(selector, kErrorSelector) || data.size() < 64) return std::nullopt;
  const U256 offset = U256::from_be(data.first(32)), size = U256::from_be(data.subspan(32, 32));
  if (offset != U256(32) || size > U256(data.size() - 64)) return std::nullopt;
  return std::string(text_of(data.subspan(64, size.low_u64())));
}

}  // namespace dovetail::node
