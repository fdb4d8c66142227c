// The interpreter over ipsilon's evm-benchmarks: one message to one contract, its analysis
// included, from a state that is made afresh each time. Argument: the folder with main/ and micro/.
// Compare microseconds with a peer's, and gas only at the same revision.

#include <benchmark/benchmark.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "kernel/zkevm/evm/evm.hpp"
#include "sdk/base/hex.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::zkevm {
namespace {

constexpr size_t kArenaSize = size_t{1} << 28;
constexpr int64_t kGas = 1000000000;

std::vector<uint8_t> bytes_of(const boost::json::value& text) {
  const std::string digits(text.as_string().c_str() + 2);
  std::vector<uint8_t> out(digits.size() / 2);
  if (!hex_decode(digits, out)) std::cerr << "not hexadecimal: " << digits << "\n";
  return out;
}

struct Program : StateReader {
  std::string name;
  Address address;
  std::vector<uint8_t> code_bytes, input;
  Hash256 code_hash;

  bool account(const Address& asked, Account& out) override {
    if (asked != address) return false;
    out.code_hash = code_hash;
    out.code_size = static_cast<uint32_t>(code_bytes.size());
    return true;
  }
  U256 storage(const Address&, const U256&) override { return {}; }
  ByteView code(const Hash256&) override { return code_bytes; }
};

void read_programs(const std::filesystem::path& path, std::vector<std::shared_ptr<Program>>& out) {
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const boost::json::value root = boost::json::parse(text);
  for (const auto& [name, test] : root.as_object()) {
    const auto& transaction = test.at("transaction");
    const std::vector<uint8_t> to = bytes_of(transaction.at("to"));
    const auto& labels = test.at("_info").as_object();
    const auto* names = labels.if_contains("labels");
    const auto& data = transaction.at("data").as_array();
    for (size_t i = 0; i < data.size(); ++i) {
      auto program = std::make_shared<Program>();
      program->address = Address::from(to);
      program->code_bytes =
          bytes_of(test.at("pre").at(transaction.at("to").as_string()).at("code"));
      program->code_hash = keccak256(program->code_bytes);
      program->input = bytes_of(data[i]);
      const auto* label =
          names == nullptr ? nullptr : names->as_object().if_contains(std::to_string(i));
      program->name = std::string(name) + "/" +
                      (label == nullptr ? std::to_string(i) : std::string(label->as_string()));
      out.push_back(std::move(program));
    }
  }
}

void run(benchmark::State& bench, Program& program) {
  const std::unique_ptr<uint8_t[]> memory(new uint8_t[kArenaSize]);
  Arena arena({memory.get(), kArenaSize});
  const BlockEnv block;
  Message message;
  message.target = program.address;
  message.input = program.input;
  message.gas = kGas;
  int64_t gas = 0;
  for (auto _ : bench) {
    arena.reset();
    State state(program, arena);
    const Execution out = execute_message(state, block, {}, message);
    gas += kGas - out.gas_left;
    if (out.outcome == Outcome::halt) bench.SkipWithError("halted");
  }
  bench.counters["Mgas/s"] =
      benchmark::Counter(static_cast<double>(gas) / 1e6, benchmark::Counter::kIsRate);
}

}  // namespace
}  // namespace dovetail::zkevm

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc != 2) {
    std::cerr << "usage: evm_bench [--benchmark_...] <evm-benchmarks/benchmarks>\n";
    return 2;
  }
  std::vector<std::shared_ptr<dovetail::zkevm::Program>> programs;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[1]))
    if (entry.path().extension() == ".json") dovetail::zkevm::read_programs(entry, programs);
  for (const auto& program : programs)
    benchmark::RegisterBenchmark(program->name.c_str(), [program](benchmark::State& bench) {
      dovetail::zkevm::run(bench, *program);
    })->Unit(benchmark::kMicrosecond);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
