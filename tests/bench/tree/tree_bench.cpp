// The state tree over 2^20 leaves: one batch, its synchronous write included. Time is the wall
// clock, cpu_per_key what the calling thread spends on each key; the rest is the disk and LevelDB's
// thread.
#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <random>

#include "kernel/state/tree.hpp"

namespace dovetail::state {
namespace {

constexpr uint64_t kLeaves = 1 << 20;
constexpr uint64_t kLeavesPerStep = 1 << 16;
constexpr size_t kCacheBytes = 128 << 20;

Hash256 key_of(uint64_t number) {
  return zkevm::flat_key({}, U256(number).to_be());
}

/// A tree with kLeaves keys in a directory of its own.
class Fixture {
 public:
  Fixture() {
    char name[] = "/tmp/dovetail-bench-XXXXXX";
    directory_ = ::mkdtemp(name);
    store_ = std::move(*Store::open(directory_, kCacheBytes));
    write(Tree(*store_).genesis());
    while (next_ < kLeaves) apply(fresh(kLeavesPerStep));
  }
  ~Fixture() {
    store_.reset();
    std::filesystem::remove_all(directory_);
  }

  std::vector<FlatChange> fresh(uint64_t count) {
    std::vector<FlatChange> changes;
    for (uint64_t i = 0; i < count; ++i) changes.push_back({key_of(next_++), U256(next_).to_be()});
    return sorted(std::move(changes));
  }
  std::vector<FlatChange> known(uint64_t count) {
    std::vector<FlatChange> changes;
    for (uint64_t i = 0; i < count; ++i)
      changes.push_back({key_of(random_() % kLeaves), U256(random_()).to_be()});
    return sorted(std::move(changes));
  }
  /// @return the number of changes.
  size_t apply(const std::vector<FlatChange>& changes) {
    auto update = Tree(*store_).apply(changes);
    if (!update) std::abort();
    write(*update);
    return changes.size();
  }

 private:
  static std::vector<FlatChange> sorted(std::vector<FlatChange> changes) {
    std::ranges::sort(changes, {}, &FlatChange::key);
    const auto twice = std::ranges::unique(changes, {}, &FlatChange::key);
    changes.erase(twice.begin(), twice.end());
    return changes;
  }
  void write(const TreeUpdate& update) {
    Batch batch;
    Tree::write(batch, update);
    if (!store_->write(batch)) std::abort();
  }

  std::filesystem::path directory_;
  std::unique_ptr<Store> store_;
  uint64_t next_ = 0;
  std::mt19937_64 random_{1};
};

Fixture& fixture() {
  static Fixture shared;
  return shared;
}

template <class Make>
void run(benchmark::State& state, Make make) {
  size_t keys = 0;
  for (auto _ : state) {
    state.PauseTiming();
    const auto changes = make(static_cast<uint64_t>(state.range(0)));
    state.ResumeTiming();
    keys += fixture().apply(changes);
  }
  state.counters["cpu_per_key"] = benchmark::Counter(
      static_cast<double>(keys), benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void update_known_keys(benchmark::State& state) {
  run(state, [](uint64_t count) { return fixture().known(count); });
}
void insert_new_keys(benchmark::State& state) {
  run(state, [](uint64_t count) { return fixture().fresh(count); });
}
BENCHMARK(update_known_keys)->Arg(100)->Arg(1000)->Arg(10000)->Unit(benchmark::kMillisecond);
BENCHMARK(insert_new_keys)->Arg(100)->Arg(1000)->Arg(10000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace dovetail::state
