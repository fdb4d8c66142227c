#include "plugins/fee_oracle/l1_gas/prices.hpp"

#include <boost/json/parse.hpp>

namespace dovetail::plugins::l1_gas {
namespace {

namespace json = boost::json;

constexpr unsigned kFeeBitsMax = 128;

Failure bad(const std::string& key, const std::string& expected) {
  return {Status::invalid_argument, "config." + key + ": expected " + expected};
}

/// Reads optional members, and remembers the first that is wrong.
class Reader {
 public:
  explicit Reader(const json::object& object) : object_(object) {}

  template <class T>
  void number(const char* key, uint64_t min, uint64_t max, T& out) {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr || wrong_) return;
    json::error_code error;
    const auto number = value->to_number<uint64_t>(error);
    if (error || number < min || number > max)
      wrong_ =
          bad(key, "a whole number from " + std::to_string(min) + " to " + std::to_string(max));
    else
      out = static_cast<T>(number);
  }

  /// A whole number, or decimal digits in quotes.
  void wei(const char* key, U256& out) {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr || wrong_) return;
    const json::string* digits = value->if_string();
    if (digits == nullptr) {
      uint64_t small = 0;
      number(key, 0, ~uint64_t{0}, small);
      if (!wrong_) out = small;
      return;
    }
    const std::string_view text(digits->data(), digits->size());
    auto parsed = parse_u256(text);
    if (text.starts_with("0x") || !parsed || bit_width(*parsed) > kFeeBitsMax)
      wrong_ = bad(key, "decimal digits below 2^128");
    else
      out = *parsed;
  }

  const std::optional<Failure>& wrong() const { return wrong_; }

 private:
  const json::object& object_;
  std::optional<Failure> wrong_;
};

U256 scaled(const U256& fee, uint32_t percent) {
  return divide(fee * U256(percent) + U256(99), 100).quotient;  // rounded up
}

}  // namespace

Expected<Config> parse_config(std::string_view text) {
  json::error_code error;
  const json::value value = json::parse({text.data(), text.size()}, error);
  if (error || !value.is_object())
    return Failure(Status::invalid_argument, "config: expected a JSON object");
  Config out;
  Reader reader(value.get_object());
  reader.number("poll_ms", 100, 600'000, out.poll_ms);
  reader.number("blocks", 1, 1'024, out.blocks);
  reader.number("pubdata_gas_per_byte", 0, 10'000, out.pubdata_gas_per_byte);
  reader.number("multiplier_percent", 1, 10'000, out.multiplier_percent);
  reader.wei("native_price", out.native_price);
  reader.number("ratio_numerator", 1, ~uint64_t{0}, out.ratio_numerator);
  reader.number("ratio_denominator", 1, ~uint64_t{0}, out.ratio_denominator);
  if (reader.wrong()) return *reader.wrong();
  return out;
}

Expected<sdk::Fees> price(const Config& config, const sdk::L1Fees& l1, uint64_t block) {
  if (bit_width(l1.base_fee_median) > kFeeBitsMax || bit_width(l1.blob_base_fee_next) > kFeeBitsMax)
    return Failure(Status::corrupt, "expected L1 fees below 2^128 wei, found larger ones");
  sdk::Fees out;
  out.l1_base_fee = scaled(l1.base_fee_median, config.multiplier_percent);
  out.l1_blob_fee = scaled(l1.blob_base_fee_next, config.multiplier_percent);
  out.pubdata_price = out.l1_base_fee * U256(config.pubdata_gas_per_byte);
  out.native_price = config.native_price;
  out.ratio_numerator = config.ratio_numerator;
  out.ratio_denominator = config.ratio_denominator;
  out.source = "l1 block " + std::to_string(block);
  return out;
}

}  // namespace dovetail::plugins::l1_gas
