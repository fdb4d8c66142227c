#pragma once
// The other end of the admin API: one request to the socket of a running node.

#include <boost/json/object.hpp>
#include <filesystem>

#include "sdk/cpp/error.hpp"

namespace dovetail::admin {

struct Endpoint {
  std::filesystem::path socket;
  std::filesystem::path secret_file;
};

/// Calls a method of admin_server.hpp and waits for its answer, however long a swap takes. Fails
/// with unavailable if no node answers there, as read_secret does, or as the method did, with the
/// node's text.
Expected<boost::json::object> call_admin(const Endpoint& endpoint, const std::string& method,
                                         const boost::json::object& request);

}  // namespace dovetail::admin
