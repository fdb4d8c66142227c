#include "kernel/rpc/json_rpc.hpp"

#include <gtest/gtest.h>

#include <random>

namespace dovetail::rpc {
namespace {

/// Methods of every outcome: echo gives its parameters back, fail fails, long answers 1,000 bytes,
/// count counts its calls, throw breaks the contract.
struct Service {
  explicit Service(DispatcherLimits limits = {}) : dispatcher(limits) {
    dispatcher.add("echo", [](const json::array& params, const Caller&) -> Answer {
      return json::value(params);
    });
    dispatcher.add("fail", [](const json::array&, const Caller&) -> Answer {
      return RpcError{3, "execution reverted", json::value("0x08c379a0")};
    });
    dispatcher.add("bytes", [](const json::array&, const Caller&) -> Answer {
      return RpcError{3, std::string("execution reverted: a\xff\x80z\xc3\xa9"), {}};
    });
    dispatcher.add("long", [this](const json::array&, const Caller&) -> Answer {
      ++calls;
      return json::value(std::string(1000, 'x'));
    });
    dispatcher.add("throw", [](const json::array&, const Caller&) -> Answer {
      throw std::runtime_error("broken");
    });
    dispatcher.observe(
        [this](const std::string& name, bool failed) { seen += name + (failed ? "- " : "+ "); });
  }
  std::string text(const std::string& body) const { return dispatcher.handle(body, {}); }
  json::value ask(const std::string& body) const { return json::parse(text(body)); }
  int64_t code(const std::string& body) const {
    return ask(body).at("error").at("code").as_int64();
  }
  std::string message(const std::string& body) const {
    return std::string(ask(body).at("error").at("message").as_string());
  }

