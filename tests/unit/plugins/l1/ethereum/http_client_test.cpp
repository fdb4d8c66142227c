// The HTTP client against a server that misbehaves.

#include "plugins/l1/ethereum/http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/unit/plugins/l1/ethereum/fault_server.hpp"

namespace dovetail::plugins::ethereum {
namespace {

using test::FaultServer;
using test::http;
using test::Reaction;
using test::SeenRequest;
using testing::HasSubstr;

std::unique_ptr<Transport> client_of(const std::string& url, HttpOptions options = {}) {
  return std::move(*make_http_client(*parse_url(url), options));
}

HttpOptions with_timeout(uint32_t timeout_ms) {
  HttpOptions out;
  out.timeout_ms = timeout_ms;
  return out;
}

TEST(http_client, posts_and_keeps_the_connection) {
  SeenRequest seen;
  FaultServer server([&](const SeenRequest& request) {
    seen = request;
    return Reaction{http(200, "answer")};
  });
  HttpOptions options;
  options.headers["X-Key"] = "abc";
  auto client =
      client_of("http://me:secret@127.0.0.1:" + std::to_string(server.port()) + "/v3/key", options);
  for (int i = 0; i < 3; ++i) {
    auto response = client->post("{}", {});
    ASSERT_TRUE(response) << response.error().text;
    EXPECT_EQ(response->status, 200u);
    EXPECT_EQ(response->body, "answer");
  }
  EXPECT_EQ(server.connections(), 1u);
  EXPECT_EQ(seen.body, "{}");
  EXPECT_THAT(seen.head, HasSubstr("POST /v3/key HTTP/1.1"));
  EXPECT_THAT(seen.head, HasSubstr("X-Key: abc"));
  EXPECT_THAT(seen.head, HasSubstr("Authorization: Basic bWU6c2VjcmV0\r\n"));
}

TEST(http_client, connection_closed_meanwhile_is_replaced_unnoticed) {
  FaultServer server([](const SeenRequest&) { return Reaction{http(200, "x"), 0, true}; });
  auto client = client_of(server.url());
  ASSERT_TRUE(client->post("{}", {}));
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  ASSERT_TRUE(client->post("{}", {}));
  EXPECT_EQ(server.connections(), 2u);
}

TEST(http_client, hands_http_errors_on) {
  FaultServer server([](const SeenRequest&) { return Reaction{http(429, "slow down")}; });
  EXPECT_EQ(client_of(server.url())->post("{}", {})->status, 429u);
}

TEST(http_client, slow_answer_is_a_timeout) {
  FaultServer server([](const SeenRequest&) { return Reaction{http(200, "x"), 5'000}; });
  auto response = client_of(server.url(), with_timeout(200))->post("{}", {});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().status, Status::timeout);
  EXPECT_THAT(response.error().text, HasSubstr("200 ms"));
}

TEST(http_client, body_cut_short_is_unavailable) {
  FaultServer server([](const SeenRequest&) {
    return Reaction{"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", 0, true};
  });
  auto response = client_of(server.url())->post("{}", {});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().status, Status::unavailable);
}

TEST(http_client, something_other_than_http_is_unavailable) {
  FaultServer server(
      [](const SeenRequest&) { return Reaction{"SSH-2.0-OpenSSH\r\n\r\n", 0, true}; });
  EXPECT_EQ(client_of(server.url())->post("{}", {}).error().status, Status::unavailable);
}

TEST(http_client, oversized_body_is_refused_announced_or_not) {
  HttpOptions options;
  options.response_bytes_max = 1'000;
  const std::string body(1'001, 'x');
  FaultServer announced([&](const SeenRequest&) { return Reaction{http(200, body)}; });
  FaultServer streamed(
      [&](const SeenRequest&) { return Reaction{"HTTP/1.1 200 OK\r\n\r\n" + body, 0, true}; });
  for (FaultServer* server : {&announced, &streamed}) {
    auto response = client_of(server->url(), options)->post("{}", {});
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().status, Status::resource_exhausted);
    EXPECT_THAT(response.error().text, HasSubstr("response_bytes_max"));
  }
  options.response_bytes_max = 1'001;
  EXPECT_TRUE(client_of(announced.url(), options)->post("{}", {}));
}

TEST(http_client, endless_head_is_refused) {
  FaultServer server([](const SeenRequest&) {
    return Reaction{http(200, "x", "X: " + std::string(1 << 20, 'x') + "\r\n")};
  });
  EXPECT_FALSE(client_of(server.url())->post("{}", {}));
}

TEST(http_client, nobody_listening_is_unavailable) {
  uint16_t port = 0;
  {
    port = FaultServer([](const SeenRequest&) { return Reaction{}; }).port();
  }
  auto response = client_of("http://127.0.0.1:" + std::to_string(port))->post("{}", {});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().status, Status::unavailable);
  EXPECT_THAT(response.error().text, HasSubstr("connecting"));
}

TEST(http_client, cancellation_ends_a_waiting_call) {
  FaultServer server([](const SeenRequest&) { return Reaction{http(200, "x"), 60'000}; });
  std::atomic<bool> stop{false};
  std::jthread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    stop = true;
  });
  auto response =
      client_of(server.url(), with_timeout(50'000))->post("{}", [&] { return stop.load(); });
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().status, Status::cancelled);
}

TEST(http_client, threads_share_a_client) {
  FaultServer server([](const SeenRequest& request) { return Reaction{http(200, request.body)}; });
  auto client = client_of(server.url("localhost"));
  std::atomic<int> wrong{0};
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&, t] {
        for (int i = 0; i < 20; ++i) {
          const std::string body = std::to_string(t * 100 + i);
          auto response = client->post(body, {});
          if (!response || response->body != body) ++wrong;
        }
      });
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_LE(server.connections(), 80u);
}

struct TlsCase {
  test::Certificate certificate;
  std::string ca_file = testing::TempDir() + "dovetail_test_ca.pem";
  FaultServer server;

