// Accounts: balances, nonces, code, storage.

#include <algorithm>

#include "kernel/rpc/service.hpp"

namespace dovetail::rpc {
namespace {

using node::Node;
using ViewRef = std::unique_ptr<state::StateView>;

RpcError unavailable(const Failure& failure) {
  if (failure.status == Status::not_found)
    return {kServerError,
            "missing trie node: the state of that block is not kept (" + failure.text + ")",
            {}};
  return error_of(failure);
}

/// The state at the block that a parameter names; missing means latest.
Parsed<ViewRef> view_param(const json::array& params, size_t index, Node& node) {
  auto block = block_param(params, index, node.chain());
  if (!block) return block.error();
  auto view = node.chain().database().state_at(*block);
  if (!view) return unavailable(view.error());
  return std::move(*view);
}

/// @return an answer made by `read` of the account that parameter 0 names.
template <class Read>
Answer read_account(const json::array& params, size_t block_index, Node& node, Read read) {
  auto address = fixed_param<20>(params, 0);
  if (!address) return address.error();
  auto view = view_param(params, block_index, node);
  if (!view) return view.error();
  json::value out = read(**view, *address);
  if ((*view)->failure()) return error_of(*(*view)->failure());
  return out;
}

zkevm::Account account_of(state::StateView& view, const Address& address) {
  zkevm::Account account;
  view.account(address, account);
  return account;
}

Answer transaction_count(const json::array& params, Node& node) {
  if (is_pending(params, 1)) {
    auto address = fixed_param<20>(params, 0);
    if (!address) return address.error();
    auto nonce = node.pending_nonce(*address);
    if (!nonce) return error_of(nonce.error());
    return json::value(to_quantity(*nonce));
  }
  return read_account(params, 1, node, [](auto& view, const Address& address) {
    return json::value(to_quantity(account_of(view, address).nonce));
  });
}

/// A slot is a quantity or bytes, at most 32: as geth does, leading zeros or none.
Parsed<U256> slot_param(const json::array& params, size_t index) {
  auto text = text_param(params, index);
  if (!text) return text.error();
  if (text->size() > 66) return invalid_params("unable to decode storage key: over 32 bytes");
  if (text->size() % 2 == 1 && text->size() > 2) text->insert(2, "0");
  auto bytes = from_hex(*text);
  if (!bytes) return invalid_params("unable to decode storage key: " + bytes.error().text);
  Hash256 slot;
  std::copy(bytes->begin(), bytes->end(), slot.bytes + sizeof slot.bytes - bytes->size());
  return U256::from_be(slot.view());
}

Answer storage_at(const json::array& params, Node& node) {
  auto slot = slot_param(params, 1);
  if (!slot) return slot.error();
  return read_account(params, 2, node, [&](auto& view, const Address& address) {
    return json::value(to_hex(view.storage(address, *slot).to_be().view()));
  });
}

}  // namespace

void add_account_methods(Dispatcher& dispatcher, Node& node) {
  const auto add = [&](const char* name, auto method) {
    dispatcher.add(name, [&node, method](const json::array& params, const Caller&) -> Answer {
      return method(params, node);
    });
  };
  add("eth_getBalance", [](const auto& p, Node& n) {
    return read_account(p, 1, n, [](auto& view, const Address& address) {
      return json::value(to_quantity(account_of(view, address).balance));
    });
  });
  add("eth_getCode", [](const auto& p, Node& n) {
    return read_account(p, 1, n, [](auto& view, const Address& address) {
      return json::value(to_hex(view.code(account_of(view, address).code_hash)));
    });
  });
  add("eth_getTransactionCount", transaction_count);
  add("eth_getStorageAt", storage_at);
}

}  // namespace dovetail::rpc
