#include "kernel/node/settle/l1_sender.hpp"

#include <algorithm>

#include "kernel/node/settle/contracts.hpp"
#include "sdk/base/rlp.hpp"

namespace dovetail::node {
namespace {

/// EIP-7825.
constexpr uint64_t kGasLimitMax = 1 << 24;
constexpr uint32_t kFeeHistoryBlocks = 10;
/// How long a receipt may lag behind the nonce that its transaction used.
constexpr uint64_t kReceiptGraceS = 60;
/// A block after the sending may have been under way already: only the second one left us out.
constexpr uint64_t kBlocksBeforeBump = 2;

SendProgress waiting(std::string text) {
  return {SendState::waiting, std::move(text), {}, {}};
}
SendProgress refused(std::string text) {
  return {SendState::reverted, std::move(text), {}, {}};
}

std::string gwei(const U256& wei) {
  const U256 hundredths = wei / 10'000'000;
  const std::string cents = to_decimal(hundredths % 100);
  return to_decimal(hundredths / 100) + "." + (cents.size() == 1 ? "0" : "") + cents + " gwei";
}

void append_list(Bytes& out, const Bytes& payload) {
  rlp::append_list(out, payload);
}

Bytes encode_attempt(const Attempt& attempt) {
  Bytes payload, out;
  rlp::append_integer(payload, attempt.nonce);
  rlp::append_integer(payload, attempt.max_fee_per_gas);
  rlp::append_integer(payload, attempt.max_priority_fee_per_gas);
  rlp::append_integer(payload, attempt.gas_limit);
  rlp::append_string(payload, attempt.raw);
  rlp::append_string(payload, attempt.hash.view());
  rlp::append_integer(payload, attempt.sent_at_s);
  rlp::append_integer(payload, attempt.sent_at_block);
  rlp::append_string(payload, attempt.from.view());
  append_list(out, payload);
  return out;
}

Result<Attempt> decode_attempt(rlp::Reader reader) {
  Attempt out;
  auto nonce = reader.integer();
  auto max_fee = reader.integer256();
  auto priority = reader.integer256();
  auto gas_limit = reader.integer();
  auto raw = reader.string();
  auto hash = reader.fixed<32>();
  auto sent_at = reader.integer();
  auto block = reader.integer();
  auto from = reader.fixed<20>();
  if (!nonce || !max_fee || !priority || !gas_limit || !raw || !hash || !sent_at || !block ||
      !from || !reader.at_end())
    return Error{Status::corrupt, "settler: a saved attempt cannot be read"};
  return Attempt{*nonce, *max_fee, *priority, *gas_limit, to_bytes(*raw),
                 *hash,  *sent_at, *block,    *from};
}

}  // namespace

Bytes encode_intent(const Intent& intent) {
  Bytes attempts, payload, out;
  for (const Attempt& attempt : intent.attempts) {
    const Bytes one = encode_attempt(attempt);
    attempts.insert(attempts.end(), one.begin(), one.end());
  }
  rlp::append_string(payload, view_of(intent.purpose));
  rlp::append_string(payload, intent.to ? intent.to->view() : ByteView{});
  rlp::append_string(payload, intent.data);
  append_list(payload, attempts);
  rlp::append_integer(payload, intent.displaced_at_s);
  append_list(out, payload);
  return out;
}

Expected<Intent> decode_intent(ByteView bytes) {
  const Failure corrupt(Status::corrupt, "settler: a saved intent cannot be read");
  rlp::Reader outer(bytes);
  auto fields = outer.list();
  if (!fields || !outer.at_end()) return corrupt;
  auto purpose = fields->string();
  auto to = fields->string();
  auto data = fields->string();
  auto attempts = fields->list();
  auto displaced_at = fields->integer();
  if (!purpose || !to || !data || !attempts || !displaced_at || !fields->at_end()) return corrupt;
  if (!to->empty() && to->size() != Address::kSize) return corrupt;
  Intent out{std::string(text_of(*purpose)), std::nullopt, to_bytes(*data), {}, *displaced_at};
  if (!to->empty()) out.to = Address::from(*to);
  while (!attempts->at_end()) {
    auto one = attempts->list();
    if (!one) return corrupt;
    auto attempt = decode_attempt(*one);
    if (!attempt) return corrupt;
    out.attempts.push_back(*attempt);
  }
  return out;
}

Expected<SendProgress> L1Sender::advance(Intent& intent, const sdk::L1Calls& l1, uint64_t now_s,
                                         const Save& save) const {
  if (intent.attempts.empty()) return first_attempt(intent, l1, now_s, save);
  const Attempt& last = intent.attempts.back();
  auto account = l1.account(last.from, cancel_);
  if (!account) return account.error();
  if (account->nonce_latest <= last.nonce) {
    intent.displaced_at_s = 0;
    return nudge(intent, l1, now_s, save);
  }
  auto found = find_receipt(intent, l1);
  if (!found) return found.error();
  if (*found) return **found;
  return displaced(intent, now_s, save);
}

Expected<bool> L1Sender::still_there(const sdk::L1Receipt& receipt, const sdk::L1Calls& l1,
                                     sdk::Cancel cancel) {
  auto block = l1.block(receipt.block_number, cancel);
  if (!block && block.error().status == Status::not_found) return false;
  if (!block) return block.error();
  return block->hash == receipt.block_hash;
}

Expected<std::optional<SendProgress>> L1Sender::find_receipt(const Intent& intent,
                                                             const sdk::L1Calls& l1) const {
  for (auto attempt = intent.attempts.rbegin(); attempt != intent.attempts.rend(); ++attempt) {
    auto receipt = l1.receipt(attempt->hash, cancel_);
    if (!receipt && receipt.error().status == Status::not_found) continue;
    if (!receipt) return receipt.error();
    auto judged = judge(intent, *attempt, *receipt, l1);
    if (!judged) return judged.error();
    return std::optional(std::move(*judged));
  }
  return std::optional<SendProgress>();
}

/// Success or revert alike count once they are deep enough: until then L1 may decide otherwise.
Expected<SendProgress> L1Sender::judge(const Intent& intent, const Attempt& attempt,
                                       const sdk::L1Receipt& receipt,
                                       const sdk::L1Calls& l1) const {
  auto head = l1.head(sdk::L1Tag::latest, cancel_);
  if (!head) return head.error();
  const uint64_t depth =
      head->number >= receipt.block_number ? head->number - receipt.block_number + 1 : 0;
  if (depth < limits_.confirmations)
    return waiting("mined in L1 block " + std::to_string(receipt.block_number) + ", " +
                   std::to_string(depth) + " of " + std::to_string(limits_.confirmations) +
                   " confirmations");
  auto there = still_there(receipt, l1, cancel_);
  if (!there) return there.error();
  if (!*there) return waiting("L1 reorganised under the receipt");
  if (receipt.success) return SendProgress{SendState::confirmed, "", receipt, attempt.hash};
  auto why = estimate(intent, l1);
  return refused(
      intent.purpose + " was mined in L1 block " + std::to_string(receipt.block_number) +
      " and reverted: " +
      (why && why->reverted ? explain_revert(why->revert_data) : "the reason is gone by now"));
}

Expected<sdk::L1GasEstimate> L1Sender::estimate(const Intent& intent,
                                                const sdk::L1Calls& l1) const {
  sdk::L1Call call;
  call.from = key_.address();
  call.to = intent.to;
  call.data = intent.data;
  return l1.estimate_gas(call, cancel_);
}

Expected<SendProgress> L1Sender::first_attempt(Intent& intent, const sdk::L1Calls& l1,
                                               uint64_t now_s, const Save& save) const {
  auto gas = estimate(intent, l1);
  if (!gas) return gas.error();
  if (gas->reverted)
    return refused(intent.purpose + " would revert: " +
                   (gas->revert_data.empty() ? gas->reason : explain_revert(gas->revert_data)));
  if (gas->gas > kGasLimitMax)
    return refused(intent.purpose + " needs " + std::to_string(gas->gas) +
                   " gas, and L1 takes no transaction of more than " +
                   std::to_string(kGasLimitMax) + ": lower batch.pubdata_bytes_max");
  auto account = l1.account(key_.address(), cancel_);
  if (!account) return account.error();
  auto fees = l1.fees(kFeeHistoryBlocks, cancel_);
  if (!fees) return fees.error();
  Attempt attempt;
  attempt.nonce = account->nonce_latest;
  attempt.gas_limit = std::min(gas->gas + gas->gas / 5, kGasLimitMax);
  attempt.max_priority_fee_per_gas =
      std::min(std::max(fees->priority_fee, U256(1'000'000)), limits_.max_fee_cap);
  attempt.max_fee_per_gas =
      std::min(fees->base_fee_next * 2 + attempt.max_priority_fee_per_gas, limits_.max_fee_cap);
  if (attempt.max_fee_per_gas < fees->base_fee_next)
    return waiting("L1's base fee of " + gwei(fees->base_fee_next) +
                   " is over settler.max_fee_gwei (" + gwei(limits_.max_fee_cap) +
                   "): waits until it falls");
  const U256 cost = attempt.max_fee_per_gas * attempt.gas_limit;
  if (account->balance < cost)
    return waiting("the settler " + to_hex(key_.address().view()) + " has " +
                   to_decimal(account->balance) + " wei on L1 and needs " + to_decimal(cost) +
                   ": send it some");
  return send(intent, attempt, l1, now_s, save);
}

/// The nonce is used, and no receipt says that we used it.
Expected<SendProgress> L1Sender::displaced(Intent& intent, uint64_t now_s, const Save& save) const {
  const std::string nonce = std::to_string(intent.attempts.back().nonce);
  if (intent.displaced_at_s == 0 || now_s < intent.displaced_at_s) {
    intent.displaced_at_s = now_s;
    if (auto saved = save(intent); !saved) return saved.error();
  }
  if (now_s < intent.displaced_at_s + kReceiptGraceS)
    return waiting("nonce " + nonce + " is used: waits for a receipt, or for a minute without one");
  intent.attempts.clear();
  intent.displaced_at_s = 0;
  if (auto saved = save(intent); !saved) return saved.error();
  return waiting("nonce " + nonce + " was used by another transaction of this key");
}

Expected<SendProgress> L1Sender::nudge(Intent& intent, const sdk::L1Calls& l1, uint64_t now_s,
                                       const Save& save) const {
  const Attempt& last = intent.attempts.back();
  auto in_pool = l1.transaction(last.hash, cancel_);
  if (!in_pool && in_pool.error().status != Status::not_found) return in_pool.error();
  const bool known = static_cast<bool>(in_pool);
  const bool due = now_s >= last.sent_at_s + limits_.bump_after_s || now_s < last.sent_at_s;
  if (last.from != key_.address()) {
    if (known) return waiting("sent by the earlier key " + to_hex(last.from.view()));
    intent.attempts.clear();
    if (auto saved = save(intent); !saved) return saved.error();
    return waiting("what the earlier key sent is lost: the new key sends it");
  }
  if (!due) {
    if (!known) return send_again(last, l1, cancel_);
    return waiting("sent, not mined yet, " + gwei(last.max_fee_per_gas) + " at most");
  }
  if (known) {
    auto head = l1.head(sdk::L1Tag::latest, cancel_);
    if (!head) return head.error();
    if (head->number < last.sent_at_block + kBlocksBeforeBump)
      return waiting("sent, and L1 has made no block since that could hold it");
  }
  return bump(intent, l1, now_s, save, known);
}

/// A fee that the pool takes as a replacement, and that L1 asks for today, but never over the cap.
Expected<SendProgress> L1Sender::bump(Intent& intent, const sdk::L1Calls& l1, uint64_t now_s,
                                      const Save& save, bool known) const {
  const Attempt& last = intent.attempts.back();
  auto fees = l1.fees(kFeeHistoryBlocks, cancel_);
  if (!fees) return fees.error();
  const auto raise = [&](const U256& fee, const U256& asked) {
    const U256 raised = fee + (fee * limits_.bump_percent + 99) / 100 + 1;
    return std::min(std::max(raised, asked), limits_.max_fee_cap);
  };
  Attempt bumped = last;
  const U256 priority = raise(last.max_priority_fee_per_gas, fees->priority_fee);
  bumped.max_fee_per_gas = raise(last.max_fee_per_gas, fees->base_fee_next * 2 + priority);
  bumped.max_priority_fee_per_gas = std::min(priority, bumped.max_fee_per_gas);
  if (bumped.max_fee_per_gas < last.max_fee_per_gas + last.max_fee_per_gas / 10) {
    if (!known) return send_again(last, l1, cancel_);
    return waiting("its fee has reached settler.max_fee_gwei (" + gwei(limits_.max_fee_cap) +
                   "): waits for L1's to fall");
  }
  return send(intent, bumped, l1, now_s, save);
}

Expected<SendProgress> L1Sender::send_again(const Attempt& attempt, const sdk::L1Calls& l1,
                                            sdk::Cancel cancel) {
  if (auto sent = l1.send(attempt.raw, cancel); !sent)
    return waiting("L1 does not take it: " + sent.error().text);
  return waiting("L1 had lost it: sent again");
}

Expected<SendProgress> L1Sender::send(Intent& intent, Attempt attempt, const sdk::L1Calls& l1,
                                      uint64_t now_s, const Save& save) const {
  auto head = l1.head(sdk::L1Tag::latest, cancel_);
  if (!head) return head.error();
  L1Transaction tx{chain_id_,
                   attempt.nonce,
                   attempt.max_priority_fee_per_gas,
                   attempt.max_fee_per_gas,
                   attempt.gas_limit,
                   intent.to,
                   U256(),
                   intent.data};
  SignedL1Transaction signed_tx = sign(tx, key_);
  attempt.raw = std::move(signed_tx.raw);
  attempt.hash = signed_tx.hash;
  attempt.sent_at_s = now_s;
  attempt.sent_at_block = head->number;
  attempt.from = key_.address();
  Intent next = intent;
  for (Attempt& earlier : next.attempts) earlier.raw.clear();
  next.attempts.push_back(attempt);
  if (auto saved = save(next); !saved) return saved.error();
  intent = std::move(next);
  if (auto sent = l1.send(attempt.raw, cancel_); !sent) {
    if (sent.error().status == Status::conflict)
      return waiting("L1 does not take it: " + sent.error().text);
    return sent.error();
  }
  return waiting("sent as " + to_hex(attempt.hash.view()) + ", " + gwei(attempt.max_fee_per_gas) +
                 " at most");
}

}  // namespace dovetail::node
