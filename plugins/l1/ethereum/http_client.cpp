#include "plugins/l1/ethereum/http_client.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <chrono>
#include <mutex>

namespace dovetail::plugins::ethereum {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using SteadyClock = std::chrono::steady_clock;
using Request = http::request<http::string_body>;
using Parser = http::response_parser<http::string_body>;
using Plain = beast::tcp_stream;
using Tls = beast::ssl_stream<beast::tcp_stream>;

constexpr auto kPollInterval = std::chrono::milliseconds(100);
constexpr uint32_t kHeaderBytesMax = 16 << 10;
constexpr size_t kIdleConnectionsMax = 8;

/// The end of one call: when, and whether the caller still wants it.
struct Bounds {
  SteadyClock::time_point deadline;
  uint32_t timeout_ms;
  const Cancelled& cancelled;

  bool is_cancelled() const { return cancelled && cancelled(); }
};

Failure cancelled_failure() {
  return {Status::cancelled, "cancelled by the caller"};
}

Failure timeout_failure(const Bounds& bounds, std::string_view step) {
  return {Status::timeout, "no answer within " + std::to_string(bounds.timeout_ms) + " ms (" +
                               std::string(step) + "); raise timeout_ms or look at the endpoint"};
}

Failure step_failure(const Bounds& bounds, std::string_view step, const error_code& error) {
  if (bounds.is_cancelled()) return cancelled_failure();
  if (error == beast::error::timeout) return timeout_failure(bounds, step);
  return {Status::unavailable, std::string(step) + ": " + error.message()};
}

/// Looks names up on Asio's resolver thread. A look-up that is given up ends in the background; its
/// destructor waits for it.
class Resolver {
 public:
  Expected<tcp::resolver::results_type> resolve(const Url& url, const Bounds& bounds) {
    error_code not_literal;
    const auto address = asio::ip::make_address(url.host, not_literal);
    if (!not_literal)
      return tcp::resolver::results_type::create(tcp::endpoint(address, url.port), url.host, "");
    auto state = std::make_shared<State>();
    tcp::resolver resolver(context_);
    resolver.async_resolve(url.host, std::to_string(url.port),
                           [state](error_code error, auto results) {
                             std::lock_guard lock(state->mutex);
                             state->error = error;
                             state->results = std::move(results);
                             state->done = true;
                           });
    while (!state->is_done()) {
      context_.run_one_for(kPollInterval);
      if (bounds.is_cancelled()) return cancelled_failure();
      if (SteadyClock::now() > bounds.deadline)
        return timeout_failure(bounds, "looking up the host");
    }
    if (state->error) return step_failure(bounds, "looking up the host", state->error);
    return state->results;
  }

 private:
  struct State {
    std::mutex mutex;
    error_code error;
    tcp::resolver::results_type results;
    bool done = false;

    bool is_done() {
      std::lock_guard lock(mutex);
      return done;
    }
  };

  asio::io_context context_;
  asio::executor_work_guard<asio::io_context::executor_type> work_{context_.get_executor()};
};

/// One connection. exchange() may be called again after it succeeded while keeps_alive().
class Connection {
 public:
  virtual ~Connection() = default;
  virtual Expected<void> open(const Url& url, const tcp::resolver::results_type& where,
                              const Bounds& bounds) = 0;
  virtual Expected<HttpResponse> exchange(Request& request, uint64_t body_bytes_max,
                                          const Bounds& bounds) = 0;
  bool keeps_alive() const { return keeps_alive_; }
  /// True if the peer had closed the connection before it saw the request.
  bool was_stale() const { return was_stale_; }

 protected:
  bool keeps_alive_ = false;
  bool was_stale_ = false;
};

Failure too_large(uint64_t bytes_max) {
  return {Status::resource_exhausted,
          "expected an answer of at most " + std::to_string(bytes_max) +
              " bytes, found a larger one; raise response_bytes_max if it is genuine"};
}

template <class Stream>
class ConnectionOf final : public Connection {
 public:
  ConnectionOf()
    requires std::same_as<Stream, Plain>
      : stream_(context_) {}
  explicit ConnectionOf(asio::ssl::context& tls)
    requires std::same_as<Stream, Tls>
      : stream_(context_, tls) {}

