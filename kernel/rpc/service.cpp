#include "kernel/rpc/service.hpp"

#include <prometheus/counter.h>

#include <thread>

namespace dovetail::rpc {

RpcError error_of(const Failure& failure) {
  const int code = failure.status == Status::timeout ? kTimedOut : kServerError;
  return {code, failure.text, {}};
}

Service::Service(node::Node& node, const config::RpcSettings& settings,
                 prometheus::Registry& metrics)
    : node_(node),
      dispatcher_({settings.batch_max, settings.response_bytes_max}),
      filters_(node, {settings.logs_blocks_max, settings.logs_results_max}) {
  add_chain_methods(dispatcher_, node);
  add_account_methods(dispatcher_, node);
  add_execution_methods(dispatcher_, node, settings);
  add_fee_methods(dispatcher_, node);
  add_misc_methods(dispatcher_, node);
  filters_.add_methods(dispatcher_);
  const LogLimits limits{settings.logs_blocks_max, settings.logs_results_max};
  dispatcher_.add("eth_getLogs",
                  [this, limits](const json::array& params, const Caller&) -> Answer {
                    auto filter = filter_of(param(params, 0), node_.chain());
                    if (!filter) return filter.error();
                    auto logs = find_logs(node_.chain(), *filter, limits);
                    if (!logs) return logs.error();
                    return json::value(std::move(*logs));
                  });
  auto& requests = prometheus::BuildCounter()
                       .Name("dovetail_rpc_requests_total")
                       .Help("JSON-RPC calls by method and outcome")
                       .Register(metrics);
  dispatcher_.observe([&requests](const std::string& method, bool failed) {
    requests.Add({{"method", method}, {"outcome", failed ? "error" : "ok"}}).Increment();
  });
}

Service::~Service() = default;

Expected<std::unique_ptr<Service>> Service::start(node::Node& node,
                                                  const config::RpcSettings& settings,
                                                  prometheus::Registry& metrics) {
  std::unique_ptr<Service> service(new Service(node, settings, metrics));
  host::HttpOptions options;
  options.host = settings.listen.host;
  options.port = settings.listen.port;
  options.body_bytes_max = settings.body_bytes_max;
  options.connections_max = settings.connections_max;
  options.cors_origins = settings.cors_origins;
  options.threads = std::max(4u, std::thread::hardware_concurrency());
  host::HttpHandlers handlers;
  handlers.request = [raw = service.get()](const host::HttpRequest& request) -> host::HttpResponse {
    if (request.method == "POST")
      return {200, raw->dispatcher_.handle(request.body, {}), "application/json"};
    if (request.method == "GET" && request.target == "/")
      return {200, "Dovetail JSON-RPC: send POST requests, or open a WebSocket.\n", "text/plain"};
    return {405, "only POST is served here\n", "text/plain"};
  };
  handlers.message = [raw = service.get()](const std::shared_ptr<host::WebSocketPeer>& peer,
                                           const std::string& text) {
    if (auto answer = raw->dispatcher_.handle(text, {peer}); !answer.empty())
      peer->send(std::move(answer));
    raw->filters_.answered(peer->id());
  };
  handlers.closed = [raw = service.get()](uint64_t peer) { raw->filters_.closed(peer); };
  auto server = host::HttpServer::start(std::move(options), std::move(handlers));
  if (!server) return server.error();
  service->server_ = std::move(*server);
  return service;
}

std::string Service::address() const {
  return server_->address();
}

std::string Service::handle(const std::string& body) const {
  return dispatcher_.handle(body, {});
}

}  // namespace dovetail::rpc
