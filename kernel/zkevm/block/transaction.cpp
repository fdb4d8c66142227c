#include "kernel/zkevm/block/transaction.hpp"

#include "sdk/base/arena_vector.hpp"
#include "sdk/base/rlp.hpp"
#include "sdk/crypto/keccak.hpp"
#include "sdk/crypto/secp256k1.hpp"

namespace dovetail::zkevm {
namespace {

using Bytes = ArenaVector<uint8_t>;

constexpr Error bad(const char* text) {
  return {Status::invalid_argument, text};
}

/// Reads fields one after another and remembers the first that is malformed.
class Fields {
 public:
  explicit Fields(rlp::Reader reader) : reader_(reader) {}

  void integer(uint64_t& out, const char* error) { take(reader_.integer(), out, error); }
  void integer(U256& out, const char* error) { take(reader_.integer256(), out, error); }
  void string(ByteView& out, const char* error) { take(reader_.string(), out, error); }
  void to(std::optional<Address>& out) {
    ByteView bytes;
    string(bytes, "transaction: to is malformed");
    if (failed() || bytes.empty()) return;
    if (bytes.size() != 20) return fail("transaction: to is neither empty nor 20 bytes");
    out = Address::from(bytes);
  }
  void access_list(std::span<const AccessEntry>& out, Arena& arena);
  void end() {
    if (!failed() && !reader_.at_end()) fail("transaction: too many fields");
  }

  void fail(const char* error) {
    if (error_ == nullptr) error_ = error;
  }
  bool failed() const { return error_ != nullptr; }
  const char* error() const { return error_; }

 private:
  template <class T, class R>
  void take(R result, T& out, const char* error) {
    if (failed()) return;
    if (result)
      out = *result;
    else
      fail(error);
  }

