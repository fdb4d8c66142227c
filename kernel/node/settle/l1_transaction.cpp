#include "kernel/node/settle/l1_transaction.hpp"

#include "sdk/base/rlp.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::node {
namespace {

Bytes fields(const L1Transaction& tx) {
  Bytes out;
  rlp::append_integer(out, tx.chain_id);
  rlp::append_integer(out, tx.nonce);
  rlp::append_integer(out, tx.max_priority_fee_per_gas);
  rlp::append_integer(out, tx.max_fee_per_gas);
  rlp::append_integer(out, tx.gas_limit);
  rlp::append_string(out, tx.to ? tx.to->view() : ByteView{});
  rlp::append_integer(out, tx.value);
  rlp::append_string(out, tx.data);
  rlp::append_list(out, {});
  return out;
}

Bytes typed(ByteView payload) {
  Bytes out{0x02};
  rlp::append_list(out, payload);
  return out;
}

}  // namespace

SignedL1Transaction sign(const L1Transaction& tx, const SigningKey& key) {
  Bytes payload = fields(tx);
  const auto signature = key.sign(keccak256(typed(payload)));
  rlp::append_integer(payload, signature.y_parity);
  rlp::append_integer(payload, signature.r);
  rlp::append_integer(payload, signature.s);
  SignedL1Transaction out{typed(payload), {}};
  out.hash = keccak256(out.raw);
  return out;
}

Address created_address(const Address& sender, uint64_t nonce) {
  Bytes payload, list;
  rlp::append_string(payload, sender.view());
  rlp::append_integer(payload, nonce);
  rlp::append_list(list, payload);
  return Address::from(keccak256(list).view().subspan(12));
}

}  // namespace dovetail::node
