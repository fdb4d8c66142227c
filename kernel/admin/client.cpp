#include "kernel/admin/client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>
#include <chrono>

#include "kernel/admin/secret.hpp"

namespace dovetail::admin {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace json = boost::json;

constexpr uint64_t kAnswerBytesMax = 64 << 20;

std::string bearer(const JwtSecret& secret) {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return "Bearer " +
         make_token(secret, std::chrono::duration_cast<std::chrono::seconds>(since).count());
}

/// Throws boost::system::system_error.
http::response<http::string_body> exchange(const Endpoint& endpoint, const std::string& target,
                                           const std::string& authorization,
                                           const std::string& body) {
  asio::io_context io;
  asio::local::stream_protocol::socket socket(io);
  socket.connect(asio::local::stream_protocol::endpoint(endpoint.socket.string()));
  http::request<http::string_body> request(http::verb::post, target, 11, body);
  request.set(http::field::host, "localhost");
  request.set(http::field::content_type, "application/json");
  request.set(http::field::authorization, authorization);
  request.keep_alive(false);
  request.prepare_payload();
  http::write(socket, request);
  boost::beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(kAnswerBytesMax);
  http::read(socket, buffer, parser);
  return parser.release();
}

Status status_of(unsigned http_status) {
  switch (http_status) {
    case 400:
      return Status::invalid_argument;
    case 401:
    case 403:
      return Status::permission_denied;
    case 404:
      return Status::not_found;
    case 409:
      return Status::conflict;
    case 501:
      return Status::unsupported;
    case 503:
      return Status::unavailable;
    default:
      return Status::internal;
  }
}

std::string error_text(const json::value& body) {
  const auto* object = body.if_object();
  const auto* error = object ? object->if_contains("error") : nullptr;
  const auto* text =
      error && error->is_object() ? error->get_object().if_contains("text") : nullptr;
  return text && text->is_string() ? std::string(text->get_string()) : json::serialize(body);
}

}  // namespace

Expected<json::object> call_admin(const Endpoint& endpoint, const std::string& method,
                                  const json::object& request) {
  auto secret = read_secret(endpoint.secret_file);
  if (!secret)
    return Failure(secret.error().status, secret.error().text +
                                              "; has the node run with this configuration or "
                                              "--data-dir?");
  try {
    const auto answer =
        exchange(endpoint, "/v1/" + method, bearer(*secret), json::serialize(request));
    boost::system::error_code error;
    const json::value body = json::parse(answer.body(), error);
    if (answer.result_int() != 200)
      return Failure(status_of(answer.result_int()), error_text(body));
    if (error || !body.is_object())
      return Failure(Status::corrupt, "the node's answer is no JSON object");
    return body.get_object();
  } catch (const boost::system::system_error& error) {
    return Failure(Status::unavailable, "no node answers at " + endpoint.socket.string() + ": " +
                                            error.code().message() +
                                            "; is it running, with this configuration or "
                                            "--data-dir?");
  }
}

}  // namespace dovetail::admin
