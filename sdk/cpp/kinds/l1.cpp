#include "sdk/cpp/kinds/l1.hpp"

#include "sdk/cpp/kinds/give.hpp"

namespace dovetail::sdk {
namespace {

Hash256 hash_at(const uint8_t bytes[32]) {
  return Hash256::from({bytes, 32});
}
Address address_at(const uint8_t bytes[20]) {
  return Address::from({bytes, 20});
}

dovetail_status identity(dovetail_instance* handle, dovetail_l1_identity* out,
                         const dovetail_cancel* cancel, dovetail_error* error) noexcept {
  auto& self = instance_of<L1>(handle);
  return self.worker("identity", error, [&] { return give(self.identity(cancel), out); });
}

dovetail_status head(dovetail_instance* handle, int32_t tag, dovetail_l1_block* out,
                     const dovetail_cancel* cancel, dovetail_error* error) noexcept {
  auto& self = instance_of<L1>(handle);
  return self.worker("head", error, [&]() -> Expected<void> {
    if (tag < DOVETAIL_L1_LATEST || tag > DOVETAIL_L1_FINALIZED)
      return Failure(Status::invalid_argument,
                     "head: expected a tag from 0 to 2, found " + std::to_string(tag));
    return give(self.head(static_cast<L1Tag>(tag), cancel), out);
  });
}

dovetail_status block(dovetail_instance* handle, uint64_t number, dovetail_l1_block* out,
                      const dovetail_cancel* cancel, dovetail_error* error) noexcept {
  auto& self = instance_of<L1>(handle);
  return self.worker("block", error, [&] { return give(self.block(number, cancel), out); });
}

dovetail_status logs(dovetail_instance* handle, const dovetail_l1_filter* filter,
                     dovetail_buffer* out, const dovetail_cancel* cancel,
                     dovetail_error* error) noexcept {
  auto& self = instance_of<L1>(handle);
  return self.worker("logs", error, [&]() -> Expected<void> {
    auto raw = take("logs", filter);
    if (!raw) return raw.error();
    auto wanted = from_abi(*raw);
    if (!wanted) return wanted.error();
    auto found = self.logs(*wanted, cancel);
    if (!found) return found.error();
    return give(encode_logs(*found), out);
  });
}

dovetail_status receipt(dovetail_instance* handle, const uint8_t tx_hash[32],
                        dovetail_l1_receipt* out, const dovetail_cancel* cancel,
                        dovetail_error* error) noexcept {
  auto& self = instance_of<L1>(handle);
  return self.worker("receipt", error,
                     [&] { return give(self.receipt(hash_at(tx_hash), cancel), out); });
}

dovetail_status transaction(dovetail_instance* handle, const uint8_t tx_hash[32],
                            dovetail_buffer* out, const dovetail_cancel* cancel,
                            dovetail_error* error) noexcept {
  auto& self = instance_of<L1>(handle);
  return self.worker("transaction", error,
                     [&] { return give(self.transaction(hash_at(tx_hash), cancel), out); });
}

dovetail_status account(dovetail_instance* handle, const uint8_t address[20],
                        dovetail_l1_account* out, const dovetail_cancel* cancel,
                        dovetail_error* error) noexcept {
  auto& self = instance_of<L1>(handle);
  return self.worker("account", error,
                     [&] { return give(self.account(address_at(address), cancel), out); });
}

dovetail_status code(dovetail_instance* handle, const uint8_t address[20], dovetail_buffer* out,
                     const dovetail_cancel* cancel, dovetail_error* error) noexcept {
  auto& self = instance_of<L1>(handle);
  return self.worker("code", error,
                     [&] { return give(self.code(address_at(address), cancel), out); });
}

/// A revert crosses the ABI as DOVETAIL_CONFLICT with its data.
Expected<void> revert(Bytes data, const std::string& reason, dovetail_buffer* out) {
  *out = make_buffer(std::move(data));
  return Failure(Status::conflict, reason.empty() ? "reverted" : reason);
}

dovetail_status call(dovetail_instance* handle, const dovetail_l1_call* call, dovetail_buffer* out,
                     const dovetail_cancel* cancel, dovetail_error* error) noexcept {
  auto& self = instance_of<L1>(handle);
  return self.worker("call", error, [&]() -> Expected<void> {
    auto raw = take("call", call);
    if (!raw) return raw.error();
    auto result = self.call(from_abi(*raw), cancel);
    if (!result) return result.error();
    if (result->reverted) return revert(std::move(result->data), result->reason, out);
    return give(std::move(result->data), out);
  });
}

dovetail_status estimate_gas(dovetail_instance* handle, const dovetail_l1_call* call, uint64_t* gas,
                             dovetail_buffer* revert_data, const dovetail_cancel* cancel,
                             dovetail_error* error) noexcept {
  auto& self = instance_of<L1>(handle);
  return self.worker("estimate_gas", error, [&]() -> Expected<void> {
    auto raw = take("estimate_gas", call);
    if (!raw) return raw.error();
    auto result = self.estimate_gas(from_abi(*raw), cancel);
    if (!result) return result.error();
    if (result->reverted)
      return revert(std::move(result->revert_data), result->reason, revert_data);
    *gas = result->gas;
    return {};
  });
}

dovetail_status send(dovetail_instance* handle, dovetail_view signed_tx,
                     const dovetail_cancel* cancel, dovetail_error* error) noexcept {
  auto& self = instance_of<L1>(handle);
  return self.worker("send", error, [&] { return self.send(from_abi(signed_tx), cancel); });
}

dovetail_status fees(dovetail_instance* handle, uint32_t blocks_count, dovetail_l1_fees* out,
                     const dovetail_cancel* cancel, dovetail_error* error) noexcept {
  auto& self = instance_of<L1>(handle);
  return self.worker("fees", error, [&] { return give(self.fees(blocks_count, cancel), out); });
}

constexpr dovetail_l1_v1 kTable = {sizeof kTable, identity,    head,    block, logs,
                                   receipt,       transaction, account, code,  call,
                                   estimate_gas,  send,        fees};

}  // namespace

const void* L1::kind_interface(std::string_view id) {
  return id == DOVETAIL_L1_ID ? &kTable : nullptr;
}

}  // namespace dovetail::sdk
