#include "plugins/da/rollup/rollup.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>

#include "sdk/crypto/keccak.hpp"

namespace dovetail::plugins::rollup {
namespace {

namespace json = boost::json;

constexpr uint8_t kReceiptVersion = 1;
constexpr size_t kReceiptSize = 1 + 32 + 8;
constexpr uint32_t kRollupStream = 0;

Failure invalid(std::string text) {
  return {Status::invalid_argument, std::move(text)};
}

Expected<void> check_transport(const json::object& config) {
  const json::value* transport = config.if_contains("transport");
  if (transport == nullptr || *transport == "calldata") return {};
  if (*transport == "blob")
    return invalid(
        "config.transport: expected calldata, found blob, which this version does not have; "
        "set transport: calldata");
  return invalid("config.transport: expected calldata, found something else");
}

}  // namespace

Expected<Config> parse_config(std::string_view text) {
  json::error_code error;
  const json::value value = json::parse({text.data(), text.size()}, error);
  if (error || !value.is_object()) return invalid("config: expected a JSON object");
  const json::object& object = value.get_object();
  if (auto done = check_transport(object); !done) return done.error();
  Config out;
  if (const json::value* size = object.if_contains("size_max")) {
    out.size_max = size->to_number<uint64_t>(error);
    if (error || out.size_max == 0 || out.size_max > kSizeMax)
      return invalid("config.size_max: expected 1 to " + std::to_string(kSizeMax) +
                     " bytes, which is what an L1 transaction can carry");
  }
  return out;
}

Hash256 commitment_of(ByteView posted) {
  uint8_t preimage[97] = {};
  const Hash256 hash = keccak256(posted);
  std::copy(hash.begin(), hash.end(), preimage + 32);
  preimage[64] = 1;
  return keccak256(preimage);
}

Expected<sdk::DaReceipt> publish(const Config& config, const sdk::DaBatch& batch) {
  if (batch.streams.size() != 1 || batch.streams[0].id != kRollupStream)
    return invalid("expected one stream with id 0 (rollup), found " +
                   std::to_string(batch.streams.size()) +
                   " streams; porter streams need da/porter");
  const ByteView posted = batch.streams[0].bytes;
  if (posted.size() > config.size_max)
    return Failure(Status::resource_exhausted,
                   "expected at most " + std::to_string(config.size_max) + " bytes, found " +
                       std::to_string(posted.size()) + "; seal smaller batches or raise size_max");
  sdk::DaReceipt out;
  out.commitment = commitment_of(posted);
  out.l1_input = to_bytes(posted);
  out.receipt.resize(kReceiptSize);
  out.receipt[0] = kReceiptVersion;
  std::copy(out.commitment.begin(), out.commitment.end(), out.receipt.begin() + 1);
  store_be64(out.receipt.data() + 33, posted.size());
  return out;
}

Expected<void> check_receipt(ByteView receipt) {
  const bool shaped = receipt.size() == kReceiptSize && receipt[0] == kReceiptVersion;
  if (shaped && load_be64(receipt.data() + 33) <= kSizeMax) return {};
  return Failure(Status::corrupt, "expected a receipt of da/rollup (41 bytes, version 1), found " +
                                      std::to_string(receipt.size()) + " other bytes");
}

}  // namespace dovetail::plugins::rollup