  Expected<void> open(const Url& url, const tcp::resolver::results_type& where,
                      const Bounds& bounds) override {
    lowest().expires_at(bounds.deadline);
    const error_code error = wait(bounds, [&](auto done) {
      lowest().async_connect(where, [done](error_code e, const tcp::endpoint&) { done(e); });
    });
    if (error) return step_failure(bounds, "connecting", error);
    error_code ignored;
    lowest().socket().set_option(tcp::no_delay(true), ignored);
    if constexpr (std::same_as<Stream, Tls>) return handshake(url, bounds);
    return {};
  }

  Expected<HttpResponse> exchange(Request& request, uint64_t body_bytes_max,
                                  const Bounds& bounds) override {
    was_stale_ = keeps_alive_ = false;
    lowest().expires_at(bounds.deadline);
    const error_code sent = wait(bounds, [&](auto done) {
      http::async_write(stream_, request, [done](error_code e, size_t) { done(e); });
    });
    if (sent) return broken(bounds, "sending the request", sent, true);
    Parser parser;
    parser.body_limit(body_bytes_max);
    parser.header_limit(kHeaderBytesMax);
    const error_code received = wait(bounds, [&](auto done) {
      http::async_read(stream_, buffer_, parser, [done](error_code e, size_t) { done(e); });
    });
    if (received == http::error::body_limit) return too_large(body_bytes_max);
    if (received) return broken(bounds, "reading the answer", received, !parser.got_some());
    keeps_alive_ = parser.keep_alive();
    return HttpResponse{parser.get().result_int(), std::move(parser.get().body())};
  }

 private:
  beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }

  Failure broken(const Bounds& bounds, std::string_view step, const error_code& error,
                 bool silent) {
    was_stale_ = silent && error != beast::error::timeout && !bounds.is_cancelled();
    return step_failure(bounds, step, error);
  }

  Expected<void> handshake(const Url& url, const Bounds& bounds)
    requires std::same_as<Stream, Tls>
  {
    error_code is_name;
    asio::ip::make_address(url.host, is_name);
    if (is_name && SSL_set_tlsext_host_name(stream_.native_handle(), url.host.c_str()) != 1)
      return Failure(Status::invalid_argument, "host name refused by TLS");
    stream_.set_verify_callback(asio::ssl::host_name_verification(url.host));
    const error_code error = wait(
        bounds, [&](auto done) { stream_.async_handshake(asio::ssl::stream_base::client, done); });
    if (!error) return {};
    const long verdict = SSL_get_verify_result(stream_.native_handle());
    if (verdict == X509_V_OK || bounds.is_cancelled())
      return step_failure(bounds, "TLS handshake", error);
    return Failure(Status::unavailable, std::string("the certificate is not accepted: ") +
                                            X509_verify_cert_error_string(verdict) +
                                            "; if it is the right server, name its CA in ca_file");
  }

  /// Starts one operation and runs it to its end, looking for cancellation ten times a second.
  template <class Start>
  error_code wait(const Bounds& bounds, Start start) {
    bool finished = false;
    error_code result;
    context_.restart();
    start([&](error_code error) {
      result = error;
      finished = true;
    });
    while (!finished) {
      context_.run_one_for(kPollInterval);
      if (!finished && bounds.is_cancelled()) lowest().close();
    }
    return result;
  }

  asio::io_context context_{1};
  Stream stream_;
  beast::flat_buffer buffer_;
};

class HttpClient final : public Transport {
 public:
  HttpClient(Url url, HttpOptions options, asio::ssl::context tls)
      : url_(std::move(url)), options_(std::move(options)), tls_(std::move(tls)) {}

  Expected<HttpResponse> post(std::string_view json, const Cancelled& cancelled) override {
    const Bounds bounds{SteadyClock::now() + std::chrono::milliseconds(options_.timeout_ms),
                        options_.timeout_ms, cancelled};
    if (bounds.is_cancelled()) return cancelled_failure();
    Request request = make_request(json);
    if (auto kept = take_idle()) {
      auto response = exchange(std::move(kept), request, bounds);
      if (!response.stale) return std::move(response.response);
    }
    auto fresh = connect(bounds);
    if (!fresh) return fresh.error();
    return std::move(exchange(std::move(*fresh), request, bounds).response);
  }

