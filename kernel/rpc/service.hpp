#pragma once
// The JSON-RPC service that wallets talk to: namespaces eth, net, web3, txpool and zks over HTTP
// and WebSocket on one port.

#include <prometheus/registry.h>

#include "kernel/rpc/filters.hpp"

namespace dovetail::rpc {

class Service {
 public:
  /// Starts serving. Fails with unavailable if the port cannot be had. node and metrics outlive the
  /// service.
  static Expected<std::unique_ptr<Service>> start(node::Node& node,
                                                  const config::RpcSettings& settings,
                                                  prometheus::Registry& metrics);
  ~Service();

  /// @return "127.0.0.1:3050".
  std::string address() const;
  /// Answers one request as if it came over HTTP: for tests and tools.
  std::string handle(const std::string& body) const;

 private:
  Service(node::Node& node, const config::RpcSettings& settings, prometheus::Registry& metrics);

  node::Node& node_;
  Dispatcher dispatcher_;
  Filters filters_;
  std::unique_ptr<host::HttpServer> server_;
};

/// The parts of the service, each a file: methods added to a dispatcher that node outlives.
void add_chain_methods(Dispatcher& dispatcher, node::Node& node);
void add_account_methods(Dispatcher& dispatcher, node::Node& node);
void add_execution_methods(Dispatcher& dispatcher, node::Node& node,
                           const config::RpcSettings& settings);
void add_fee_methods(Dispatcher& dispatcher, node::Node& node);
void add_misc_methods(Dispatcher& dispatcher, node::Node& node);

/// A failure of the node as an error that clients understand: never -32603.
RpcError error_of(const Failure& failure);

}  // namespace dovetail::rpc
