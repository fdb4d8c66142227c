// One batch of 1,000 ETH transfers between distinct accounts out of 2^17: writing its block,
// building and sealing it, and the canonical pubdata of a transfer (random 18-decimal amounts,
// header included, codec 0).
#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <filesystem>
#include <random>
#include <unordered_map>

#include "kernel/state/batch_builder.hpp"

namespace dovetail::state {
namespace {

constexpr uint64_t kAccounts = 1 << 17;
constexpr uint64_t kTransfers = 1000;

class Chain {
 public:
  Chain() {
    char name[] = "/tmp/dovetail-bench-XXXXXX";
    directory_ = ::mkdtemp(name);
    database_ = std::move(*Database::open(directory_, {}));
    BlockCommit genesis = next_block();
    for (uint64_t number = 0; number < kAccounts; ++number)
      genesis.accounts.push_back({address(number), account(number)});
    commit(genesis);
    seal(build());
  }
  ~Chain() {
    database_.reset();
    std::filesystem::remove_all(directory_);
  }

  BlockCommit transfers() {
    BlockCommit block = next_block();
    const uint64_t start = random_() % kAccounts;
    for (uint64_t i = 0; i < kTransfers; ++i) {
      // An odd stride visits distinct accounts.
      const uint64_t sender = (start + 2 * i * 40'503) % kAccounts;
      const uint64_t recipient = (start + (2 * i + 1) * 40'503) % kAccounts;
      const U256 amount = random_() % 1'000'000'000'000'000'000;
      zkevm::Account &from = account(sender), &to = account(recipient);
      from.nonce += 1;
      from.balance -= amount + 21000 * 1'000'000'000ull;
      to.balance += amount;
      block.accounts.push_back({address(sender), from});
      block.accounts.push_back({address(recipient), to});
      block.transactions.push_back({U256(random_()).to_be(), address(sender), Bytes(110)});
    }
    block.receipts.resize(kTransfers);
    return block;
  }
  void commit(const BlockCommit& block) {
    if (!database_->commit(block)) std::abort();
  }
  BatchContents build() {
    auto contents = build_batch(*database_, number_ - 1, number_ - 1);
    if (!contents) std::abort();
    return std::move(*contents);
  }
  void seal(const BatchContents& contents) {
    BatchRecord record;
    record.number = record.output.first_block = record.output.last_block = number_ - 1;
    record.tree_root = contents.tree.after.root;
    record.tree_next_index = contents.tree.after.next_index;
    if (!database_->seal_batch(record, contents.pubdata, contents.tree)) std::abort();
  }

 private:
  BlockCommit next_block() {
    BlockCommit block;
    block.header = {number_, U256(number_, 1, 0, 0).to_be(), number_, Bytes(600)};
    if (number_ > 0) block.parent_hash = U256(number_ - 1, 1, 0, 0).to_be();
    ++number_;
    return block;
  }
  static Address address(uint64_t number) {
    Address address;
    store_be64(address.data() + 4, number * 0x9e3779b97f4a7c15);
    return address;
  }
  zkevm::Account& account(uint64_t number) {
    const auto [entry, is_new] = accounts_.try_emplace(number);
    if (is_new) entry->second.balance = U256(random_(), 5000, 0, 0);
    return entry->second;
  }

  std::filesystem::path directory_;
  std::unique_ptr<Database> database_;
  std::unordered_map<uint64_t, zkevm::Account> accounts_;
  std::mt19937_64 random_{1};
  uint64_t number_ = 0;
};

enum class Step { commit, build, seal };

void batch_of_transfers(benchmark::State& state, Step timed) {
  Chain chain;
  size_t pubdata = 0;
  const auto run = [&](Step step, auto work) {
    if (step == timed) state.ResumeTiming();
    work();
    if (step == timed) state.PauseTiming();
  };
  for (auto _ : state) {
    state.PauseTiming();
    const BlockCommit block = chain.transfers();
    BatchContents contents;
    run(Step::commit, [&] { chain.commit(block); });
    run(Step::build, [&] { contents = chain.build(); });
    run(Step::seal, [&] { chain.seal(contents); });
    pubdata += contents.pubdata.size();
    state.ResumeTiming();
  }
  state.counters["pubdata_bytes_per_transfer"] =
      static_cast<double>(pubdata) / static_cast<double>(state.iterations() * kTransfers);
}
BENCHMARK_CAPTURE(batch_of_transfers, commit, Step::commit)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(batch_of_transfers, build, Step::build)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(batch_of_transfers, seal, Step::seal)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace dovetail::state
