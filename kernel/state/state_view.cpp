#include "kernel/state/state_view.hpp"

#include "kernel/state/keys.hpp"
#include "kernel/zkevm/system/tree_hash.hpp"

namespace dovetail::state {

StateView::StateView(const Store& store, std::shared_ptr<const Snapshot> snapshot,
                     std::optional<uint64_t> latest)
    : store_(store), snapshot_(std::move(snapshot)), block_(latest) {}

StateView::StateView(const Store& store, std::shared_ptr<const Snapshot> snapshot, uint64_t block,
                     uint64_t latest)
    : StateView(store, std::move(snapshot), block) {
  if (block < latest) history_ = std::make_unique<Cursor>(store_, snapshot_.get());
}

void StateView::remember(const Failure& failure) {
  if (!failure_) failure_ = failure;
}

std::optional<Bytes> StateView::past_value(char history_kind, ByteView key, bool& found) {
  const keys::Key prefix = keys::Key(history_kind).add(key);
  history_->seek(keys::Key(prefix).add(*block_ + 1));
  found = history_->has_prefix(prefix);
  if (!found || history_->value().empty()) return std::nullopt;
  return to_bytes(history_->value());
}

std::optional<Bytes> StateView::read(char history_kind, char kind, ByteView key) {
  if (history_) {
    bool found = false;
    std::optional<Bytes> past = past_value(history_kind, key, found);
    if (auto check = history_->check(); !check) remember(check.error());
    if (found) return past;
  }
  auto value = store_.get(keys::Key(kind).add(key), snapshot_.get());
  if (!value) {
    remember(value.error());
    return std::nullopt;
  }
  return *value;
}

bool StateView::account(const Address& address, zkevm::Account& out) {
  out = {};
  const auto value = read(keys::kAccountHistory, keys::kAccount, address.view());
  if (!value) return false;
  const auto account = decode_account(*value);
  if (!account) {
    remember(account.error());
    return false;
  }
  out = *account;
  return true;
}

U256 StateView::storage(const Address& address, const U256& slot) {
  return storage_at(zkevm::flat_key(address, slot.to_be()));
}

U256 StateView::storage_at(const Hash256& flat_key) {
  const auto value = read(keys::kSlotHistory, keys::kSlot, flat_key.view());
  return value ? U256::from_be(ByteView(*value).first(std::min<size_t>(value->size(), 32)))
               : U256();
}

ByteView StateView::code(const Hash256& code_hash) {
  if (code_hash == zkevm::kEmptyCodeHash) return {};
  if (const auto known = codes_.find(code_hash); known != codes_.end()) return known->second;
  auto value = store_.get(keys::hashed(keys::kCode, code_hash), snapshot_.get());
  if (!value || !*value) {
    remember(value ? Failure(Status::corrupt,
                             "the code " + to_hex(code_hash.view()) +
                                 " of an account is missing: the data directory is damaged")
                   : value.error());
    return {};
  }
  return codes_.emplace(code_hash, std::move(**value)).first->second;
}

}  // namespace dovetail::state
