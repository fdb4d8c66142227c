#pragma once
// Transactions that wait for a block: one nonce queue per sender.
//
// A transaction is *pending* when every nonce from the sender's account to its own is in the pool,
// else *queued* behind a gap. Of two with one sender and nonce the later wins only if both its fees
// are price_bump_percent higher. A sender must own what all its transactions here may cost.
// When the pool is full the other senders' last transactions make room, queued ones before pending
// ones and the cheapest first; the newcomer is refused, and nothing goes, unless it ranks above
// every one of those.
//
// Invariants: a sender's account nonce is read under the mutex when one of its transactions enters
// and raised by included(), so that it is the chain's; nothing here reads the state again.
// tails_ holds each sender's last transaction once. Thread safety: every function may be called
// from any thread.

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "kernel/node/mempool/pooled.hpp"
#include "kernel/zkevm/state/reader.hpp"

namespace dovetail::node {

struct MempoolLimits {
  size_t transactions_max = 10'000;
  size_t account_transactions_max = 64;
  size_t bytes_max = 64 << 20;
  uint32_t price_bump_percent = 10;
  std::chrono::seconds lifetime{10'800};
  uint64_t gas_limit_max = 1 << 24;  ///< EIP-7825, and never more than a block holds
};

/// What the pool judges a transaction against: the head state and the next block's base fee.
struct MempoolContext {
  uint64_t chain_id = 0;
  U256 base_fee;  ///< wei
  std::function<Expected<zkevm::Account>(const Address&)> account;
};

class Mempool {
 public:
  using Clock = std::chrono::steady_clock;
  struct Content {
    std::vector<TxRef> pending, queued;
  };
  struct Counts {
    size_t pending = 0, queued = 0, bytes = 0;
  };

  explicit Mempool(MempoolLimits limits) : limits_(limits) {}

  void set_limits(MempoolLimits limits);

  /// Adds tx, or replaces one of the same sender and nonce. Fails with geth's words, which wallets
  /// parse; see tests/unit/kernel/node/mempool_test.cpp for the list.
  Expected<void> add(const TxRef& tx, const MempoolContext& context);

  /// @return the pending transactions whose fee covers base_fee, best tip first, each sender's in
  /// nonce order.
  std::vector<TxRef> best(const U256& base_fee, size_t count_max) const;

  /// Forgets every transaction of these senders below the given nonces, which are now those of
  /// their accounts: a block that is in the database has them.
  void included(const std::vector<std::pair<Address, uint64_t>>& next_nonces);
  /// Forgets one that can never be executed.
  void drop(const Hash256& hash);
  /// Forgets those older than the lifetime.  @return how many.
  size_t expire(Clock::time_point now = Clock::now());

  TxRef find(const Hash256& hash) const;
  /// @return the nonce after the last pending transaction of a sender; account_nonce if the pool
  /// has none of it.
  uint64_t next_nonce(const Address& sender, uint64_t account_nonce) const;
  Content content() const;
  Counts counts() const;
  bool empty() const;

 private:
  struct Entry {
    TxRef tx;
    Clock::time_point added;
    U256 cost;  ///< gas limit * max fee + value, wei; saturated
  };
  using Queue = std::map<uint64_t, Entry>;       ///< by nonce
  using Rank = std::tuple<bool, U256, Address>;  ///< of a last transaction: pending, fee, sender
  struct Sender {
    Queue queue;
    uint64_t nonce = 0;  ///< of the account
    size_t pending = 0;  ///< how many of the queue follow it without a gap
    Rank rank;           ///< in tails_ while the queue is not empty
  };

  Expected<void> check(const zkevm::Transaction& tx, const MempoolContext& context,
                       const zkevm::Account& account) const;
  Expected<void> check_funds(const zkevm::Transaction& tx, const U256& balance) const;
  Expected<void> check_replacement(const zkevm::Transaction& tx, const Entry& old) const;
  Expected<void> make_room(const PooledTransaction& newcomer, uint64_t account_nonce, size_t count,
                           size_t size_bytes);
  /// Calls change(sender) and brings its count, its rank and the totals up to date.
  template <class Change>
  void change(const Address& address, Change change);
  void erase(const Address& address, uint64_t nonce);

  mutable std::mutex mutex_;
  MempoolLimits limits_;
  std::unordered_map<Address, Sender> senders_;
  std::set<Rank> tails_;
  std::unordered_map<Hash256, TxRef> by_hash_;
  size_t bytes_ = 0;
};

}  // namespace dovetail::node
