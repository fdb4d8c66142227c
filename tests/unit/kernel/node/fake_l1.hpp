#pragma once
// An L1 in memory, behind the real table of calls, that fails as it is told to: it loses
// transactions, answers late, reorganises, charges what it likes. One account sends; one contract
// counts batches.

#include <functional>
#include <map>

#include "kernel/node/mempool/pooled.hpp"
#include "kernel/node/settle/contracts.hpp"
#include "sdk/cpp/calls.hpp"
#include "sdk/cpp/convert.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::node {

class FakeL1 {
 public:
  struct Mined {
    TxRef tx;
    bool success = true;
  };
  struct Block {
    Hash256 hash;
    std::vector<Mined> transactions;
  };

  FakeL1() { blocks.push_back({hash_of_block(0), {}}); }

  // What it does.
  int failures = 0;           ///< so many calls from now fail with unavailable
  bool lose_sent = false;     ///< says that it took a transaction, and forgets it
  bool receipts_lag = false;  ///< no receipt is found
  bool revert_estimates = false, revert_mined = false;
  U256 base_fee = 1'000'000'000;
  U256 priority_fee = 1'000'000;
  U256 balance = U256(1) << 100;
  uint64_t gas = 100'000;
  uint64_t batches = 0;  ///< of the contract, beside those that mined transactions add
  std::function<Hash256(uint64_t batch)> stored_hash;
  Bytes revert_data;

  // What it has.
  std::vector<Block> blocks;
  std::map<Hash256, TxRef> pool;
  std::vector<TxRef> sent;  ///< everything that it ever took, in order
  uint64_t foreign = 0;     ///< transactions of the same key by somebody else, all mined

  sdk::L1Calls calls() { return {&kTable, reinterpret_cast<dovetail_instance*>(this)}; }

  uint64_t nonce() const {
    uint64_t out = foreign;
    for (const Block& block : blocks) out += block.transactions.size();
    return out;
  }
  /// Batches that mined transactions committed, and those that were there before.
  uint64_t total() const {
    uint64_t out = batches;
    for (const Block& block : blocks)
      for (const Mined& mined : block.transactions) out += mined.success;
    return out;
  }
  /// Makes a block of what the pool holds and the base fee allows, in nonce order.
  void mine() {
    Block block{hash_of_block(blocks.size()), {}};
    for (bool found = true; found;) {
      found = false;
      for (auto entry = pool.begin(); entry != pool.end(); ++entry) {
        const zkevm::Transaction& tx = entry->second->tx();
        if (tx.nonce != nonce() + block.transactions.size() || tx.max_fee_per_gas < base_fee)
          continue;
        block.transactions.push_back({entry->second, !revert_mined});
        pool.erase(entry);
        found = true;
        break;
      }
    }
    blocks.push_back(std::move(block));
    std::erase_if(pool, [this](const auto& entry) { return entry.second->tx().nonce < nonce(); });
  }
  void mine(int count) {
    for (int i = 0; i < count; ++i) mine();
  }
  /// Replaces the last count blocks by as many empty ones and one more.
  void reorganise(size_t count, bool keep_transactions) {
    ++fork_;
    for (size_t i = 0; i < count; ++i) {
      if (keep_transactions)
        for (const Mined& mined : blocks.back().transactions) pool[mined.tx->tx().hash] = mined.tx;
      blocks.pop_back();
    }
    for (size_t i = 0; i <= count; ++i) blocks.push_back({hash_of_block(blocks.size()), {}});
  }
  size_t mined_count() const {
    size_t out = 0;
    for (const Block& block : blocks) out += block.transactions.size();
    return out;
  }

 private:
  using Error = dovetail_error*;
  using Cancel = const dovetail_cancel*;
  static FakeL1& self(dovetail_instance* instance) {
    auto& out = *reinterpret_cast<FakeL1*>(instance);
    return out;
  }
  static dovetail_status fail(Error error, dovetail_status status, const char* text) {
    error->status = status;
    std::snprintf(error->text, sizeof(error->text), "%s", text);
    return status;
  }
  bool broken() { return failures > 0 && failures-- > 0; }
  Hash256 hash_of_block(uint64_t number) const {
    return keccak256(U256(number, 0, 0, fork_).to_be().view());
  }
  template <class Abi>
  static dovetail_status give(const Abi& value, Abi* out) {
    const uint32_t size = out->struct_size;
    *out = value;
    out->struct_size = size;
    return DOVETAIL_OK;
  }
  static dovetail_status give(ByteView bytes, dovetail_buffer* out) {
    if (bytes.empty()) return DOVETAIL_OK;
    out->data = new uint8_t[bytes.size()];
    out->size = bytes.size();
    std::copy(bytes.begin(), bytes.end(), out->data);
    out->release = [](dovetail_buffer* buffer) {
      delete[] buffer->data;
      *buffer = {};
    };
    return DOVETAIL_OK;
  }
  dovetail_status give_block(uint64_t number, dovetail_l1_block* out) const {
    sdk::L1Block block;
    block.number = number;
    block.hash = blocks[number].hash;
    block.base_fee = base_fee;
    return give(sdk::to_abi(block), out);
  }

  static const dovetail_l1_v1 kTable;
  uint64_t fork_ = 0;
};

