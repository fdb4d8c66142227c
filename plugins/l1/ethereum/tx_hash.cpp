#include "plugins/l1/ethereum/tx_hash.hpp"

#include "sdk/base/rlp.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::plugins::ethereum {
namespace {

constexpr uint8_t kBlobType = 3;

}  // namespace

Expected<Hash256> hash_of_network_form(ByteView transaction) {
  if (transaction.empty())
    return Failure(Status::invalid_argument, "expected a signed transaction, found no bytes");
  if (transaction[0] != kBlobType) return keccak256(transaction);
  rlp::Reader outer(transaction.subspan(1));
  auto body = outer.list();
  if (!body || !outer.at_end())
    return Failure(Status::invalid_argument, "expected one RLP list after type 3");
  auto payload = body->item();
  if (!payload)
    return Failure(Status::invalid_argument, "expected the payload of a type 3 transaction");
  if (!payload->is_list)
    return keccak256(transaction);  // no sidecar: the list is the payload itself
  Keccak256 hash;
  hash.update(ByteView(&kBlobType, 1));
  hash.update(payload->whole);
  return hash.finish();
}

}  // namespace dovetail::plugins::ethereum