  rlp::Reader reader_;
  const char* error_ = nullptr;
};

Result<AccessEntry> access_entry(rlp::Reader fields, Arena& arena) {
  constexpr Error kMalformed = bad("transaction: access list is malformed");
  AccessEntry out;
  auto address = fields.fixed<20>();
  if (!address) return kMalformed;
  auto keys = fields.list();
  if (!keys || !fields.at_end()) return kMalformed;
  if (keys->rest().size() % 33 != 0) return kMalformed;
  std::span<U256> slots = arena.make<U256>(keys->rest().size() / 33);
  for (U256& slot : slots) {
    auto key = keys->fixed<32>();
    if (!key) return kMalformed;
    slot = U256::from_be(key->view());
  }
  out.address = *address;
  out.slots = slots;
  return out;
}

void Fields::access_list(std::span<const AccessEntry>& out, Arena& arena) {
  if (failed()) return;
  auto list = reader_.list();
  if (!list) return fail("transaction: access list is malformed");
  ArenaVector<AccessEntry> entries(arena);
  while (!list->at_end()) {
    auto fields = list->list();
    if (!fields) return fail("transaction: access list is malformed");
    auto entry = access_entry(*fields, arena);
    if (!entry) return fail(entry.error().text);
    entries.push_back(*entry);
  }
  out = entries.view();
}

// EIP-155: v is 27 or 28, or 35 + 2 * chain_id + parity.
void read_legacy_v(const U256& v, Transaction& tx, Fields& fields) {
  if (v == U256(27) || v == U256(28)) {
    tx.y_parity = static_cast<uint8_t>(v.low_u64() - 27);
    return;
  }
  if (v < U256(35)) return fields.fail("transaction: v is neither 27, 28 nor of EIP-155");
  const U256 rest = v - U256(35);
  if (!(rest >> 1).fits_u64()) return fields.fail("transaction: chain id over 64 bits");
  tx.chain_id = (rest >> 1).low_u64();
  tx.y_parity = static_cast<uint8_t>(rest.low_u64() & 1);
}

void read_legacy(Fields& fields, Transaction& tx) {
  U256 v;
  fields.integer(tx.nonce, "transaction: nonce is malformed");
  fields.integer(tx.max_fee_per_gas, "transaction: gas price is malformed");
  fields.integer(tx.gas_limit, "transaction: gas limit is malformed");
  fields.to(tx.to);
  fields.integer(tx.value, "transaction: value is malformed");
  fields.string(tx.data, "transaction: data is malformed");
  fields.integer(v, "transaction: v is malformed");
  tx.max_priority_fee_per_gas = tx.max_fee_per_gas;
  if (!fields.failed()) read_legacy_v(v, tx, fields);
}

void read_typed(Fields& fields, Transaction& tx, Arena& arena) {
  uint64_t chain_id = 0, y_parity = 0;
  fields.integer(chain_id, "transaction: chain id is malformed");
  fields.integer(tx.nonce, "transaction: nonce is malformed");
  if (tx.type == TxType::dynamic_fee)
    fields.integer(tx.max_priority_fee_per_gas, "transaction: priority fee is malformed");
  fields.integer(tx.max_fee_per_gas, "transaction: fee is malformed");
  if (tx.type == TxType::access_list) tx.max_priority_fee_per_gas = tx.max_fee_per_gas;
  fields.integer(tx.gas_limit, "transaction: gas limit is malformed");
  fields.to(tx.to);
  fields.integer(tx.value, "transaction: value is malformed");
  fields.string(tx.data, "transaction: data is malformed");
  fields.access_list(tx.access_list, arena);
  fields.integer(y_parity, "transaction: y parity is malformed");
  if (y_parity > 1) fields.fail("transaction: y parity is neither 0 nor 1");
  tx.chain_id = chain_id;
  tx.y_parity = static_cast<uint8_t>(y_parity);
}

void append_to(Bytes& out, const std::optional<Address>& to) {
  rlp::append_string(out, to ? to->view() : ByteView{});
}

void append_access_list(Bytes& out, std::span<const AccessEntry> list, Arena& arena) {
  Bytes entries(arena);
  for (const AccessEntry& entry : list) {
    Bytes slots(arena), fields(arena);
    for (const U256& slot : entry.slots) rlp::append_string(slots, slot.to_be().view());
    rlp::append_string(fields, entry.address.view());
    rlp::append_list(fields, slots.view());
    rlp::append_list(entries, fields.view());
  }
  rlp::append_list(out, entries.view());
}

void append_signed_fields(Bytes& out, const Transaction& tx, Arena& arena) {
  const bool legacy = tx.type == TxType::legacy;
  if (!legacy) rlp::append_integer(out, tx.chain_id.value_or(0));
  rlp::append_integer(out, tx.nonce);
  if (tx.type == TxType::dynamic_fee) rlp::append_integer(out, tx.max_priority_fee_per_gas);
  rlp::append_integer(out, tx.max_fee_per_gas);
  rlp::append_integer(out, tx.gas_limit);
  append_to(out, tx.to);
  rlp::append_integer(out, tx.value);
  rlp::append_string(out, tx.data);
  if (!legacy) append_access_list(out, tx.access_list, arena);
  if (!legacy || !tx.chain_id) return;
  rlp::append_integer(out, *tx.chain_id);
  rlp::append_integer(out, 0);
  rlp::append_integer(out, 0);
}

/// floor(order / 2): the largest s that EIP-2 accepts.
constexpr U256 kHalfOrder = kSecp256k1Order >> 1;

}  // namespace

Result<Transaction> decode_transaction(ByteView raw, Arena& arena) {
  if (raw.empty()) return bad("transaction: no bytes");
  Transaction tx;
  ByteView body = raw;
  if (raw[0] < 0xc0) {
    if (raw[0] != 1 && raw[0] != 2)
      return Error{Status::unsupported, "transaction type not supported"};
    tx.type = static_cast<TxType>(raw[0]);
    body = raw.subspan(1);
  }
  rlp::Reader reader(body);
  auto list = reader.list();
  if (!list) return bad("transaction: not a list");
  if (!reader.at_end()) return bad("transaction: bytes after its end");
  Fields fields(*list);
  if (tx.type == TxType::legacy)
    read_legacy(fields, tx);
  else
    read_typed(fields, tx, arena);
  fields.integer(tx.r, "transaction: r is malformed");
  fields.integer(tx.s, "transaction: s is malformed");
  fields.end();
  if (fields.failed()) return bad(fields.error());
  tx.hash = keccak256(raw);
  return tx;
}

Hash256 signing_hash(const Transaction& tx, Arena& arena) {
  const Arena::Mark mark = arena.mark();
  Bytes fields(arena), whole(arena);
  append_signed_fields(fields, tx, arena);
  if (tx.type != TxType::legacy) whole.push_back(static_cast<uint8_t>(tx.type));
  rlp::append_list(whole, fields.view());
  const Hash256 hash = keccak256(whole.view());
  arena.release(mark);
  return hash;
}

Result<Address> recover_sender(const Transaction& tx, Arena& arena) {
  if (tx.s > kHalfOrder) return bad("transaction: s in the upper half of the order (EIP-2)");
  PublicKey key;
  if (!recover_public_key(signing_hash(tx, arena), tx.r, tx.s, tx.y_parity, key))
    return bad("transaction: invalid signature");
  return address_of(key);
}

}  // namespace dovetail::zkevm
