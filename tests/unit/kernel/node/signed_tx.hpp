#pragma once
// Signed L2 transactions for tests, made with the development keys.

#include "kernel/node/mempool/pooled.hpp"
#include "kernel/node/settle/keystore.hpp"
#include "kernel/node/settle/l1_transaction.hpp"

namespace dovetail::node {

inline constexpr uint64_t kTestChainId = 270;
inline constexpr uint64_t kGwei = 1'000'000'000;

struct TxSpec {
  uint64_t nonce = 0;
  U256 max_fee = 2 * kGwei;
  U256 tip = 0;
  uint64_t gas = 21'000;
  U256 value = 1;
  std::optional<Address> to = Address{};
  Bytes data;
  uint64_t chain_id = kTestChainId;
};

inline Bytes raw_tx(size_t account, const TxSpec& spec) {
  return sign({spec.chain_id, spec.nonce, spec.tip, spec.max_fee, spec.gas, spec.to, spec.value,
               spec.data},
              development_key(account))
      .raw;
}

inline TxRef pooled_tx(size_t account, const TxSpec& spec) {
  auto tx = PooledTransaction::decode(raw_tx(account, spec));
  DOVETAIL_ASSERT(static_cast<bool>(tx));
  return *tx;
}

}  // namespace dovetail::node
