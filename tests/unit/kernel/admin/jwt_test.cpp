#include "kernel/admin/jwt.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace dovetail::admin {
namespace {

constexpr int64_t kNow = 1'800'000'000;

JwtSecret secret() {
  JwtSecret out;
  for (size_t i = 0; i < out.size(); ++i) out[i] = static_cast<uint8_t>(i);
  return out;
}

/// A token of any header and claims, rightly signed.
std::string token_of(const std::string& header, const std::string& claims) {
  const std::string body =
      base64url_encode(view_of(header)) + "." + base64url_encode(view_of(claims));
  Hash256 mac;
  unsigned size = 0;
  HMAC(EVP_sha256(), secret().data(), 32, view_of(body).data(), body.size(), mac.data(), &size);
  return body + "." + base64url_encode(mac.view());
}

std::string claims_at(int64_t issued_at_s) {
  return "{\"iat\":" + std::to_string(issued_at_s) + "}";
}

const std::string kHeader = R"({"alg":"HS256","typ":"JWT"})";

std::string refusal(const std::string& token) {
  const auto checked = check_token(token, secret(), kNow);
  return checked ? "" : checked.error().text;
}

TEST(jwt, own_token_is_accepted_within_a_minute_either_way) {
  for (const int64_t issued : {kNow - 60, kNow, kNow + 60})
    EXPECT_EQ(refusal(make_token(secret(), issued)), "") << issued;
}

TEST(jwt, token_of_another_maker_is_accepted) {
  EXPECT_EQ(refusal(token_of(R"({"typ":"JWT","alg":"HS256"})", claims_at(kNow))), "");
  EXPECT_EQ(refusal(token_of(R"({"alg":"HS256"})", claims_at(kNow))), "");
}

TEST(jwt, token_older_or_newer_than_a_minute_is_refused) {
  for (const int64_t issued : {kNow - 61, kNow + 61})
    EXPECT_NE(refusal(make_token(secret(), issued)).find("more than 60 s"), std::string::npos);
}

TEST(jwt, algorithms_but_hs256_are_refused) {
  for (const char* header : {R"({"alg":"none"})", R"({"alg":"HS512"})", R"({"alg":"hs256"})",
                             R"({"alg":["HS256"]})", "{}"})
    EXPECT_NE(refusal(token_of(header, claims_at(kNow))).find("alg HS256"), std::string::npos)
        << header;
}

TEST(jwt, unsigned_token_is_refused) {
  const std::string body = base64url_encode(view_of(R"({"alg":"none"})")) + "." +
                           base64url_encode(view_of(claims_at(kNow))) + ".";
  EXPECT_NE(refusal(body), "");
  const std::string honest = make_token(secret(), kNow);
  EXPECT_NE(refusal(honest.substr(0, honest.rfind('.') + 1)), "");
}

TEST(jwt, other_header_parameters_are_refused) {
  EXPECT_NE(refusal(token_of(R"({"alg":"HS256","crit":["b64"],"b64":false})", claims_at(kNow))),
            "");
  EXPECT_NE(refusal(token_of(R"({"alg":"HS256","typ":"JWE"})", claims_at(kNow))), "");
}

TEST(jwt, claims_without_an_integer_iat_are_refused) {
  for (const char* claims :
       {"{}", R"({"iat":"1800000000"})", R"({"iat":1.8e9})", R"({"iat":null})", "[]", "x"})
    EXPECT_NE(refusal(token_of(kHeader, claims)), "") << claims;
}

TEST(jwt, expired_token_is_refused) {
  EXPECT_NE(refusal(token_of(kHeader, R"({"iat":1800000000,"exp":1800000000})")), "");
  EXPECT_EQ(refusal(token_of(kHeader, R"({"iat":1800000000,"exp":1800000001})")), "");
}

TEST(jwt, other_secret_is_refused) {
  JwtSecret other = secret();
  other[31] ^= 1;
  EXPECT_NE(refusal(make_token(other, kNow)).find("signature"), std::string::npos);
}

TEST(jwt, any_flipped_character_is_refused) {
  const std::string honest = make_token(secret(), kNow);
  for (size_t i = 0; i < honest.size(); ++i) {
    std::string damaged = honest;
    damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
    EXPECT_NE(refusal(damaged), "") << i;
  }
}

TEST(jwt, malformed_text_is_refused) {
  const std::string honest = make_token(secret(), kNow);
  for (const std::string& token :
       {std::string(), std::string("."), std::string(".."), std::string("a.b"), honest + ".x",
        honest + "=", " " + honest, std::string(5000, 'A')})
    EXPECT_NE(refusal(token), "") << token;
}

TEST(jwt, authorization_needs_the_bearer_scheme) {
  const std::string honest = make_token(secret(), kNow);
  EXPECT_TRUE(check_authorization("Bearer " + honest, secret(), kNow));
  for (const std::string& header : {std::string(), honest, "Basic " + honest, "bearer" + honest})
    EXPECT_FALSE(check_authorization(header, secret(), kNow)) << header;
}

TEST(base64url, decodes_what_it_encodes_and_nothing_else) {
  for (size_t size = 0; size < 70; ++size) {
    Bytes bytes(size);
    for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<uint8_t>(251 * i + size);
    const auto back = base64url_decode(base64url_encode(bytes));
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, bytes);
  }
  EXPECT_EQ(base64url_encode(view_of("fo")), "Zm8");
  for (const char* text : {"A", "Zm9", "Zm8=", "Zm 8", "+/"})
    EXPECT_FALSE(base64url_decode(text)) << text;
}

}  // namespace
}  // namespace dovetail::admin
