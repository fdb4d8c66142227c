#include "kernel/admin/admin_server.hpp"

#include <array>
#include <boost/json.hpp>
#include <chrono>

#include "kernel/admin/secret.hpp"

namespace dovetail::admin {
namespace {

namespace json = boost::json;

constexpr std::string_view kPrefix = "/v1/";
/// What sun_path holds, less its zero byte.
constexpr size_t kSocketPathMax = 107;

struct StatusName {
  Status status;
  const char* name;
  unsigned http;
};
constexpr std::array<StatusName, 12> kStatusNames = {
    {{Status::ok, "ok", 200},
     {Status::invalid_argument, "invalid_argument", 400},
     {Status::not_found, "not_found", 404},
     {Status::unavailable, "unavailable", 503},
     {Status::timeout, "timeout", 504},
     {Status::cancelled, "cancelled", 503},
     {Status::corrupt, "corrupt", 422},
     {Status::unsupported, "unsupported", 501},
     {Status::conflict, "conflict", 409},
     {Status::resource_exhausted, "resource_exhausted", 429},
     {Status::permission_denied, "permission_denied", 403},
     {Status::internal, "internal", 500}}};

const StatusName& name_of(Status status) {
  for (const auto& row : kStatusNames)
    if (row.status == status) return row;
  return kStatusNames.back();
}

int64_t now_s() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(since).count();
}

Expected<json::object> parse_body(const std::string& body) {
  if (body.empty()) return json::object();
  boost::system::error_code error;
  const json::value value = json::parse(body, error);
  if (error || !value.is_object())
    return Failure(Status::invalid_argument, "expected a JSON object as body");
  return value.get_object();
}

}  // namespace

host::HttpResponse error_response(const Failure& failure) {
  const auto& row = name_of(failure.status);
  const json::object body{{"error", json::object{{"status", row.name}, {"text", failure.text}}}};
  return {row.http, json::serialize(body) + "\n", "application/json"};
}

AdminServer::~AdminServer() = default;

Expected<json::object> AdminServer::call(const std::string& method, const json::object& request) {
  if (method == "status") return control_.status();
  if (method == "why") return control_.why(request);
  if (method == "swap") return control_.swap(request);
  if (method == "plan") return control_.plan();
  if (method == "reload") return control_.reload();
  return Failure(Status::not_found,
                 "no method '" + method + "': there are status, why, swap, plan and reload");
}

host::HttpResponse AdminServer::handle(const host::HttpRequest& request) {
  if (auto known = check_authorization(request.authorization, secret_, now_s()); !known) {
    auto out = error_response(known.error());
    out.status = 401;
    return out;
  }
  if (request.method != "POST" || !request.target.starts_with(kPrefix))
    return error_response({Status::not_found, "expected POST /v1/METHOD, found " + request.method +
                                                  " " + request.target});
  auto body = parse_body(request.body);
  if (!body) return error_response(body.error());
  auto answer = call(request.target.substr(kPrefix.size()), *body);
  if (!answer) return error_response(answer.error());
  return {200, json::serialize(*answer) + "\n", "application/json"};
}

Expected<std::unique_ptr<AdminServer>> AdminServer::start(Control& control,
                                                          const config::AdminSettings& settings) {
  if (settings.socket.size() > kSocketPathMax)
    return Failure(Status::invalid_argument, "admin.socket: expected a path of at most " +
                                                 std::to_string(kSocketPathMax) + " bytes, found " +
                                                 std::to_string(settings.socket.size()) +
                                                 "; set a shorter one");
  auto secret = read_or_create_secret(settings.jwt_secret_file);
  if (!secret)
    return Failure(secret.error().status, "admin.jwt_secret_file: " + secret.error().text);
  std::unique_ptr<AdminServer> out(new AdminServer(control, *secret));
  host::HttpOptions options;
  options.unix_socket = settings.socket;
  options.body_bytes_max = 1 << 20;
  options.connections_max = 16;
  options.threads = 2;
  host::HttpHandlers handlers;
  handlers.request = [raw = out.get()](const host::HttpRequest& request) {
    return raw->handle(request);
  };
  auto server = host::HttpServer::start(std::move(options), std::move(handlers));
  if (!server) return Failure(server.error().status, "admin.socket: " + server.error().text);
  out->server_ = std::move(*server);
  return out;
}

}  // namespace dovetail::admin
