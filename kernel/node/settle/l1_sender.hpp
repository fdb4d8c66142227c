#pragma once
// One L1 transaction at a time, from intent to a confirmed receipt, through restarts, lost pools,
// low fees and reorganisations of L1.
//
// An intent (to, data) is saved before anything is sent; every attempt (a signed transaction with
// its nonce and fees) is saved before it is sent. Attempts of one intent share a nonce, so that at
// most one of them can be mined. After a restart the same bytes are sent again: nothing happens
// twice. Another nonce is taken only when L1 shows that this one is used, and for a minute no
// receipt tells that it was used by us: endpoints answer for accounts before they answer for
// receipts. Fees rise only while L1 makes blocks without us, so that an L1 that stands still costs
// nothing.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kernel/node/settle/l1_transaction.hpp"
#include "sdk/cpp/calls.hpp"

namespace dovetail::node {

struct SenderLimits {
  U256 max_fee_cap;  ///< wei per gas that is never exceeded
  uint64_t bump_percent = 15;
  uint64_t bump_after_s = 30;
  uint64_t confirmations = 1;  ///< blocks, the one that holds the transaction included
};

struct Attempt {
  uint64_t nonce = 0;
  U256 max_fee_per_gas, max_priority_fee_per_gas;  ///< wei
  uint64_t gas_limit = 0;
  Bytes raw;  ///< of the newest attempt alone: no other is sent again
  Hash256 hash;
  uint64_t sent_at_s = 0;      ///< unix time
  uint64_t sent_at_block = 0;  ///< L1's latest then
  Address from;
};

struct Intent {
  std::string purpose;        ///< "commit batch 12": for people and logs
  std::optional<Address> to;  ///< absent: creates a contract
  Bytes data;
  std::vector<Attempt> attempts;  ///< oldest first
  /// Since when the nonce is used and no receipt is found, unix time; 0: it is not.
  uint64_t displaced_at_s = 0;
};

Bytes encode_intent(const Intent& intent);
Expected<Intent> decode_intent(ByteView bytes);

enum class SendState {
  waiting,    ///< on its way, or L1 does not answer; text says which
  confirmed,  ///< receipt is final enough
  reverted,   ///< mined or estimated, and refused by the contract
};

struct SendProgress {
  SendState state = SendState::waiting;
  std::string text;  ///< what is being waited for, or why it was refused
  sdk::L1Receipt receipt;
  Hash256 hash;  ///< of the attempt that was mined
};

class L1Sender {
 public:
  /// @param save  makes an intent durable; called before a new attempt is sent.
  using Save = std::function<Expected<void>(const Intent&)>;

  /// @param cancel  given to every call of L1; outlives the sender.
  L1Sender(const SigningKey& key, uint64_t chain_id, SenderLimits limits, sdk::Cancel cancel = {})
      : key_(key), chain_id_(chain_id), limits_(limits), cancel_(cancel) {}

  sdk::Cancel cancel() const { return cancel_; }

  /// Takes the intent one step on: looks for a receipt, sends, sends again or bumps. Call it every
  /// poll interval. Fails with unavailable when L1 does not answer; the intent is as it was.
  Expected<SendProgress> advance(Intent& intent, const sdk::L1Calls& l1, uint64_t now_s,
                                 const Save& save) const;

  /// @return whether the block that holds a receipt is still L1's.
  static Expected<bool> still_there(const sdk::L1Receipt& receipt, const sdk::L1Calls& l1,
                                    sdk::Cancel cancel = {});

 private:
  Expected<std::optional<SendProgress>> find_receipt(const Intent& intent,
                                                     const sdk::L1Calls& l1) const;
  Expected<SendProgress> judge(const Intent& intent, const Attempt& attempt,
                               const sdk::L1Receipt& receipt, const sdk::L1Calls& l1) const;
  Expected<SendProgress> first_attempt(Intent& intent, const sdk::L1Calls& l1, uint64_t now_s,
                                       const Save& save) const;
  Expected<SendProgress> displaced(Intent& intent, uint64_t now_s, const Save& save) const;
  Expected<SendProgress> nudge(Intent& intent, const sdk::L1Calls& l1, uint64_t now_s,
                               const Save& save) const;
  Expected<SendProgress> bump(Intent& intent, const sdk::L1Calls& l1, uint64_t now_s,
                              const Save& save, bool known) const;
  Expected<SendProgress> send(Intent& intent, Attempt attempt, const sdk::L1Calls& l1,
                              uint64_t now_s, const Save& save) const;
  static Expected<SendProgress> send_again(const Attempt& attempt, const sdk::L1Calls& l1,
                                           sdk::Cancel cancel);
  Expected<sdk::L1GasEstimate> estimate(const Intent& intent, const sdk::L1Calls& l1) const;

  const SigningKey& key_;
  uint64_t chain_id_;
  SenderLimits limits_;
  sdk::Cancel cancel_;
};

}  // namespace dovetail::node
