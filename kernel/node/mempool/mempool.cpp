#include "kernel/node/mempool/mempool.hpp"

#include <algorithm>
#include <queue>

#include "kernel/zkevm/block/execute.hpp"

namespace dovetail::node {
namespace {

using zkevm::Account;
using zkevm::Transaction;
using zkevm::TxError;

Failure refuse(std::string text) {
  return {Status::invalid_argument, std::move(text)};
}
Failure refuse(TxError error) {
  return refuse(zkevm::text(error));
}

/// @return gas limit * max fee + value, or the largest number when that overflows.
U256 cost(const Transaction& tx) {
  const U256 gas = tx.gas_limit;
  const U256 fee = gas * tx.max_fee_per_gas;
  const bool overflow = !tx.max_fee_per_gas.is_zero() && fee / tx.max_fee_per_gas != gas;
  const U256 sum = fee + tx.value;
  return overflow || sum < fee ? ~U256{} : sum;
}

bool outbids(const U256& fee, const U256& old_fee, uint32_t bump_percent) {
  return fee >= old_fee + (old_fee * bump_percent + 99) / 100 && fee > old_fee;
}

/// @return how many of the queue's transactions follow the account's nonce without a gap.
template <class Queue>
size_t pending_count(const Queue& queue, uint64_t account_nonce) {
  size_t count = 0;
  for (auto entry = queue.find(account_nonce);
       entry != queue.end() && entry->first == account_nonce + count; ++entry)
    ++count;
  return count;
}

}  // namespace

void Mempool::set_limits(MempoolLimits limits) {
  std::lock_guard lock(mutex_);
  limits_ = limits;
}

Expected<void> Mempool::check(const Transaction& tx, const MempoolContext& context,
                              const Account& account) const {
  if (!tx.chain_id) return refuse("only replay-protected (EIP-155) transactions allowed over RPC");
  if (*tx.chain_id != context.chain_id)
    return refuse("invalid sender: invalid chain id for signer: have " +
                  std::to_string(*tx.chain_id) + " want " + std::to_string(context.chain_id));
  if (tx.max_priority_fee_per_gas > tx.max_fee_per_gas)
    return refuse(TxError::priority_fee_over_fee);
  if (tx.nonce < account.nonce)
    return refuse("nonce too low: next nonce " + std::to_string(account.nonce) + ", tx nonce " +
                  std::to_string(tx.nonce));
  if (tx.nonce == ~uint64_t{0}) return refuse(TxError::nonce_at_maximum);
  if (tx.gas_limit > limits_.gas_limit_max)
    return refuse("transaction gas limit too high (cap: " + std::to_string(limits_.gas_limit_max) +
                  ", tx: " + std::to_string(tx.gas_limit) + ")");
  const auto intrinsic = zkevm::intrinsic_gas(tx, zkevm::Revision::osaka);
  const uint64_t needed = std::max(intrinsic.base, intrinsic.floor);
  if (tx.gas_limit < needed)
    return refuse("intrinsic gas too low: gas " + std::to_string(tx.gas_limit) +
                  ", minimum needed " + std::to_string(needed));
  if (tx.max_fee_per_gas < context.base_fee)
    return refuse("max fee per gas less than block base fee: maxFeePerGas: " +
                  to_decimal(tx.max_fee_per_gas) + ", baseFee: " + to_decimal(context.base_fee));
  if (!tx.to && tx.data.size() > 2 * 24'576) return refuse(TxError::init_code_too_large);
  if (account.code_size != 0) return refuse(TxError::sender_has_code);
  return check_funds(tx, account);
}

Expected<void> Mempool::check_funds(const Transaction& tx, const Account& account) const {
  const U256 need = cost(tx);
  if (account.balance < need)
    return refuse("insufficient funds for gas * price + value: balance " +
                  to_decimal(account.balance) + ", tx cost " + to_decimal(need));
  return {};
}

Expected<void> Mempool::add(const TxRef& tx, const MempoolContext& context) {
  const Transaction& t = tx->tx();
  const Account account = context.account(t.sender);

  std::lock_guard lock(mutex_);
  if (by_hash_.contains(t.hash)) return Failure(Status::conflict, "already known");
  if (auto checked = check(t, context, account); !checked) return checked;

  Queue& queue = queues_[t.sender];
  if (auto old = queue.find(t.nonce); old != queue.end()) {
    const Transaction& o = old->second.tx->tx();
    if (!outbids(t.max_fee_per_gas, o.max_fee_per_gas, limits_.price_bump_percent) ||
        !outbids(t.max_priority_fee_per_gas, o.max_priority_fee_per_gas,
                 limits_.price_bump_percent))
      return refuse("replacement transaction underpriced: both fees must be at least " +
                    std::to_string(limits_.price_bump_percent) + "% higher");
    by_hash_.erase(o.hash);
    bytes_ -= old->second.tx->size_bytes();
    queue.erase(old);
  } else if (queue.size() >= limits_.account_transactions_max) {
    return refuse("account limit exceeded: " + std::to_string(queue.size()) + " transactions of " +
                  to_hex(t.sender.view()) + " wait already");
  } else if (auto room = make_room(tx); !room) {
    if (queue.empty()) queues_.erase(t.sender);
    return room;
  }
  queue.emplace(t.nonce, Entry{tx, Clock::now()});
  by_hash_.emplace(t.hash, tx);
  bytes_ += tx->size_bytes();
  return {};
}

Expected<void> Mempool::make_room(const TxRef& newcomer) {
  const Address& own = newcomer->tx().sender;
  while (by_hash_.size() >= limits_.transactions_max ||
         bytes_ + newcomer->size_bytes() > limits_.bytes_max) {
    // The cheapest of the other senders' last transactions goes: taking the last one never opens a
    // gap.
    const PooledTransaction* cheapest = nullptr;
    for (const auto& [sender, queue] : queues_) {
      if (queue.empty() || sender == own) continue;
      const PooledTransaction& last = *queue.rbegin()->second.tx;
      if (cheapest == nullptr || last.tx().max_fee_per_gas < cheapest->tx().max_fee_per_gas)
        cheapest = &last;
    }
    if (cheapest == nullptr || cheapest->tx().max_fee_per_gas >= newcomer->tx().max_fee_per_gas)
      return Failure(Status::resource_exhausted,
                     "txpool is full: transaction underpriced, offer a higher fee or wait");
    const Address sender = cheapest->tx().sender;
    erase(sender, std::prev(queues_[sender].end()));
  }
  return {};
}

void Mempool::erase(const Address& sender, Queue::iterator entry) {
  Queue& queue = queues_[sender];
  by_hash_.erase(entry->second.tx->tx().hash);
  bytes_ -= entry->second.tx->size_bytes();
  queue.erase(entry);
  if (queue.empty()) queues_.erase(sender);
}

std::vector<TxRef> Mempool::best(
    const U256& base_fee, size_t count_max,
    const std::function<uint64_t(const Address&)>& account_nonce) const {
  struct Head {
    U256 tip;
    Queue::const_iterator next, end;
    bool operator<(const Head& other) const {
      if (tip != other.tip) return tip < other.tip;
      return next->second.added > other.next->second.added;
    }
  };
  std::lock_guard lock(mutex_);
  std::priority_queue<Head> heads;
  const auto push = [&](Queue::const_iterator next, Queue::const_iterator end) {
    if (next != end && next->second.tx->tx().max_fee_per_gas >= base_fee)
      heads.push({next->second.tx->tip(base_fee), next, end});
  };
  for (const auto& [sender, queue] : queues_) push(queue.find(account_nonce(sender)), queue.end());

  std::vector<TxRef> out;
  while (!heads.empty() && out.size() < count_max) {
    const Head head = heads.top();
    heads.pop();
    out.push_back(head.next->second.tx);
    const auto next = std::next(head.next);
    if (next != head.end && next->first == head.next->first + 1) push(next, head.end);
  }
  return out;
}

void Mempool::included(const std::vector<std::pair<Address, uint64_t>>& next_nonces) {
  std::lock_guard lock(mutex_);
  for (const auto& [sender, nonce] : next_nonces)
    for (auto queue = queues_.find(sender);
         queue != queues_.end() && queue->second.begin()->first < nonce;
         queue = queues_.find(sender))
      erase(sender, queue->second.begin());
}

void Mempool::drop(const Hash256& hash) {
  std::lock_guard lock(mutex_);
  const auto found = by_hash_.find(hash);
  if (found == by_hash_.end()) return;
  const Transaction tx = found->second->tx();
  erase(tx.sender, queues_[tx.sender].find(tx.nonce));
}

size_t Mempool::expire(Clock::time_point now) {
  std::lock_guard lock(mutex_);
  std::vector<TxRef> old;
  for (const auto& [sender, queue] : queues_)
    for (const auto& [nonce, entry] : queue)
      if (now - entry.added >= limits_.lifetime) old.push_back(entry.tx);
  for (const TxRef& tx : old) erase(tx->tx().sender, queues_[tx->tx().sender].find(tx->tx().nonce));
  return old.size();
}

TxRef Mempool::find(const Hash256& hash) const {
  std::lock_guard lock(mutex_);
  const auto found = by_hash_.find(hash);
  return found == by_hash_.end() ? nullptr : found->second;
}

uint64_t Mempool::next_nonce(const Address& sender, uint64_t account_nonce) const {
  std::lock_guard lock(mutex_);
  const auto queue = queues_.find(sender);
  return queue == queues_.end() ? account_nonce
                                : account_nonce + pending_count(queue->second, account_nonce);
}

Mempool::Content Mempool::content(
    const std::function<uint64_t(const Address&)>& account_nonce) const {
  std::lock_guard lock(mutex_);
  Content out;
  for (const auto& [sender, queue] : queues_) {
    const uint64_t nonce = account_nonce(sender);
    const uint64_t end = nonce + pending_count(queue, nonce);
    for (const auto& [n, entry] : queue) (n < end ? out.pending : out.queued).push_back(entry.tx);
  }
  return out;
}

Mempool::Counts Mempool::counts(
    const std::function<uint64_t(const Address&)>& account_nonce) const {
  std::lock_guard lock(mutex_);
  Counts out;
  for (const auto& [sender, queue] : queues_) {
    const size_t pending = pending_count(queue, account_nonce(sender));
    out.pending += pending;
    out.queued += queue.size() - pending;
  }
  out.bytes = bytes_;
  return out;
}

bool Mempool::empty() const {
  std::lock_guard lock(mutex_);
  return by_hash_.empty();
}

}  // namespace dovetail::node
