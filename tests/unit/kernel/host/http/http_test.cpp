#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <future>
#include <thread>

#include "kernel/host/http/server.hpp"
#include "tests/unit/kernel/host/http/raw_client.hpp"

namespace dovetail::host {
namespace {

HttpHandlers echo() {
  HttpHandlers handlers;
  handlers.request = [](const HttpRequest& in) -> HttpResponse {
    return {200, in.method + " " + in.target + " [" + in.body + "]", "text/plain"};
  };
  return handlers;
}

std::unique_ptr<HttpServer> serve(HttpOptions options = {}, HttpHandlers handlers = echo()) {
  auto server = HttpServer::start(std::move(options), std::move(handlers));
  EXPECT_TRUE(server) << server.error().text;
  return std::move(*server);
}

std::string post(const std::string& body, const std::string& headers = "host: localhost\r\n") {
  return "POST /x HTTP/1.1\r\n" + headers + "content-length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

std::string ask(HttpServer& server, const std::string& request) {
  RawClient client(server.port());
  client.send(request);
  return client.read_until("]");
}

std::string preflight(const std::string& origin) {
  return "OPTIONS / HTTP/1.1\r\nhost: localhost\r\norigin: " + origin +
         "\r\naccess-control-request-method: POST\r\nconnection: close\r\n\r\n";
}

TEST(http, answers_again_on_a_kept_connection) {
  auto server = serve();
  RawClient client(server->port());
  for (const std::string body : {"one", "", "three"}) {
    ASSERT_TRUE(client.send(post(body)));
    const std::string answer = client.read_until("]");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
    EXPECT_TRUE(answer.ends_with("POST /x [" + body + "]")) << answer;
  }
  EXPECT_EQ(server->connections_count(), 1u);
}

TEST(http, answers_pipelined_requests_in_order) {
  auto server = serve();
  RawClient client(server->port());
  client.send(post("first") + post("second") + post("third"));
  const std::string answer = client.read_until("[third]");
  EXPECT_LT(answer.find("[first]"), answer.find("[second]"));
  EXPECT_LT(answer.find("[second]"), answer.find("[third]"));
}

TEST(http, takes_a_chunked_body) {
  auto server = serve();
  const std::string answer =
      ask(*server,
          "POST / HTTP/1.1\r\nhost: localhost\r\n"
          "transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_NE(answer.find("[abcde]"), std::string::npos) << answer;
}

TEST(http, takes_a_body_of_exactly_the_limit) {
  auto server = serve({.body_bytes_max = 1000});
  EXPECT_NE(ask(*server, post(std::string(1000, 'a'))).find("200 OK"), std::string::npos);
}

TEST(http, tells_413_to_a_client_that_is_still_sending) {
  auto server = serve({.body_bytes_max = 1000});
  RawClient client(server->port());
  client.send(post(std::string(4 << 20, 'a')));
  const std::string answer = client.read_to_end();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 413 Payload Too Large\r\n")) << answer.substr(0, 200);
  EXPECT_TRUE(answer.ends_with("request body over 1000 bytes\n")) << answer;
}

TEST(http, tells_413_when_chunks_pass_the_limit) {
  auto server = serve({.body_bytes_max = 10});
  RawClient client(server->port());
  client.send("POST / HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n");
  for (int i = 0; i < 5; ++i) client.send("4\r\nabcd\r\n");
  EXPECT_TRUE(client.read_to_end().starts_with("HTTP/1.1 413 "));
}

TEST(http, says_that_a_long_body_may_come_when_asked) {
  auto server = serve();
  RawClient client(server->port());
  client.send(
      "POST / HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ncontent-length: 3\r\n\r\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abc");
  EXPECT_NE(client.read_until("]").find("[abc]"), std::string::npos);
}

TEST(http, refuses_a_long_body_before_it_comes_when_asked) {
  auto server = serve({.body_bytes_max = 10});
  RawClient client(server->port());
  client.send(
      "POST / HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ncontent-length: 11\r\n\r\n");
  EXPECT_TRUE(client.read_until("bytes\n").starts_with("HTTP/1.1 413 "));
}

TEST(http, tells_400_to_what_is_not_http) {
  auto server = serve();
  for (const std::string text :
       {"\x16\x03\x01\x02 hello\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET\r\n\r\n",
        "POST / HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\ncontent-length: 99999999999999999999999\r\n\r\n",
        "POST / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
        "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        "GET / HTTP/1.1\r\nbad header\r\n\r\n"}) {
    RawClient client(server->port());
    client.send(text);
    const std::string answer = client.read_until("\n\r\n");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << text << " -> " << answer;
  }
}

TEST(http, tells_400_when_headers_are_too_long) {
  auto server = serve();
  RawClient client(server->port());
  client.send("GET / HTTP/1.1\r\nx: " + std::string(20'000, 'y') + "\r\n\r\n");
  EXPECT_TRUE(client.read_to_end().starts_with("HTTP/1.1 400 "));
}

TEST(http, goes_on_after_clients_that_hang_up_in_the_middle) {
  auto server = serve();
  for (const std::string part : {"", "PO", "POST / HTTP/1.1\r\n",
                                 "POST / HTTP/1.1\r\nhost: x\r\n"
                                 "content-length: 9\r\n\r\nab"}) {
    RawClient client(server->port());
    client.send(part);
  }
  EXPECT_NE(ask(*server, post("still")).find("[still]"), std::string::npos);
}

TEST(http, sends_no_body_to_head) {
  auto server = serve();
  RawClient client(server->port());
  client.send("HEAD / HTTP/1.1\r\nhost: localhost\r\n\r\n");
  EXPECT_TRUE(client.read_to_end().ends_with("\r\n\r\n"));
}

TEST(http, closes_when_asked) {
  auto server = serve();
  RawClient client(server->port());
  client.send(post("x", "host: localhost\r\nconnection: close\r\n"));
  EXPECT_TRUE(client.read_to_end().ends_with("[x]"));
}

TEST(http, closes_a_connection_that_stays_silent) {
  auto server = serve({.idle_s = 1});
  RawClient silent(server->port()), slow(server->port());
  slow.send("POST / HTTP/1.1\r\ncontent-length: 5\r\n\r\nab");
  EXPECT_EQ(silent.read_to_end(), "");
  EXPECT_EQ(slow.read_to_end(), "");
}

TEST(http, hangs_up_on_connections_above_the_limit) {
  auto server = serve({.connections_max = 2});
  RawClient first(server->port()), second(server->port());
  first.send(post("1"));
  second.send(post("2"));
  first.read_until("]");
  second.read_until("]");
  {
    RawClient third(server->port());
    EXPECT_EQ(third.read_to_end(), "");
  }
  first.send(post("again"));
  EXPECT_NE(first.read_until("]").find("[again]"), std::string::npos);
}

TEST(http, serves_a_new_connection_when_an_old_one_has_gone) {
  auto server = serve({.connections_max = 1});
  for (int i = 0; i < 3; ++i) {
    EXPECT_NE(ask(*server, post("x")).find("[x]"), std::string::npos);
    while (server->connections_count() != 0) std::this_thread::yield();
  }
}

TEST(http, a_slow_request_holds_up_no_other) {
  std::promise<void> go;
  const auto gone = go.get_future().share();
  HttpHandlers handlers;
  handlers.request = [&](const HttpRequest& in) -> HttpResponse {
    if (in.body == "slow") gone.wait();
    return {200, "[" + in.body + "]", "text/plain"};
  };
  auto server = serve({.threads = 2}, std::move(handlers));
  RawClient slow(server->port());
  slow.send(post("slow"));
  EXPECT_NE(ask(*server, post("fast")).find("[fast]"), std::string::npos);
  go.set_value();
  EXPECT_NE(slow.read_until("]").find("[slow]"), std::string::npos);
}

TEST(http, hands_the_headers_that_matter_to_the_handler) {
  HttpHandlers handlers;
  handlers.request = [](const HttpRequest& in) -> HttpResponse {
    return {418, "[" + in.authorization + "|" + in.content_type + "]", "text/x"};
  };
  auto server = serve({}, std::move(handlers));
  const std::string answer = ask(
      *server, post("", "host: localhost\r\nauthorization: Bearer a.b\r\ncontent-type: a/b\r\n"));
  EXPECT_NE(answer.find("HTTP/1.1 418 "), std::string::npos) << answer;
  EXPECT_NE(answer.find("Content-Type: text/x\r\n"), std::string::npos) << answer;
  EXPECT_NE(answer.find("[Bearer a.b|a/b]"), std::string::npos) << answer;
}

TEST(http, lets_every_origin_in_when_told_so) {
  auto server = serve({.cors_origins = {"*"}});
  const std::string answer = ask(*server, preflight("https://dapp.example"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 204 ")) << answer;
  EXPECT_NE(answer.find("Access-Control-Allow-Origin: *\r\n"), std::string::npos) << answer;
  EXPECT_NE(answer.find("Access-Control-Allow-Methods: GET, POST, OPTIONS\r\n"), std::string::npos);
  EXPECT_NE(answer.find("Access-Control-Allow-Headers: content-type"), std::string::npos);
}

TEST(http, names_the_origin_that_it_lets_in) {
  auto server = serve({.cors_origins = {"https://a.example", "https://b.example"}});
  const std::string good = post("x", "host: localhost\r\norigin: https://b.example\r\n");
  EXPECT_NE(ask(*server, good).find("Access-Control-Allow-Origin: https://b.example\r\n"),
            std::string::npos);
  EXPECT_EQ(ask(*server, preflight("https://c.example")).find("Access-Control"), std::string::npos);
}

TEST(http, says_nothing_of_origins_when_none_is_allowed) {
  auto server = serve();
  EXPECT_EQ(ask(*server, preflight("https://a.example")).find("Access-Control"), std::string::npos);
}

TEST(http, refuses_foreign_host_names_on_loopback) {
  auto server = serve();
  for (const char* host : {"evil.example", "evil.example:80", "localhost.evil.example",
                           "127.0.0.1.evil.example", "[::1].evil.example"}) {
    const std::string answer =
        ask(*server, post("x", "host: " + std::string(host) + "\r\nconnection: close\r\n"));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 403 ")) << host << " -> " << answer;
  }
  for (const char* host : {"localhost", "localhost:3050", "127.0.0.1:3050", "[::1]:3050", "[::1]"})
    EXPECT_NE(ask(*server, post("x", "host: " + std::string(host) + "\r\n")).find("[x]"),
              std::string::npos)
        << host;
}

TEST(http, serves_a_unix_socket_to_its_owner_only) {
  const std::string path = testing::TempDir() + "http_test." + std::to_string(::getpid());
  {
    auto server = serve({.unix_socket = path});
    EXPECT_EQ(server->address(), path);
    struct stat file{};
    ASSERT_EQ(::stat(path.c_str(), &file), 0);
    EXPECT_EQ(file.st_mode & 0777, 0600u);
    RawClient client(path);
    ASSERT_TRUE(client.connected());
    client.send(post("x", "host: dovetail\r\n"));
    EXPECT_NE(client.read_until("]").find("[x]"), std::string::npos);
  }
  EXPECT_NE(::access(path.c_str(), F_OK), 0);
}

TEST(http, fails_when_the_port_is_taken) {
  auto server = serve();
  auto second = HttpServer::start({.port = server->port()}, echo());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().status, Status::unavailable);
  EXPECT_NE(second.error().text.find("cannot listen on 127.0.0.1:"), std::string::npos);
}

TEST(http, fails_when_the_address_is_none) {
  auto server = HttpServer::start({.host = "not-an-ip"}, echo());
  ASSERT_FALSE(server);
  EXPECT_NE(server.error().text.find("cannot listen on not-an-ip"), std::string::npos);
}

TEST(http, stops_with_connections_in_every_state) {
  std::promise<void> inside, go;
  HttpHandlers handlers;
  handlers.request = [&](const HttpRequest& in) -> HttpResponse {
    if (in.body == "slow") {
      inside.set_value();
      go.get_future().wait();
    }
    return {200, "[]", "text/plain"};
  };
  auto server = serve({}, std::move(handlers));
  RawClient idle(server->port()), half(server->port()), kept(server->port()), slow(server->port());
  half.send("POST / HTTP/1.1\r\ncontent-length: 5\r\n\r\nab");
  kept.send(post("x"));
  kept.read_until("]");
  slow.send(post("slow"));
  inside.get_future().wait();
  std::thread stopper([&] { server.reset(); });
  go.set_value();
  stopper.join();
  EXPECT_FALSE(idle.read_to_end().ends_with("[silence]"));
  EXPECT_FALSE(half.read_to_end().ends_with("[silence]"));
}

}  // namespace
}  // namespace dovetail::host
