#include "kernel/node/genesis.hpp"

#include <map>

#include "kernel/node/batch/sealing.hpp"
#include "kernel/node/settle/keystore.hpp"
#include "kernel/zkevm/block/header.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::node {
namespace {

std::map<Address, U256> balances(const config::ChainSettings& chain) {
  std::map<Address, U256> out;
  if (chain.development_accounts)
    for (size_t i = 0; i < kDevelopmentKeysCount; ++i)
      out[development_key(i).address()] = development_balance();
  for (const auto& prefund : chain.prefund) out[prefund.address] = prefund.balance;
  return out;
}

/// Binds block 0 to its state: the L2 header's state root is zero, so that without it two chains of
/// different accounts would have one genesis hash.
Hash256 state_digest(const std::map<Address, U256>& balances) {
  Keccak256 hash;
  for (const auto& [address, balance] : balances) {
    hash.update(address.view());
    hash.update(balance.to_be().view());
  }
  return hash.finish();
}

/// Each half only if it is missing: a crash may have come between them.
Expected<void> write_genesis(state::Database& database, const Genesis& genesis) {
  if (!database.heads().latest)
    if (auto written = database.commit(genesis.block); !written) return written;
  auto last = database.last_batch();
  if (!last) return last.error();
  if (*last) return {};
  const Chain chain(database, {genesis.identity.chain_id, {}, 0});
  auto batch = make_batch(chain, 0, 0, 0, 0);
  if (!batch) return batch.error();
  batch->record.status =
      state::BatchStatus::committed;  // L1 is given it when the contracts are deployed
  return database.seal_batch(batch->record, batch->pubdata, batch->tree);
}

}  // namespace

U256 development_balance() {
  return U256(10'000) * U256(1'000'000'000'000'000'000);
}

Genesis make_genesis(const config::ChainSettings& chain) {
  const auto accounts = balances(chain);
  zkevm::Header header;
  header.timestamp = kGenesisTimestamp;
  header.gas_limit = kGenesisGasLimit;
  header.base_fee = 1'000'000'000;
  const Hash256 digest = state_digest(accounts);
  header.extra_data = digest.view();

  Genesis out;
  state::BlockCommit& block = out.block;
  block.header.timestamp = header.timestamp;
  Bytes memory(64 << 10);
  Arena arena(memory);
  block.header.rlp = to_bytes(zkevm::encode_header(header, arena));
  block.header.hash = keccak256(block.header.rlp);
  for (const auto& [address, balance] : accounts) {
    zkevm::Account account;
    account.balance = balance;
    block.accounts.push_back({address, account});
  }
  out.identity.chain_id = chain.id;
  out.identity.genesis_hash = block.header.hash;
  return out;
}

Expected<std::unique_ptr<state::Database>> open_chain(const std::filesystem::path& directory,
                                                      const config::ChainSettings& chain) {
  const Genesis genesis = make_genesis(chain);
  auto database = state::Database::open(directory, genesis.identity);
  if (!database) return database;
  if (auto written = write_genesis(**database, genesis); !written) return written.error();
  return database;
}

}  // namespace dovetail::node
