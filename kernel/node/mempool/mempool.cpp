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

U256 saturated_sum(const U256& a, const U256& b) {
  const U256 sum = a + b;
  return sum < a ? ~U256{} : sum;
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
  return check_funds(tx, account.balance);
}

Expected<void> Mempool::check_funds(const Transaction& tx, const U256& balance) const {
  const U256 need = cost(tx);
  U256 queued;
  if (const auto sender = senders_.find(tx.sender); sender != senders_.end())
    for (const auto& [nonce, entry] : sender->second.queue)
      if (nonce != tx.nonce) queued = saturated_sum(queued, entry.cost);
  if (balance >= saturated_sum(queued, need)) return {};
  return refuse("insufficient funds for gas * price + value: balance " + to_decimal(balance) +
                (queued.is_zero() ? "" : ", queued cost " + to_decimal(queued)) + ", tx cost " +
                to_decimal(need));
}

Expected<void> Mempool::check_replacement(const Transaction& tx, const Entry& old) const {
  const Transaction& o = old.tx->tx();
  const uint32_t bump = limits_.price_bump_percent;
  if (outbids(tx.max_fee_per_gas, o.max_fee_per_gas, bump) &&
      outbids(tx.max_priority_fee_per_gas, o.max_priority_fee_per_gas, bump))
    return {};
  return refuse("replacement transaction underpriced: both fees must be at least " +
                std::to_string(bump) + "% higher");
}

Expected<void> Mempool::add(const TxRef& tx, const MempoolContext& context) {
  const Transaction& t = tx->tx();
  std::lock_guard lock(mutex_);
  if (by_hash_.contains(t.hash)) return Failure(Status::conflict, "already known");
  // Read under the lock: a block that changes the nonce later is noted by included() later.
  const auto read = context.account(t.sender);
  if (!read) return read.error();
  const Account& account = *read;
  if (auto checked = check(t, context, account); !checked) return checked;

  size_t count = 1, bytes_freed = 0;
  if (const auto known = senders_.find(t.sender); known != senders_.end()) {
    const Queue& queue = known->second.queue;
    if (const auto old = queue.find(t.nonce); old != queue.end()) {
      if (auto checked = check_replacement(t, old->second); !checked) return checked;
      count = 0;
      bytes_freed = old->second.tx->size_bytes();
    } else if (queue.size() >= limits_.account_transactions_max) {
      return refuse("account limit exceeded: " + std::to_string(queue.size()) +
                    " transactions of " + to_hex(t.sender.view()) + " wait already");
    }
  }
  const size_t bytes_added = tx->size_bytes();
  if (auto room =
          make_room(*tx, account.nonce, count, bytes_added - std::min(bytes_added, bytes_freed));
      !room)
    return room;
  if (count == 0) erase(t.sender, t.nonce);
  change(t.sender, [&](Sender& sender) {
    sender.nonce = account.nonce;
    sender.queue.emplace(t.nonce, Entry{tx, Clock::now(), cost(t)});
  });
  by_hash_.emplace(t.hash, tx);
  bytes_ += bytes_added;
  return {};
}

Expected<void> Mempool::make_room(const PooledTransaction& newcomer, uint64_t account_nonce,
                                  size_t count, size_t size_bytes) {
  // A candidate to go: the last of its sender's that has not been chosen yet. Taking the last one
  // never opens a gap.
  struct Candidate {
    std::pair<bool, U256> rank;
    const Sender* sender;
    Queue::const_reverse_iterator entry;
    size_t position;
    bool operator<(const Candidate& other) const { return other.rank < rank; }
  };
  const auto candidate = [](const Sender& sender, Queue::const_reverse_iterator entry,
                            size_t position) {
    const U256& fee = entry->second.tx->tx().max_fee_per_gas;
    return Candidate{{position < sender.pending, fee}, &sender, entry, position};
  };
  const Transaction& t = newcomer.tx();
  const auto own = senders_.find(t.sender);
  const uint64_t next =
      account_nonce + (own == senders_.end() ? 0 : pending_count(own->second.queue, account_nonce));
  const std::pair<bool, U256> rank{t.nonce <= next, t.max_fee_per_gas};

  std::priority_queue<Candidate> cheapest;
  auto tail = tails_.begin();
  std::vector<TxRef> victims;
  size_t bytes = bytes_;
  const auto full = [&] {
    return by_hash_.size() - victims.size() + count > limits_.transactions_max ||
           bytes + size_bytes > limits_.bytes_max;
  };
  while (full()) {
    while (tail != tails_.end() && std::get<Address>(*tail) == t.sender) ++tail;
    if (tail != tails_.end()) {
      const Sender& sender = senders_.at(std::get<Address>(*tail));
      const auto last = candidate(sender, sender.queue.rbegin(), sender.queue.size() - 1);
      if (cheapest.empty() || last.rank < cheapest.top().rank) {
        cheapest.push(last);
        ++tail;
      }
    }
    if (cheapest.empty() || cheapest.top().rank >= rank)
      return Failure(Status::resource_exhausted,
                     "txpool is full: transaction underpriced, offer a higher fee or wait");
    const Candidate gone = cheapest.top();
    cheapest.pop();
    victims.push_back(gone.entry->second.tx);
    bytes -= gone.entry->second.tx->size_bytes();
    if (gone.position > 0)
      cheapest.push(candidate(*gone.sender, std::next(gone.entry), gone.position - 1));
  }
  for (const TxRef& tx : victims) erase(tx->tx().sender, tx->tx().nonce);
  return {};
}

