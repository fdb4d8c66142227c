#include "plugins/l1/ethereum/revert.hpp"

#include <algorithm>

#include "sdk/base/hex.hpp"

namespace dovetail::plugins::ethereum {
namespace {

constexpr auto kErrorSelector = fixed_hex<4>("08c379a0");
constexpr auto kPanicSelector = fixed_hex<4>("4e487b71");
constexpr size_t kWord = 32;

Bytes data_in_text(std::string_view text) {
  const size_t at = text.find("0x");
  if (at == std::string_view::npos) return {};
  auto bytes = from_hex(text.substr(at));
  return bytes ? std::move(*bytes) : Bytes();
}

bool starts_with(ByteView data, const FixedBytes<4>& selector) {
  return data.size() >= 4 && equal(data.first(4), selector.view());
}

/// The only argument of Error, after its selector; false if it is malformed.
bool decode_string(ByteView arguments, std::string& out) {
  if (arguments.size() < 2 * kWord || U256::from_be(arguments.first(kWord)) != U256(kWord))
    return false;
  const U256 size = U256::from_be(arguments.subspan(kWord, kWord));
  if (size > U256(arguments.size() - 2 * kWord)) return false;
  out = text_of(arguments.subspan(2 * kWord, size.low_u64()));
  return true;
}

}  // namespace

Bytes revert_data(const RpcError& error) {
  const json::value* data = &error.data;
  if (const json::object* object = data->if_object()) data = object->if_contains("data");
  if (data == nullptr || !data->is_string()) return {};
  return data_in_text({data->get_string().data(), data->get_string().size()});
}

std::string revert_reason(ByteView data) {
  if (data.empty()) return "";
  std::string text;
  if (starts_with(data, kErrorSelector) && decode_string(data.subspan(4), text)) return text;
  if (starts_with(data, kPanicSelector) && data.size() == 4 + kWord)
    return "panic " + to_quantity(U256::from_be(data.subspan(4)));
  return "custom error " + to_hex(data.first(std::min<size_t>(data.size(), 4)));
}

}  // namespace dovetail::plugins::ethereum
