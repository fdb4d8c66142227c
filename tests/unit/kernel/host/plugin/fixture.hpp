#pragma once
// What the tests of the plugin host share: a directory of their own, the test plugins, and a
// registry over them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/null_sink.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <mutex>

#include "kernel/host/plugin/files.hpp"
#include "kernel/host/plugin/registry.hpp"
#include "sdk/abi/fee_oracle.h"
#include "sdk/crypto/sha256.hpp"

namespace dovetail::plugin::test {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A directory that ends with the test.
class TempDir {
 public:
  TempDir() {
    std::string name = (fs::temp_directory_path() / "dovetail-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TempDir() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }
  fs::path write(const fs::path& name, ByteView bytes) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    return path_ / name;
  }

 private:
  fs::path path_;
};

/// The file of a plugin of tests/conformance/bad.
inline fs::path plugin_path(const std::string& name) {
  return fs::path(BAD_PLUGINS_DIR) / (name + ".so");
}
inline Bytes plugin_bytes(const std::string& name) {
  return *read_file(plugin_path(name), 1 << 30);
}

inline PluginChoice choice_of(const std::string& plugin, boost::json::object config = {},
                              Kind kind = Kind::fee_oracle) {
  return {kind, "file:" + plugin_path(plugin).string(), "", std::move(config)};
}

/// @return bytes with the one occurrence of from replaced by to, of equal length.
inline Bytes patched(Bytes bytes, std::string_view from, std::string_view to) {
  std::string text(text_of(bytes));
  const size_t at = text.find(from);
  if (at == text.npos || text.find(from, at + 1) != text.npos || from.size() != to.size())
    throw std::runtime_error("the patch does not fit");
  text.replace(at, from.size(), to);
  return to_bytes(view_of(text));
}

class MemoryStore : public KeyValue {
 public:
  Expected<Bytes> get(ByteView key) override {
    const std::lock_guard lock(mutex_);
    if (!values_.contains(to_bytes(key))) return Failure(Status::not_found, "no such key");
    return values_[to_bytes(key)];
  }
  Expected<void> put(ByteView key, ByteView value) override {
    const std::lock_guard lock(mutex_);
    values_[to_bytes(key)] = to_bytes(value);
    return {};
  }
  Expected<void> remove(ByteView key) override {
    const std::lock_guard lock(mutex_);
    values_.erase(to_bytes(key));
    return {};
  }
  size_t size() const { return values_.size(); }

 private:
  std::mutex mutex_;
  std::map<Bytes, Bytes> values_;
};

/// Everything that a registry stands on.
struct World {
  TempDir dir;
  spdlog::logger logger{"test", std::make_shared<spdlog::sinks::null_sink_mt>()};
  prometheus::Registry metrics;
  MemoryStore store;
  RegistryOptions options = {
      .store_dir = dir.path() / "plugins",
      .lock_file = dir.path() / "dovetail.lock",
      .lock_policy = LockPolicy::unlocked,
      .rehearsal = {.program = {REHEARSE_PROGRAM}, .timeout = std::chrono::seconds(20)},
      .chain_id = 270,
      .drain_deadline = std::chrono::seconds(10)};

  std::unique_ptr<Registry> registry() {
    return std::make_unique<Registry>(options, logger, metrics, store);
  }
  /// Of a metric with these labels; 0 if there is none.
  double metric(const std::string& name, const std::map<std::string, std::string>& labels) const {
    for (const auto& family : metrics.Collect())
      for (const auto& one : family.metric) {
        std::map<std::string, std::string> found;
        for (const auto& label : one.label) found[label.name] = label.value;
        if (family.name == name && found == labels) return one.counter.value + one.gauge.value;
      }
    return 0;
  }
};

struct Sample {
  std::string source;
  uint64_t count = 0;
};

/// One call of a sound plugin's interface.
inline Expected<Sample> sample(const Lease<dovetail_fee_oracle_v1>& lease) {
  dovetail_fees fees{.struct_size = sizeof fees};
  dovetail_error error{.struct_size = sizeof error};
  if (lease->sample(lease.instance(), &fees, nullptr, &error) != DOVETAIL_OK)
    return Failure(Status::internal, error.text);
  return Sample{fees.source, load_be64(fees.native_price.bytes + 24)};
}

/// What the slot's plugin says now, or why it could not be asked.
inline std::string source_of(Registry& registry) {
  auto lease = registry.acquire<dovetail_fee_oracle_v1>(Kind::fee_oracle);
  if (!lease) return lease.error().text;
  auto taken = sample(*lease);
  return taken ? taken->source : taken.error().text;
}

}  // namespace dovetail::plugin::test
