#pragma once
// The plugins' durable keys, in the node's database.

#include "kernel/host/plugin/services.hpp"
#include "kernel/state/database.hpp"

namespace dovetail::admin {

class PluginStore final : public plugin::KeyValue {
 public:
  /// @param database  outlives it
  explicit PluginStore(state::Database& database) : database_(database) {}

  Expected<Bytes> get(ByteView key) override;
  Expected<void> put(ByteView key, ByteView value) override;
  Expected<void> remove(ByteView key) override;

 private:
  state::Database& database_;
};

}  // namespace dovetail::admin
