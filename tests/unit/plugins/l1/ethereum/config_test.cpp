#include "plugins/l1/ethereum/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dovetail::plugins::ethereum {
namespace {

using testing::HasSubstr;
using testing::Not;

Surroundings quiet() {
  return {[] { return uint64_t{0}; }, [](Level, std::string_view) {}};
}

TEST(config, fills_what_is_given) {
  auto config = parse_config(
      R"({"urls":["http://a","https://b/key"],"timeout_ms":5,"logs_range_max":9,"chain_id":3,"headers":{"X-A":"b"}})");
  ASSERT_TRUE(config) << config.error().text;
  EXPECT_EQ(config->urls.size(), 2u);
  EXPECT_EQ(config->http.timeout_ms, 5u);
  EXPECT_EQ(config->logs_range_max, 9u);
  EXPECT_EQ(config->chain_id, 3u);
  EXPECT_EQ(config->http.headers.at("X-A"), "b");
}

TEST(config, chain_id_zero_means_any) {
  EXPECT_EQ(parse_config(R"({"urls":["http://a"],"chain_id":0})")->chain_id, std::nullopt);
}

TEST(config, names_the_wrong_key) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({})", "config.urls"},
      {R"({"urls":[]})", "config.urls"},
      {R"({"urls":[1]})", "config.urls[0]"},
      {R"({"urls":["http://a","gopher://topsecret"]})", "config.urls[1]"},
      {R"({"urls":["http://a"],"timeout_ms":0})", "config.timeout_ms"},
      {R"({"urls":["http://a"],"timeout_ms":-1})", "config.timeout_ms"},
      {R"({"urls":["http://a"],"response_bytes_max":1})", "config.response_bytes_max"},
      {R"({"urls":["http://a"],"logs_range_max":0})", "config.logs_range_max"},
      {R"({"urls":["http://a"],"headers":{"a":1}})", "config.headers.a"},
      {R"({"urls":["http://a"],"ca_file":1})", "config.ca_file"},
      {R"([])", "config"},
  };
  for (const auto& [text, key] : cases) {
    auto config = parse_config(text);
    ASSERT_FALSE(config) << text;
    EXPECT_EQ(config.error().status, Status::invalid_argument);
    EXPECT_THAT(config.error().text, HasSubstr(key));
    EXPECT_THAT(config.error().text, Not(HasSubstr("topsecret")));
  }
}

TEST(config, missing_ca_file_is_refused_at_creation) {
  auto config = parse_config(R"({"urls":["https://a"],"ca_file":"/nonexistent.pem"})");
  auto client = make_client(*config, quiet());
  ASSERT_FALSE(client);
  EXPECT_THAT(client.error().text, HasSubstr("/nonexistent.pem"));
}

TEST(config, header_that_would_split_the_request_is_refused_without_showing_it) {
  for (const char* headers :
       {R"({"X-A":"topsecret\r\nX-B: c"})", R"({"X A":"topsecret"})", R"({"":"topsecret"})"}) {
    auto config = parse_config(std::string(R"({"urls":["http://a"],"headers":)") + headers + "}");
    auto client = make_client(*config, quiet());
    ASSERT_FALSE(client) << headers;
    EXPECT_THAT(client.error().text, Not(HasSubstr("topsecret")));
  }
}

}  // namespace
}  // namespace dovetail::plugins::ethereum
