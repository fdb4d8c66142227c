#pragma once
// JSON Web Tokens as the admin API takes them: HS256 with a shared secret and the time of issue.
//
// Of RFC 7519 and RFC 7515 only this is accepted: three parts in base64url without padding, a
// header {"alg":"HS256"} with an optional "typ":"JWT" and nothing else, claims with an integer
// "iat" within a minute of now, and, if there is an "exp", one in the future. The signature is
// checked before the claims are read, in constant time.

#include <string>
#include <string_view>

#include "sdk/cpp/text.hpp"

namespace dovetail::admin {

using JwtSecret = FixedBytes<32>;

/// How far "iat" may lie from now, in seconds, either way.
inline constexpr int64_t kIssuedWithinS = 60;
inline constexpr size_t kTokenBytesMax = 4096;

/// @param issued_at_s  unix time
std::string make_token(const JwtSecret& secret, int64_t issued_at_s);

/// Fails with permission_denied and a text that says what is wrong with the token.
Expected<void> check_token(std::string_view token, const JwtSecret& secret, int64_t now_s);

/// As check_token, of the value of an Authorization header: "Bearer <token>".
Expected<void> check_authorization(std::string_view header, const JwtSecret& secret, int64_t now_s);

/// @return base64url without padding. Source: RFC 4648, section 5.
std::string base64url_encode(ByteView bytes);
/// Fails with invalid_argument on other characters, a length that cannot be, or unused bits set.
Expected<Bytes> base64url_decode(std::string_view text);

}  // namespace dovetail::admin