template <class Change>
void Mempool::change(const Address& address, Change change) {
  Sender& sender = senders_[address];
  if (!sender.queue.empty()) tails_.erase(sender.rank);
  change(sender);
  if (sender.queue.empty()) {
    senders_.erase(address);
    return;
  }
  sender.pending = pending_count(sender.queue, sender.nonce);
  const U256& fee = sender.queue.rbegin()->second.tx->tx().max_fee_per_gas;
  sender.rank = {sender.pending == sender.queue.size(), fee, address};
  tails_.insert(sender.rank);
}

void Mempool::erase(const Address& address, uint64_t nonce) {
  change(address, [&](Sender& sender) {
    const auto entry = sender.queue.find(nonce);
    if (entry == sender.queue.end()) return;
    by_hash_.erase(entry->second.tx->tx().hash);
    bytes_ -= entry->second.tx->size_bytes();
    sender.queue.erase(entry);
  });
}

std::vector<TxRef> Mempool::best(const U256& base_fee, size_t count_max) const {
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
  for (const auto& [address, sender] : senders_)
    push(sender.queue.find(sender.nonce), sender.queue.end());

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
  for (const auto& next : next_nonces) {
    const uint64_t nonce = next.second;
    if (!senders_.contains(next.first)) continue;
    change(next.first, [&](Sender& sender) {
      sender.nonce = std::max(sender.nonce, nonce);
      while (!sender.queue.empty() && sender.queue.begin()->first < nonce) {
        const Entry& entry = sender.queue.begin()->second;
        by_hash_.erase(entry.tx->tx().hash);
        bytes_ -= entry.tx->size_bytes();
        sender.queue.erase(sender.queue.begin());
      }
    });
  }
}

void Mempool::drop(const Hash256& hash) {
  std::lock_guard lock(mutex_);
  const auto found = by_hash_.find(hash);
  if (found == by_hash_.end()) return;
  const TxRef tx = found->second;
  erase(tx->tx().sender, tx->tx().nonce);
}

size_t Mempool::expire(Clock::time_point now) {
  std::lock_guard lock(mutex_);
  std::vector<TxRef> old;
  for (const auto& [address, sender] : senders_)
    for (const auto& [nonce, entry] : sender.queue)
      if (now - entry.added >= limits_.lifetime) old.push_back(entry.tx);
  for (const TxRef& tx : old) erase(tx->tx().sender, tx->tx().nonce);
  return old.size();
}

TxRef Mempool::find(const Hash256& hash) const {
  std::lock_guard lock(mutex_);
  const auto found = by_hash_.find(hash);
  return found == by_hash_.end() ? nullptr : found->second;
}

uint64_t Mempool::next_nonce(const Address& sender, uint64_t account_nonce) const {
  std::lock_guard lock(mutex_);
  const auto found = senders_.find(sender);
  if (found == senders_.end()) return account_nonce;
  return std::max(account_nonce, found->second.nonce + found->second.pending);
}

Mempool::Content Mempool::content() const {
  std::lock_guard lock(mutex_);
  Content out;
  for (const auto& [address, sender] : senders_) {
    const uint64_t end = sender.nonce + sender.pending;
    for (const auto& [nonce, entry] : sender.queue)
      (nonce < end ? out.pending : out.queued).push_back(entry.tx);
  }
  return out;
}

Mempool::Counts Mempool::counts() const {
  std::lock_guard lock(mutex_);
  Counts out;
  for (const auto& [address, sender] : senders_) {
    out.pending += sender.pending;
    out.queued += sender.queue.size() - sender.pending;
  }
  out.bytes = bytes_;
  return out;
}

bool Mempool::empty() const {
  std::lock_guard lock(mutex_);
  return by_hash_.empty();
}

}  // namespace dovetail::node
