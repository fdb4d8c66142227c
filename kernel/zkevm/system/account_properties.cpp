#include "kernel/zkevm/system/account_properties.hpp"

#include "sdk/crypto/blake2s.hpp"

namespace dovetail::zkevm {
namespace {

constexpr size_t kVersioning = 0, kNonce = 8, kBalance = 16, kBlake = 48, kSize = 80, kKeccak = 88,
                 kObservableSize = 120;

void store(AccountBytes& out, size_t at, const Hash256& word) {
  for (size_t i = 0; i < Hash256::kSize; ++i) out[at + i] = word[i];
}

}  // namespace

AccountBytes encode(const AccountProperties& properties) {
  const Account& account = properties.account;
  AccountBytes out;
  store_be64(out.data() + kNonce, account.nonce);
  store(out, kBalance, account.balance.to_be());
  if (account.code_hash == kEmptyCodeHash) return out;
  store_be64(out.data() + kVersioning, kDeployedEvmCode);
  store(out, kBlake, properties.code_blake);
  store_be32(out.data() + kSize, account.code_size);
  store(out, kKeccak, account.code_hash);
  store_be32(out.data() + kObservableSize, account.code_size);
  return out;
}

Result<AccountProperties> decode_account_properties(const AccountBytes& bytes) {
  AccountProperties out;
  out.account.nonce = load_be64(bytes.data() + kNonce);
  out.account.balance = U256::from_be(bytes.view().subspan(kBalance, 32));
  if (load_be64(bytes.data() + kVersioning) != 0) {
    out.code_blake = Hash256::from(bytes.view().subspan(kBlake));
    out.account.code_size = load_be32(bytes.data() + kSize);
    out.account.code_hash = Hash256::from(bytes.view().subspan(kKeccak));
  }
  if (encode(out) != bytes)
    return Error{Status::invalid_argument, "account properties: fields that do not fit together"};
  return out;
}

Hash256 hash(const AccountProperties& properties) {
  if (properties.account.is_empty()) return {};
  return blake2s(encode(properties).view());
}

}  // namespace dovetail::zkevm