 private:
  struct Outcome {
    Expected<HttpResponse> response;
    bool stale = false;  ///< the kept connection was closed already: try again on a fresh one
  };

  Outcome exchange(std::unique_ptr<Connection> connection, Request& request, const Bounds& bounds) {
    Outcome out{connection->exchange(request, options_.response_bytes_max, bounds),
                connection->was_stale()};
    if (out.response && connection->keeps_alive()) keep(std::move(connection));
    return out;
  }

  Expected<std::unique_ptr<Connection>> connect(const Bounds& bounds) {
    auto where = resolver_.resolve(url_, bounds);
    if (!where) return where.error();
    std::unique_ptr<Connection> connection;
    if (url_.tls)
      connection = std::make_unique<ConnectionOf<Tls>>(tls_);
    else
      connection = std::make_unique<ConnectionOf<Plain>>();
    if (auto opened = connection->open(url_, *where, bounds); !opened) return opened.error();
    return connection;
  }

  Request make_request(std::string_view json) const {
    Request request(http::verb::post, url_.target, 11);
    for (const auto& [name, value] : options_.headers) request.set(name, value);
    request.set(http::field::host, url_.authority());
    request.set(http::field::user_agent, "dovetail");
    request.set(http::field::content_type, "application/json");
    request.set(http::field::accept, "application/json");
    if (!url_.user_info.empty()) request.set(http::field::authorization, basic(url_.user_info));
    request.body() = json;
    request.prepare_payload();
    return request;
  }

  static std::string basic(std::string_view user_info) {
    std::string out(4 * ((user_info.size() + 2) / 3) + 1, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                     reinterpret_cast<const unsigned char*>(user_info.data()),
                                     static_cast<int>(user_info.size()));
    out.resize(static_cast<size_t>(size));
    return "Basic " + out;
  }

  std::unique_ptr<Connection> take_idle() {
    std::lock_guard lock(mutex_);
    if (idle_.empty()) return nullptr;
    auto out = std::move(idle_.back());
    idle_.pop_back();
    return out;
  }

  void keep(std::unique_ptr<Connection> connection) {
    std::lock_guard lock(mutex_);
    if (idle_.size() < kIdleConnectionsMax) idle_.push_back(std::move(connection));
  }

  const Url url_;
  const HttpOptions options_;
  asio::ssl::context tls_;
  Resolver resolver_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

Expected<asio::ssl::context> make_tls_context(const std::string& ca_file) {
  asio::ssl::context context(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  context.set_verify_mode(asio::ssl::verify_peer);
  error_code error;
  if (ca_file.empty())
    context.set_default_verify_paths(error);
  else
    context.load_verify_file(ca_file, error);
  if (error)
    return Failure(Status::invalid_argument,
                   "expected CA certificates in PEM at " +
                       (ca_file.empty() ? "the system's store" : ca_file) +
                       ", found: " + error.message() + "; correct ca_file");
  return context;
}

bool is_token(std::string_view name) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](unsigned char c) {
    return std::isalnum(c) || kOthers.find(static_cast<char>(c)) != std::string_view::npos;
  });
}

Expected<void> check_headers(const std::map<std::string, std::string>& headers) {
  for (const auto& [name, value] : headers) {
    const bool printable =
        std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c < 0x7f; });
    if (!is_token(name) || !printable)
      return Failure(Status::invalid_argument,
                     "expected a header name of letters, digits and dashes and a printable value, "
                     "found another under "
                     "headers." +
                         redact(name, {}, 40) + "; correct it");
  }
  return {};
}

}  // namespace

Expected<std::unique_ptr<Transport>> make_http_client(const Url& url, const HttpOptions& options) {
  if (auto checked = check_headers(options.headers); !checked) return checked.error();
  try {
    auto tls = make_tls_context(options.ca_file);
    if (!tls) return tls.error();
    std::unique_ptr<Transport> client = std::make_unique<HttpClient>(url, options, std::move(*tls));
    return client;
  } catch (const std::exception& e) {
    return Failure(Status::internal, std::string("cannot prepare TLS: ") + e.what());
  }
}

}  // namespace dovetail::plugins::ethereum
