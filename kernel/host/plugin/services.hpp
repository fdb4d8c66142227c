#pragma once
// The host's services, as one instance of a plugin sees them: log, metrics, clock, store and l1
// (sdk/abi/host.h).
//
// Each instance has its own HostServices, so that what it says carries its name. It lives until the
// instance is destroyed.

#include <prometheus/registry.h>
#include <spdlog/logger.h>

#include <functional>
#include <memory>
#include <string>

#include "kernel/host/plugin/generation.hpp"
#include "sdk/abi/host.h"
#include "sdk/cpp/text.hpp"

namespace dovetail::plugin {

/// Does this host offer the service? What a manifest requires and the host does not offer is
/// refused before any code runs.
bool host_offers(std::string_view id);

/// Where plugins' durable state goes; the node backs it with its database. Any thread.
class KeyValue {
 public:
  virtual ~KeyValue() = default;
  /// Fails with not_found if absent.
  virtual Expected<Bytes> get(ByteView key) = 0;
  /// Durable when it returns.
  virtual Expected<void> put(ByteView key, ByteView value) = 0;
  /// Removing an absent key is no error.
  virtual Expected<void> remove(ByteView key) = 0;
};

/// Leases the L1 client that is published now.
using L1Source = std::function<Expected<Lease<dovetail_l1_v1>>()>;

struct ServiceContext {
  Kind kind = Kind::l1;
  std::string slot;  ///< label "name" of metrics, and in log lines
  std::string id;    ///< namespace in the store
};

class HostServices {
 public:
  /// All references must outlive it.
  HostServices(ServiceContext context, spdlog::logger& logger, prometheus::Registry& metrics,
               KeyValue& store, L1Source l1);
  ~HostServices();
  HostServices(const HostServices&) = delete;
  HostServices& operator=(const HostServices&) = delete;

  const dovetail_host* host() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace dovetail::plugin
