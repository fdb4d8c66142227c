#include "sdk/cpp/calls/l1.hpp"

#include "sdk/cpp/calls/checked.hpp"

namespace dovetail::sdk {
namespace {

/// A call that fills one struct. call: given slot, struct and error.
template <class Abi, class Slot, class Call>
auto filled(const char* what, const dovetail_l1_v1* table, Slot dovetail_l1_v1::* slot, Call call)
    -> Expected<decltype(from_abi(Abi{}))> {
  auto out = sized<Abi>();
  auto done = checked(what, table, slot,
                      [&](auto function, auto* error) { return call(function, &out, error); });
  if (!done) return done.error();
  return from_abi(out);
}

/// A call that gives bytes.
template <class Slot, class Call>
Expected<Bytes> given(const char* what, const dovetail_l1_v1* table, Slot dovetail_l1_v1::* slot,
                      Call call) {
  Buffer out;
  auto done = checked(what, table, slot,
                      [&](auto function, auto* error) { return call(function, out.out(), error); });
  if (!done) return done.error();
  return out.take();
}

}  // namespace

Expected<L1Identity> L1Calls::identity(Cancel cancel) const {
  return filled<dovetail_l1_identity>("l1.identity", table_, &Table::identity,
                                      [&](auto identity, auto* out, auto* error) {
                                        return identity(instance_, out, cancel.raw(), error);
                                      });
}

Expected<L1Block> L1Calls::head(L1Tag tag, Cancel cancel) const {
  return filled<dovetail_l1_block>(
      "l1.head", table_, &Table::head, [&](auto head, auto* out, auto* error) {
        return head(instance_, static_cast<int32_t>(tag), out, cancel.raw(), error);
      });
}

Expected<L1Block> L1Calls::block(uint64_t number, Cancel cancel) const {
  return filled<dovetail_l1_block>("l1.block", table_, &Table::block,
                                   [&](auto block, auto* out, auto* error) {
                                     return block(instance_, number, out, cancel.raw(), error);
                                   });
}

Expected<std::vector<L1Log>> L1Calls::logs(const L1Filter& filter, Cancel cancel) const {
  const dovetail_l1_filter raw = to_abi(filter);
  auto bytes = given("l1.logs", table_, &Table::logs, [&](auto logs, auto* out, auto* error) {
    return logs(instance_, &raw, out, cancel.raw(), error);
  });
  if (!bytes) return bytes.error();
  return decode_logs(*bytes);
}

Expected<L1Receipt> L1Calls::receipt(const Hash256& tx_hash, Cancel cancel) const {
  return filled<dovetail_l1_receipt>(
      "l1.receipt", table_, &Table::receipt, [&](auto receipt, auto* out, auto* error) {
        return receipt(instance_, tx_hash.data(), out, cancel.raw(), error);
      });
}

Expected<Bytes> L1Calls::transaction(const Hash256& tx_hash, Cancel cancel) const {
  return given("l1.transaction", table_, &Table::transaction,
               [&](auto transaction, auto* out, auto* error) {
                 return transaction(instance_, tx_hash.data(), out, cancel.raw(), error);
               });
}

Expected<L1Account> L1Calls::account(const Address& address, Cancel cancel) const {
  return filled<dovetail_l1_account>(
      "l1.account", table_, &Table::account, [&](auto account, auto* out, auto* error) {
        return account(instance_, address.data(), out, cancel.raw(), error);
      });
}

Expected<Bytes> L1Calls::code(const Address& address, Cancel cancel) const {
  return given("l1.code", table_, &Table::code, [&](auto code, auto* out, auto* error) {
    return code(instance_, address.data(), out, cancel.raw(), error);
  });
}

Expected<L1CallResult> L1Calls::call(const L1Call& call, Cancel cancel) const {
  const dovetail_l1_call raw = to_abi(call);
  Buffer out;
  auto done = checked("l1.call", table_, &Table::call, [&](auto call, auto* error) {
    return call(instance_, &raw, out.out(), cancel.raw(), error);
  });
  if (!done && done.error().status != Status::conflict) return done.error();
  auto data = out.take();
  if (!data) return data.error();
  if (done) return L1CallResult{.reverted = false, .data = *std::move(data), .reason = {}};
  return L1CallResult{.reverted = true, .data = *std::move(data), .reason = done.error().text};
}

Expected<L1GasEstimate> L1Calls::estimate_gas(const L1Call& call, Cancel cancel) const {
  const dovetail_l1_call raw = to_abi(call);
  Buffer out;
  uint64_t gas = 0;
  auto done =
      checked("l1.estimate_gas", table_, &Table::estimate_gas, [&](auto estimate, auto* error) {
        return estimate(instance_, &raw, &gas, out.out(), cancel.raw(), error);
      });
  if (done) return L1GasEstimate{.reverted = false, .gas = gas, .revert_data = {}, .reason = {}};
  if (done.error().status != Status::conflict) return done.error();
  auto data = out.take();
  if (!data) return data.error();
  return L1GasEstimate{true, 0, *std::move(data), done.error().text};
}

Expected<void> L1Calls::send(ByteView signed_tx, Cancel cancel) const {
  return checked("l1.send", table_, &Table::send, [&](auto send, auto* error) {
    return send(instance_, to_abi(signed_tx), cancel.raw(), error);
  });
}

Expected<L1Fees> L1Calls::fees(uint32_t blocks_count, Cancel cancel) const {
  return filled<dovetail_l1_fees>("l1.fees", table_, &Table::fees,
                                  [&](auto fees, auto* out, auto* error) {
                                    return fees(instance_, blocks_count, out, cancel.raw(), error);
                                  });
}

}  // namespace dovetail::sdk