  explicit TlsCase(const std::string& names)
      : certificate(names),
        server([](const SeenRequest&) { return Reaction{http(200, "secure")}; }, &certificate) {
    certificate.write(ca_file);
  }
  Expected<HttpResponse> post(const std::string& host, bool trusts) {
    HttpOptions options;
    if (trusts) options.ca_file = ca_file;
    return client_of(server.url(host), options)->post("{}", {});
  }
};

TEST(http_client, unknown_certificate_is_refused) {
  TlsCase tls("DNS:localhost,IP:127.0.0.1");
  auto response = tls.post("127.0.0.1", false);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().status, Status::unavailable);
  EXPECT_THAT(response.error().text, HasSubstr("certificate is not accepted"));
  EXPECT_THAT(response.error().text, HasSubstr("ca_file"));
}

TEST(http_client, certificate_of_the_ca_file_is_accepted_for_its_names) {
  TlsCase tls("DNS:localhost,IP:127.0.0.1");
  EXPECT_EQ(tls.post("127.0.0.1", true)->body, "secure");
  EXPECT_EQ(tls.post("localhost", true)->body, "secure");
}

TEST(http_client, trusted_certificate_of_another_host_is_refused) {
  TlsCase tls("DNS:other.example");
  EXPECT_FALSE(tls.post("127.0.0.1", true));
  EXPECT_FALSE(tls.post("localhost", true));
}

TEST(http_client, tls_to_a_plain_server_fails) {
  FaultServer server([](const SeenRequest&) { return Reaction{http(200, "x")}; });
  EXPECT_FALSE(client_of("https://127.0.0.1:" + std::to_string(server.port()), with_timeout(500))
                   ->post("{}", {}));
}

}  // namespace
}  // namespace dovetail::plugins::ethereum
