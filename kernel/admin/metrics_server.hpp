#pragma once
// Metrics and health over HTTP, for monitors: /metrics, /livez, /readyz, /readyz?verbose, /healthz.

#include <prometheus/registry.h>

#include <memory>

#include "kernel/admin/gauges.hpp"
#include "kernel/host/http/server.hpp"

namespace dovetail::admin {

class MetricsServer {
 public:
  /// Starts serving on settings.listen. Fails with unavailable if the port cannot be had. node and
  /// metrics outlive it.
  static Expected<std::unique_ptr<MetricsServer>> start(const node::Node& node,
                                                        const config::MetricsSettings& settings,
                                                        prometheus::Registry& metrics);
  ~MetricsServer();

  /// @return "127.0.0.1:3312".
  std::string address() const { return server_->address(); }
  /// Answers a GET of a target. Any thread.
  host::HttpResponse handle(const std::string& target);

 private:
  MetricsServer(const node::Node& node, prometheus::Registry& metrics);

  const node::Node& node_;
  prometheus::Registry& metrics_;
  NodeGauges gauges_;
  std::unique_ptr<host::HttpServer> server_;
};

}  // namespace dovetail::admin
