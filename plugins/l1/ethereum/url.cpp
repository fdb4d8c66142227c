#include "plugins/l1/ethereum/url.hpp"

#include <algorithm>
#include <charconv>

#include "sdk/base/hex.hpp"

namespace dovetail::plugins::ethereum {
namespace {

// Shorter parts of a path are words ("rpc", "v3"), not keys.
constexpr size_t kSecretSizeMin = 8;
constexpr size_t kPasswordSizeMin = 4;

Failure bad(std::string_view what) {
  return {Status::invalid_argument,
          "expected a URL such as https://host:8545/path, found one with " + std::string(what) +
              "; correct it in urls"};
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

Expected<std::string> percent_decoded(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i]);
      continue;
    }
    if (i + 2 >= text.size()) return bad("an incomplete percent escape");
    const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return bad("a percent escape that is not hexadecimal");
    out.push_back(static_cast<char>(high << 4 | low));
    i += 2;
  }
  return out;
}

Expected<uint16_t> parse_port(std::string_view text) {
  uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0)
    return bad("a port outside 1..65535");
  return port;
}

Expected<void> parse_host_and_port(std::string_view text, Url& url) {
  std::string_view port;
  if (take_prefix(text, "[")) {
    const size_t end = text.find(']');
    if (end == std::string_view::npos) return bad("an unclosed [ before an IPv6 address");
    url.host = text.substr(0, end);
    port = text.substr(end + 1);
  } else {
    const size_t colon = std::min(text.find(':'), text.size());
    url.host = text.substr(0, colon);
    port = text.substr(colon);
  }
  if (url.host.empty()) return bad("no host");
  if (port.empty()) return {};
  if (!take_prefix(port, ":")) return bad("something other than a port after the host");
  auto number = parse_port(port);
  if (!number) return number.error();
  url.port = *number;
  return {};
}

bool printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

void add_secret(std::vector<std::string>& out, std::string_view text, size_t size_min) {
  if (text.size() >= size_min) out.emplace_back(text);
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

}  // namespace

Expected<Url> parse_url(std::string_view text) {
  Url url;
  if (!printable(text)) return bad("spaces or characters outside ASCII");
  if (take_prefix(text, "https://"))
    url.tls = true;
  else if (!take_prefix(text, "http://"))
    return bad("a scheme other than http and https");
  url.port = url.tls ? 443 : 80;
  if (text.find('#') != std::string_view::npos) return bad("a fragment");
  const size_t path = std::min(text.find_first_of("/?"), text.size());
  std::string_view authority = text.substr(0, path);
  url.target = text.substr(path);
  if (!url.target.starts_with('/')) url.target.insert(0, "/");
  if (const size_t at = authority.rfind('@'); at != std::string_view::npos) {
    auto user_info = percent_decoded(authority.substr(0, at));
    if (!user_info) return user_info.error();
    url.user_info = *user_info;
    authority.remove_prefix(at + 1);
  }
  if (auto done = parse_host_and_port(authority, url); !done) return done.error();
  return url;
}

std::string Url::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return port == (tls ? 443 : 80) ? name : name + ":" + std::to_string(port);
}

std::string Url::shown() const {
  return (tls ? "https://" : "http://") + authority() + (target == "/" ? "" : "/…");
}

std::vector<std::string> Url::secrets() const {
  std::vector<std::string> out;
  add_secret(out, target, kSecretSizeMin);
  for (size_t begin = 0; begin < target.size();) {
    const size_t end = std::min(target.find_first_of("/?&=", begin), target.size());
    add_secret(out, std::string_view(target).substr(begin, end - begin), kSecretSizeMin);
    begin = end + 1;
  }
  add_secret(out, user_info, kPasswordSizeMin);
  if (const size_t colon = user_info.find(':'); colon != std::string::npos)
    add_secret(out, std::string_view(user_info).substr(colon + 1), kPasswordSizeMin);
  return out;
}

std::string redact(std::string_view text, const std::vector<std::string>& secrets,
                   size_t bytes_max) {
  std::string out(text);
  for (const std::string& secret : secrets) replace_all(out, secret, "…");
  for (char& c : out)
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) c = ' ';
  if (out.size() > bytes_max) {
    while (bytes_max > 0 && (out[bytes_max] & 0xc0) == 0x80) --bytes_max;
    out = out.substr(0, bytes_max) + "…";
  }
  return out;
}

}  // namespace dovetail::plugins::ethereum
