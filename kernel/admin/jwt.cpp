#include "kernel/admin/jwt.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <boost/json.hpp>

namespace dovetail::admin {
namespace {

namespace json = boost::json;

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

Failure denied(const std::string& why) {
  return {Status::permission_denied, "the token is refused: " + why};
}

Hash256 hmac_sha256(const JwtSecret& secret, std::string_view text) {
  Hash256 out;
  unsigned size = 0;
  const ByteView bytes = view_of(text);
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes.data(), bytes.size(),
       out.data(), &size);
  DOVETAIL_ASSERT(size == out.size());
  return out;
}

Expected<json::object> decode_object(std::string_view part, const char* what) {
  auto bytes = base64url_decode(part);
  if (!bytes) return denied(std::string(what) + ": " + bytes.error().text);
  boost::system::error_code error;
  const json::value value = json::parse(text_of(*bytes), error);
  if (error || !value.is_object()) return denied(std::string(what) + " is no JSON object");
  return value.get_object();
}

Expected<void> check_header(const json::object& header) {
  const json::value* alg = header.if_contains("alg");
  if (!alg || !alg->is_string() || alg->get_string() != "HS256")
    return denied("expected alg HS256, found " + (alg ? json::serialize(*alg) : "none"));
  for (const auto& [name, value] : header) {
    const bool is_type = name == "typ" && value.is_string() && value.get_string() == "JWT";
    if (name != "alg" && !is_type) return denied("header parameter " + std::string(name));
  }
  return {};
}

Expected<void> check_claims(const json::object& claims, int64_t now_s) {
  const json::value* issued = claims.if_contains("iat");
  if (!issued || !issued->is_int64()) return denied("expected an integer iat, the unix time");
  const int64_t iat = issued->get_int64();
  if (iat < now_s - kIssuedWithinS || iat > now_s + kIssuedWithinS)
    return denied("iat is " + std::to_string(iat) + ", more than " +
                  std::to_string(kIssuedWithinS) + " s from the node's clock, " +
                  std::to_string(now_s) + ": make a new token for each request");
  const json::value* expiry = claims.if_contains("exp");
  if (expiry && (!expiry->is_int64() || expiry->get_int64() <= now_s)) return denied("expired");
  return {};
}

}  // namespace

std::string base64url_encode(ByteView bytes) {
  std::string out;
  uint32_t buffer = 0;
  int bits = 0;
  for (const uint8_t byte : bytes) {
    buffer = (buffer << 8 | byte) & 0xffff;
    for (bits += 8; bits >= 6; bits -= 6) out += kAlphabet[buffer >> (bits - 6) & 63];
  }
  if (bits > 0) out += kAlphabet[buffer << (6 - bits) & 63];
  return out;
}

Expected<Bytes> base64url_decode(std::string_view text) {
  Bytes out;
  uint32_t buffer = 0;
  int bits = 0;
  if (text.size() % 4 == 1) return Failure(Status::invalid_argument, "base64url of a wrong length");
  for (const char c : text) {
    const size_t digit = kAlphabet.find(c);
    if (digit == std::string_view::npos)
      return Failure(Status::invalid_argument, "expected base64url without padding");
    buffer = (buffer << 6 | static_cast<uint32_t>(digit)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out.push_back(static_cast<uint8_t>(buffer >> bits));
  }
  if ((buffer & ((1U << bits) - 1)) != 0)
    return Failure(Status::invalid_argument, "base64url with unused bits set");
  return out;
}

std::string make_token(const JwtSecret& secret, int64_t issued_at_s) {
  const std::string signed_part =
      base64url_encode(view_of(R"({"alg":"HS256","typ":"JWT"})")) + "." +
      base64url_encode(view_of(json::serialize(json::object{{"iat", issued_at_s}})));
  return signed_part + "." + base64url_encode(hmac_sha256(secret, signed_part).view());
}

Expected<void> check_token(std::string_view token, const JwtSecret& secret, int64_t now_s) {
  if (token.size() > kTokenBytesMax) return denied("it is too long");
  const size_t first = token.find('.');
  const size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos)
    return denied("expected three parts with dots between them");
  auto header = decode_object(token.substr(0, first), "header");
  if (!header) return header.error();
  if (auto checked = check_header(*header); !checked) return checked;
  auto signature = base64url_decode(token.substr(second + 1));
  if (!signature) return denied("signature: " + signature.error().text);
  const Hash256 expected = hmac_sha256(secret, token.substr(0, second));
  if (signature->size() != expected.size() ||
      CRYPTO_memcmp(signature->data(), expected.data(), expected.size()) != 0)
    return denied("the signature was not made with this node's secret");
  auto claims = decode_object(token.substr(first + 1, second - first - 1), "claims");
  if (!claims) return claims.error();
  return check_claims(*claims, now_s);
}

Expected<void> check_authorization(std::string_view header, const JwtSecret& secret,
                                   int64_t now_s) {
  constexpr std::string_view kScheme = "Bearer ";
  if (!header.starts_with(kScheme))
    return Failure(Status::permission_denied,
                   "expected the header Authorization: Bearer <JWT>, found " +
                       std::string(header.empty() ? "none" : "another scheme"));
  return check_token(header.substr(kScheme.size()), secret, now_s);
}

}  // namespace dovetail::admin
