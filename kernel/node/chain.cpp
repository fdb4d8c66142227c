#include "kernel/node/chain.hpp"

#include <random>

namespace dovetail::node {
namespace {

uint64_t random_seed() {
  std::random_device random;
  return uint64_t{random()} << 32 | random();
}

}  // namespace

Chain::Chain(state::Database& database, ChainParameters parameters)
    : database_(database), parameters_(parameters), hash_seed_(random_seed()) {}

Hash256 AncestorHashes::block_hash(uint64_t number) {
  if (number > parent_ || parent_ - number >= 256) return {};
  auto header = database_.header(number);
  return header ? header->hash : Hash256{};
}

uint64_t Chain::latest() const {
  return database_.heads().latest.value_or(0);
}

Expected<BlockHeader> Chain::header(uint64_t block) const {
  auto stored = database_.header(block);
  if (!stored) return stored.error();
  BlockHeader out{std::move(*stored), {}};
  auto decoded = zkevm::decode_header(out.stored.rlp);
  if (!decoded) return Failure(decoded.error());
  out.header = *decoded;
  return out;
}

zkevm::BlockEnv Chain::environment(const zkevm::Header& header) const {
  zkevm::BlockEnv out;
  out.chain_id = parameters_.id;
  out.number = header.number;
  out.timestamp = header.timestamp;
  out.gas_limit = header.gas_limit;
  out.base_fee = header.base_fee;
  out.coinbase = header.coinbase;
  out.base_fee_to_coinbase = true;
  return out;
}

Expected<zkevm::Account> Chain::account(const Address& address) const {
  auto view = database_.latest_state();
  if (!view) return view.error();
  zkevm::Account out;
  (*view)->account(address, out);
  if ((*view)->failure()) return *(*view)->failure();
  return out;
}

}  // namespace dovetail::node
