#include "kernel/admin/metrics_server.hpp"

#include <prometheus/text_serializer.h>

#include <boost/json.hpp>

#include "kernel/admin/status_json.hpp"

namespace dovetail::admin {
namespace {

constexpr const char* kPrometheusText = "text/plain; version=0.0.4; charset=utf-8";
constexpr const char* kPlainText = "text/plain; charset=utf-8";

host::HttpResponse text(unsigned status, std::string body) {
  return {status, std::move(body), kPlainText};
}

host::HttpResponse ready(const node::NodeStatus& status, bool verbose) {
  const auto criteria = readiness(status);
  const bool is_met = is_ready(criteria);
  if (verbose) return text(is_met ? 200 : 503, readiness_text(criteria));
  return text(is_met ? 200 : 503, is_met ? "ready\n" : "not ready; see /readyz?verbose\n");
}

host::HttpResponse health(const node::NodeStatus& status) {
  boost::json::object out{{"status", is_ready(readiness(status)) ? "ok" : "degraded"},
                          {"version", DOVETAIL_VERSION}};
  for (auto& [name, value] : status_json(status)) out[name] = std::move(value);
  return {200, boost::json::serialize(out) + "\n", "application/json"};
}

}  // namespace

MetricsServer::MetricsServer(const node::Node& node, prometheus::Registry& metrics)
    : node_(node), metrics_(metrics), gauges_(metrics) {}

MetricsServer::~MetricsServer() = default;

host::HttpResponse MetricsServer::handle(const std::string& target) {
  if (target == "/livez") return text(200, "live\n");
  if (target == "/readyz") return ready(node_.status(), false);
  if (target == "/readyz?verbose") return ready(node_.status(), true);
  if (target == "/healthz") return health(node_.status());
  if (target != "/metrics")
    return text(404, "served here: /metrics /livez /readyz /readyz?verbose /healthz\n");
  gauges_.fill(node_.status());
  return {200, prometheus::TextSerializer().Serialize(metrics_.Collect()), kPrometheusText};
}

Expected<std::unique_ptr<MetricsServer>> MetricsServer::start(
    const node::Node& node, const config::MetricsSettings& settings,
    prometheus::Registry& metrics) {
  std::unique_ptr<MetricsServer> out(new MetricsServer(node, metrics));
  host::HttpOptions options;
  options.host = settings.listen.host;
  options.port = settings.listen.port;
  options.body_bytes_max = 1024;
  options.connections_max = 100;
  host::HttpHandlers handlers;
  handlers.request = [raw = out.get()](const host::HttpRequest& request) {
    if (request.method != "GET") return text(405, "only GET is served here\n");
    return raw->handle(request.target);
  };
  auto server = host::HttpServer::start(std::move(options), std::move(handlers));
  if (!server) return Failure(server.error().status, "metrics.listen: " + server.error().text);
  out->server_ = std::move(*server);
  return out;
}

}  // namespace dovetail::admin