  Dispatcher dispatcher;
  std::string seen;
  int calls = 0;
};

std::string request(const std::string& method, const std::string& rest = R"("params":[],"id":1)") {
  return R"({"jsonrpc":"2.0","method":")" + method + R"(",)" + rest + "}";
}

TEST(json_rpc, gives_the_result_with_the_id) {
  const Service service;
  EXPECT_EQ(service.text(request("echo", R"("params":[1,"a",null],"id":7)")),
            R"({"jsonrpc":"2.0","id":7,"result":[1,"a",null]})");
}

TEST(json_rpc, gives_each_kind_of_id_back) {
  const Service service;
  for (const char* id : {"0", "-1", "18446744073709551615", R"("a")", R"("")", "null", "1.5E0"})
    EXPECT_EQ(service.text(request("echo", "\"id\":" + std::string(id))),
              R"({"jsonrpc":"2.0","id":)" + std::string(id) + R"(,"result":[]})");
}

TEST(json_rpc, takes_missing_and_null_params_for_none) {
  const Service service;
  EXPECT_EQ(service.ask(request("echo", R"("id":1)")).at("result"), json::array());
  EXPECT_EQ(service.ask(request("echo", R"("id":1,"params":null)")).at("result"), json::array());
}

TEST(json_rpc, refuses_params_by_name) {
  const Service service;
  for (const char* params : {"{}", R"({"a":1})", "1", R"("x")", "true"})
    EXPECT_EQ(service.code(request("echo", R"("id":1,"params":)" + std::string(params))), -32602);
}

TEST(json_rpc, names_an_unknown_method_in_geths_words) {
  const Service service;
  EXPECT_EQ(service.code(request("eth_no")), -32601);
  EXPECT_EQ(service.message(request("eth_no")),
            "the method eth_no does not exist/is not available");
}

TEST(json_rpc, gives_code_words_and_data_of_a_failure) {
  const Service service;
  EXPECT_EQ(service.text(request("fail")),
            R"({"jsonrpc":"2.0","id":1,"error":{"code":3,"message":"execution reverted",)"
            R"("data":"0x08c379a0"}})");
}

TEST(json_rpc, leaves_out_of_a_message_what_is_not_utf8) {
  const Service service;
  EXPECT_EQ(service.message(request("bytes")), "execution reverted: az\xc3\xa9");
}

TEST(json_rpc, survives_a_method_that_throws) {
  const Service service;
  EXPECT_EQ(service.code(request("throw")), -32603);
}

TEST(json_rpc, tells_a_parse_error_of_what_is_not_json) {
  const Service service;
  for (const std::string body :
       {"", " ", "{", "[", "nul", "{}{}", "{'a':1}", R"({"a":1,})", "\x01", "01", "1e", R"("\u12")",
        R"("\ud800")", "\"\xff\"", "\"\xc0\x80\"", "[1,]", "NaN", "Infinity",
        "{\"jsonrpc\":\"2.0\",\"method\":\"ec\xffho\",\"id\":1}"}) {
    const json::value answer = service.ask(body);
    EXPECT_EQ(answer.at("error").at("code").as_int64(), -32700) << body;
    EXPECT_TRUE(answer.at("id").is_null()) << body;
  }
}

TEST(json_rpc, tells_a_parse_error_of_deep_nesting) {
  const Service service;
  for (const size_t depth : {100, 100'000}) {
    std::string body(depth, '[');
    EXPECT_EQ(service.code(body), -32700);
    EXPECT_EQ(service.code(request("echo", R"("id":1,"params":)" + body + std::string(depth, ']'))),
              -32700);
  }
}

TEST(json_rpc, takes_nesting_that_is_not_deep) {
  const Service service;
  const std::string nested = std::string(25, '[') + std::string(25, ']');
  EXPECT_EQ(
      json::serialize(service.ask(request("echo", R"("id":1,"params":)" + nested)).at("result")),
      nested);
}

TEST(json_rpc, tells_an_invalid_request_of_what_is_not_a_call) {
  const Service service;
  for (const std::string body :
       {"1", "null", "true", R"("x")", "{}", R"({"jsonrpc":"2.0","id":1})",
        R"({"method":"echo","id":1})", R"({"jsonrpc":"1.0","method":"echo","id":1})",
        R"({"jsonrpc":2.0,"method":"echo","id":1})", R"({"jsonrpc":"2.0","method":1,"id":1})",
        R"({"jsonrpc":"2.0","method":null,"id":1})", R"({"jsonrpc":"2.0","method":"echo","id":{}})",
        R"({"jsonrpc":"2.0","method":"echo","id":[1]})",
        R"({"jsonrpc":"2.0","method":"echo","id":true})"})
    EXPECT_EQ(service.code(body), -32600) << body;
}

TEST(json_rpc, names_the_id_of_an_invalid_request_that_has_one) {
  const Service service;
  EXPECT_EQ(service.ask(R"({"jsonrpc":"2.0","id":9})").at("id"), 9);
  EXPECT_TRUE(service.ask(R"({"jsonrpc":"2.0","id":{}})").at("id").is_null());
}

TEST(json_rpc, takes_the_last_of_two_equal_keys) {
  const Service service;
  EXPECT_EQ(service.text(R"({"jsonrpc":"2.0","method":"no","id":1,"method":"echo","id":2})"),
            R"({"jsonrpc":"2.0","id":2,"result":[]})");
}

TEST(json_rpc, refuses_an_id_that_no_number_holds) {
  const Service service;
  EXPECT_EQ(service.code(request("echo", R"("id":1e400)")), -32600);
  EXPECT_EQ(service.code(request("echo", R"("id":-1e400)")), -32600);
}

TEST(json_rpc, takes_numbers_of_any_length) {
  const Service service;
  EXPECT_EQ(
      service.ask(request("echo", "\"id\":" + std::string(300, '9'))).at("id").to_number<double>(),
      1e300);
  EXPECT_EQ(service.ask(request("echo", R"("params":[1e-400],"id":1)")).at("result").at(0), 0.0);
}

TEST(json_rpc, answers_no_notification) {
  Service service;
  EXPECT_EQ(service.text(request("echo", R"("params":[])")), "");
  EXPECT_EQ(service.text(request("fail", R"("params":[])")), "");
  EXPECT_EQ(service.text(request("no", R"("params":[])")), "");
  EXPECT_EQ(service.text("[" + request("echo", R"("params":[])") + "]"), "");
  EXPECT_EQ(service.seen, "echo+ fail- unknown- echo+ ");
}

TEST(json_rpc, answers_a_batch_in_order) {
  const Service service;
  EXPECT_EQ(service.text("[" + request("echo") + ",1," + request("echo", R"("params":[])") + "," +
                         request("fail", R"("id":"b")") + ",[]]"),
            R"([{"jsonrpc":"2.0","id":1,"result":[]},)"
            R"({"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":)"
            R"("invalid request: expected an object"}},)"
            R"({"jsonrpc":"2.0","id":"b","error":{"code":3,"message":"execution reverted",)"
            R"("data":"0x08c379a0"}},)"
            R"({"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":)"
            R"("invalid request: expected an object"}}])");
}

TEST(json_rpc, refuses_an_empty_batch) {
  const Service service;
  EXPECT_EQ(service.code("[]"), -32600);
  EXPECT_EQ(service.message("[]"), "empty batch");
}

TEST(json_rpc, limits_the_requests_of_a_batch) {
  const Service service({.batch_max = 3});
  const std::string one = request("echo");
  EXPECT_EQ(service.ask("[" + one + "," + one + "," + one + "]").as_array().size(), 3u);
  const std::string four = "[" + one + "," + one + "," + one + "," + one + "]";
  EXPECT_EQ(service.code(four), -32600);
  EXPECT_EQ(service.message(four), "batch too large: 4 requests, at most 3");
}

TEST(json_rpc, limits_the_bytes_of_an_answer) {
  const Service service({.response_bytes_max = 500});
  EXPECT_EQ(service.code(request("long")), -32003);
  EXPECT_EQ(service.message(request("long")), "response too large: over 500 bytes");
  EXPECT_EQ(service.ask(request("long", R"("id":"x")")).at("id"), "x");
}

TEST(json_rpc, executes_nothing_more_when_a_batchs_answer_is_full) {
  const Service service({.response_bytes_max = 2500});
  std::string body = "[1";
  for (int i = 0; i < 10; ++i) body += "," + request("long", "\"id\":" + std::to_string(i));
  const json::value answer =
      service.ask(body + "," + request("long", R"("params":[])") + R"(,7,{"id":{}}])");
  EXPECT_EQ(service.calls, 3);
  ASSERT_EQ(answer.as_array().size(), 13u);
  EXPECT_TRUE(answer.at(2).as_object().contains("result"));
  for (size_t i = 3; i < 11; ++i) {
    EXPECT_EQ(answer.at(i).at("error").at("code"), -32003);
    EXPECT_EQ(answer.at(i).at("id").as_int64(), static_cast<int64_t>(i) - 1);
  }
  EXPECT_TRUE(answer.at(12).at("id").is_null());
}

TEST(json_rpc, tells_the_observer_of_unknown_methods_by_one_name) {
  Service service;
  service.text(request("x"));
  service.text(request("y"));
  EXPECT_EQ(service.seen, "unknown- unknown- ");
}

TEST(json_rpc, answers_json_to_whatever_mutation_of_a_request) {
  const Service service;
  const auto seed = std::random_device{}();
  std::mt19937 random(seed);
  const std::string good = "[" + request("echo", R"("params":[1,{"a":"b"}],"id":1)") + "]";
  for (int i = 0; i < 20'000; ++i) {
    std::string body = good;
    for (unsigned n = random() % 4 + 1; n > 0; --n) {
      const size_t at = random() % body.size();
      if (random() % 2)
        body[at] = static_cast<char>(random());
      else
        body.insert(at, 1, "{}[]\",:\\0-e."[random() % 12]);
    }
    const std::string text = service.text(body);
    json::error_code bad;
    if (!text.empty()) json::parse(text, bad);
    ASSERT_FALSE(bad) << "seed " << seed << ": " << body << " -> " << text;
  }
}

}  // namespace
}  // namespace dovetail::rpc
