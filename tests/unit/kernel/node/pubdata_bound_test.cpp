// The bounds that let a block always fit an empty batch, against what the real encoder writes.

#include <random>

#include "kernel/node/block/pubdata_meter.hpp"
#include "tests/unit/kernel/node/chain_fixture.hpp"

namespace dovetail::node {
namespace {

/// Init code of random effects: slots, value to fresh accounts, contracts, a last word.
class Program {
 public:
  explicit Program(std::mt19937_64& random) : random_(random) {
    for (uint64_t i = 0, count = random_() % 24; i < count; ++i) step();
    finish();
  }
  Bytes code;

 private:
  void put(std::initializer_list<uint8_t> bytes) { code.insert(code.end(), bytes); }
  void push(const U256& value) {
    code.push_back(0x7f);
    const Hash256 word = value.to_be();
    code.insert(code.end(), word.begin(), word.end());
  }
  U256 number() { return U256(random_(), random_(), random_(), random_()) >> (random_() % 256); }

  void step() {
    switch (random_() % 4) {
      case 0:
      case 1:  // SSTORE, now and then of zero
        push(random_() % 4 == 0 ? U256() : number());
        push(random_() % 8);
        put({0x55});
        break;
      case 2:  // CALL with a value of 1
        put({0x5f, 0x5f, 0x5f, 0x5f, 0x60, 1});
        push(random_() % 2 == 0 ? U256(random_() % 300) : number() >> 96);
        put({0x62, 0, 0xff, 0xff, 0xf1, 0x50});
        break;
      default:  // CREATE of an account without code
        put({0x5f, 0x5f, 0x60, 1, 0xf0, 0x50});
    }
  }
  void finish() {
    if (random_() % 5 == 0) {  // SELFDESTRUCT
      push(number() >> 96);
      put({0xff});
      return;
    }
    // RETURN of code that destroys itself in favour of its caller, then arbitrary bytes.
    push(U256(0x33ff) << 240);
    put({0x5f, 0x52, 0x61, static_cast<uint8_t>(random_() % 4), static_cast<uint8_t>(random_())});
    put({0x5f, 0xf3});
  }

  std::mt19937_64& random_;
};

class PubdataBound : public ChainTest {
 protected:
  std::vector<TxRef> random_transactions(std::mt19937_64& random) {
    std::vector<TxRef> out;
    for (uint64_t i = 0, count = 1 + random() % 6; i < count; ++i) {
      const size_t account = random() % kDevelopmentKeysCount;
      TxSpec spec{.nonce = nonces_[account]++, .tip = random() % 2, .gas = 3'000'000, .value = 50};
      if (random() % 3 != 0) {
        spec.to = std::nullopt;
        spec.data = Program(random).code;
        created_.push_back(
            created_address(development_key(account).address(), nonces_[account] - 1));
      } else if (!created_.empty()) {
        spec.to = created_[random() % created_.size()];
      }
      out.push_back(pooled_tx(account, spec));
    }
    return out;
  }
  static uint64_t counted(const state::BlockCommit& block) {
    uint64_t out = block.accounts.size() * kAccountBytesMax + block.storage.size() * kSlotBytesMax;
    for (const auto& [hash, code] : block.codes) out += kCodeBytesOverhead + code.size();
    return out;
  }

  uint64_t nonces_[kDevelopmentKeysCount] = {};
  std::vector<Address> created_;
};

TEST_F(PubdataBound, holds_for_random_blocks) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int batch = 0; batch < 30; ++batch) {
    uint64_t bound = 128;
    const uint64_t blocks = 1 + random() % 4;
    for (uint64_t i = 0; i < blocks; ++i) {
      const BuiltBlock made = block(random_transactions(random));
      const uint64_t bytes = counted(made.commit);
      EXPECT_LE(bytes, made.gas_used / kGasPerByteMin +
                           made.commit.transactions.size() * kTransferBytesMax);
      bound += bytes + 32;
    }
    seal();
    EXPECT_LE(database_->batch_pubdata(**database_->last_batch())->size(), bound);
  }
}

}  // namespace
}  // namespace dovetail::node
