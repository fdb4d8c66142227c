#pragma once
// The admin API: HTTP with JSON over a Unix socket that only the node's user can open; every
// request carries a token (jwt.hpp). POST /v1/{status,why,swap,plan,reload}; an empty body stands
// for {}. A failure is {"error": {"status": "conflict", "text": "…"}} under a fitting HTTP status.

#include <memory>

#include "kernel/admin/control.hpp"
#include "kernel/admin/jwt.hpp"
#include "kernel/host/http/server.hpp"

namespace dovetail::admin {

class AdminServer {
 public:
  /// Starts serving; makes the secret's file if there is none. Fails with unavailable if the
  /// socket cannot be made, or as read_or_create_secret does. control outlives it.
  static Expected<std::unique_ptr<AdminServer>> start(Control& control,
                                                      const config::AdminSettings& settings);
  ~AdminServer();

  /// Answers one request. Any thread.
  host::HttpResponse handle(const host::HttpRequest& request);

 private:
  AdminServer(Control& control, const JwtSecret& secret) : control_(control), secret_(secret) {}
  Expected<boost::json::object> call(const std::string& method, const boost::json::object& request);

  Control& control_;
  const JwtSecret secret_;
  std::unique_ptr<host::HttpServer> server_;
};

/// @return the HTTP answer for a failure.
host::HttpResponse error_response(const Failure& failure);

}  // namespace dovetail::admin