inline const dovetail_l1_v1 FakeL1::kTable = [] {
  dovetail_l1_v1 table{};
  table.struct_size = sizeof(table);
  table.head = [](dovetail_instance* i, int32_t, dovetail_l1_block* out, Cancel, Error error) {
    if (self(i).broken()) return fail(error, DOVETAIL_UNAVAILABLE, "L1 is down");
    return self(i).give_block(self(i).blocks.size() - 1, out);
  };
  table.block = [](dovetail_instance* i, uint64_t number, dovetail_l1_block* out, Cancel,
                   Error error) {
    if (self(i).broken()) return fail(error, DOVETAIL_UNAVAILABLE, "L1 is down");
    if (number >= self(i).blocks.size()) return fail(error, DOVETAIL_NOT_FOUND, "no block");
    return self(i).give_block(number, out);
  };
  table.receipt = [](dovetail_instance* i, const uint8_t hash[32], dovetail_l1_receipt* out, Cancel,
                     Error error) {
    if (self(i).broken()) return fail(error, DOVETAIL_UNAVAILABLE, "L1 is down");
    for (size_t number = 0; number < self(i).blocks.size() && !self(i).receipts_lag; ++number)
      for (const Mined& mined : self(i).blocks[number].transactions)
        if (mined.tx->tx().hash == Hash256::from({hash, 32})) {
          sdk::L1Receipt receipt;
          receipt.success = mined.success;
          receipt.block_number = number;
          receipt.block_hash = self(i).blocks[number].hash;
          return give(sdk::to_abi(receipt), out);
        }
    return fail(error, DOVETAIL_NOT_FOUND, "not mined");
  };
  table.transaction = [](dovetail_instance* i, const uint8_t hash[32], dovetail_buffer* out, Cancel,
                         Error error) {
    if (self(i).broken()) return fail(error, DOVETAIL_UNAVAILABLE, "L1 is down");
    const auto found = self(i).pool.find(Hash256::from({hash, 32}));
    if (found == self(i).pool.end()) return fail(error, DOVETAIL_NOT_FOUND, "unknown");
    return give(found->second->raw(), out);
  };
  table.account = [](dovetail_instance* i, const uint8_t[20], dovetail_l1_account* out, Cancel,
                     Error error) {
    if (self(i).broken()) return fail(error, DOVETAIL_UNAVAILABLE, "L1 is down");
    const sdk::L1Account account{self(i).nonce(), self(i).nonce(), self(i).balance};
    return give(sdk::to_abi(account), out);
  };
  table.call = [](dovetail_instance* i, const dovetail_l1_call* call, dovetail_buffer* out, Cancel,
                  Error error) {
    if (self(i).broken()) return fail(error, DOVETAIL_UNAVAILABLE, "L1 is down");
    const ByteView data(call->data.data, call->data.size);
    if (equal(data, query_call("totalBatchesCommitted()")))
      return give(U256(self(i).total()).to_be().view(), out);
    const uint64_t batch = U256::from_be(data.subspan(4, 32)).low_u64();
    const Hash256 stored =
        batch <= self(i).total() && self(i).stored_hash ? self(i).stored_hash(batch) : Hash256{};
    return give(stored.view(), out);
  };
  table.estimate_gas = [](dovetail_instance* i, const dovetail_l1_call*, uint64_t* gas,
                          dovetail_buffer* revert_data, Cancel, Error error) {
    if (self(i).broken()) return fail(error, DOVETAIL_UNAVAILABLE, "L1 is down");
    *gas = self(i).gas;
    if (!self(i).revert_estimates) return dovetail_status{DOVETAIL_OK};
    give(ByteView(self(i).revert_data), revert_data);
    return fail(error, DOVETAIL_CONFLICT, "execution reverted");
  };
  table.send = [](dovetail_instance* i, dovetail_view raw, Cancel, Error error) {
    if (self(i).broken()) return fail(error, DOVETAIL_UNAVAILABLE, "L1 is down");
    auto tx = PooledTransaction::decode({raw.data, raw.size});
    DOVETAIL_ASSERT(static_cast<bool>(tx));
    const zkevm::Transaction& t = (*tx)->tx();
    if (t.nonce < self(i).nonce()) return fail(error, DOVETAIL_CONFLICT, "nonce too low");
    for (const auto& [hash, other] : self(i).pool)
      if (other->tx().nonce == t.nonce && hash != t.hash &&
          t.max_fee_per_gas < other->tx().max_fee_per_gas * 11 / 10)
        return fail(error, DOVETAIL_CONFLICT, "replacement transaction underpriced");
    self(i).sent.push_back(*tx);
    if (self(i).lose_sent) return dovetail_status{DOVETAIL_OK};
    std::erase_if(self(i).pool,
                  [&](const auto& entry) { return entry.second->tx().nonce == t.nonce; });
    self(i).pool[t.hash] = *tx;
    return dovetail_status{DOVETAIL_OK};
  };
  table.fees = [](dovetail_instance* i, uint32_t, dovetail_l1_fees* out, Cancel, Error error) {
    if (self(i).broken()) return fail(error, DOVETAIL_UNAVAILABLE, "L1 is down");
    sdk::L1Fees fees;
    fees.base_fee_next = self(i).base_fee;
    fees.base_fee_median = self(i).base_fee;
    fees.priority_fee = self(i).priority_fee;
    return give(sdk::to_abi(fees), out);
  };
  return table;
}();

}  // namespace dovetail::node
