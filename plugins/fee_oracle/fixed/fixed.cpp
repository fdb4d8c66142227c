#include "plugins/fee_oracle/fixed/fixed.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace dovetail::plugins::fixed {
namespace {

namespace json = boost::json;

Failure bad(std::string_view member, const std::string& text) {
  return {Status::invalid_argument, "config." + std::string(member) + ": " + text};
}

/// A whole number, as JSON writes it or as decimal digits in quotes (JSON's own end at 2^64).
Expected<U256> parse_number(std::string_view member, const json::value& value) {
  if (value.is_uint64()) return U256(value.get_uint64());
  if (value.is_int64() && value.get_int64() >= 0)
    return U256(static_cast<uint64_t>(value.get_int64()));
  if (!value.is_string())
    return bad(member, "expected a whole number, found " + json::serialize(value));
  const std::string_view digits(value.get_string());
  if (digits.find_first_not_of("0123456789") != digits.npos)
    return bad(member, "expected decimal digits, found " + json::serialize(value));
  auto number = parse_u256(digits);
  if (!number) return bad(member, number.error().text);
  return *number;
}

Expected<U256> number_or(const json::object& config, std::string_view member, uint64_t otherwise) {
  const json::value* value = config.if_contains(member);
  if (value == nullptr) return U256(otherwise);
  return parse_number(member, *value);
}

Expected<void> read_price(const json::object& config, std::string_view member, uint64_t otherwise,
                          U256& out) {
  auto price = number_or(config, member, otherwise);
  if (!price) return price.error();
  out = *price;
  return {};
}

Expected<void> read_part(const json::object& config, std::string_view member, uint64_t& out) {
  auto part = number_or(config, member, 1);
  if (!part) return part.error();
  if (part->is_zero() || !part->fits_u64())
    return bad(member, "expected a number from 1 to 2^64-1, found " + to_decimal(*part));
  out = part->low_u64();
  return {};
}

Expected<sdk::Fees> fees_of(const json::object& config) {
  sdk::Fees fees{.source = "fixed"};
  if (auto done = read_price(config, "l1_base_fee", 1'000'000'000, fees.l1_base_fee); !done)
    return done.error();
  if (auto done = read_price(config, "l1_blob_fee", 1, fees.l1_blob_fee); !done)
    return done.error();
  if (auto done = read_price(config, "pubdata_price", 16'000'000'000, fees.pubdata_price); !done)
    return done.error();
  if (auto done = read_price(config, "native_price", 1'000'000, fees.native_price); !done)
    return done.error();
  if (auto done = read_part(config, "ratio_numerator", fees.ratio_numerator); !done)
    return done.error();
  if (auto done = read_part(config, "ratio_denominator", fees.ratio_denominator); !done)
    return done.error();
  return fees;
}

}  // namespace

Expected<sdk::Fees> parse_fees(std::string_view config_json) {
  json::error_code failed;
  const json::value config =
      json::parse(json::string_view(config_json.data(), config_json.size()), failed);
  if (failed || !config.is_object())
    return Failure(Status::invalid_argument, "config: expected a JSON object, found " +
                                                 std::string(config_json.substr(0, 80)));
  return fees_of(config.get_object());
}

}  // namespace dovetail::plugins::fixed
