#include "plugins/da/validium/validium.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>

#include "sdk/crypto/keccak.hpp"

namespace dovetail::plugins::validium {
namespace {

namespace json = boost::json;

constexpr uint8_t kReceiptVersion = 1;
constexpr size_t kReceiptSize = 1 + 8 + 8 + 32;
constexpr uint32_t kRollupStream = 0;
constexpr uint64_t kSizeMaxMax = uint64_t{1} << 30;

Failure invalid(std::string text) {
  return {Status::invalid_argument, std::move(text)};
}

struct Receipt {
  uint64_t batch_number = 0;
  uint64_t size = 0;
  Hash256 hash;
};

Bytes encode(const Receipt& receipt) {
  Bytes out(kReceiptSize);
  out[0] = kReceiptVersion;
  store_be64(out.data() + 1, receipt.batch_number);
  store_be64(out.data() + 9, receipt.size);
  std::copy(receipt.hash.begin(), receipt.hash.end(), out.begin() + 17);
  return out;
}

Expected<Receipt> decode(ByteView bytes) {
  if (bytes.size() != kReceiptSize || bytes[0] != kReceiptVersion ||
      load_be64(bytes.data() + 9) > kSizeMaxMax)
    return Failure(Status::corrupt,
                   "expected a receipt of da/validium (49 bytes, version 1), found " +
                       std::to_string(bytes.size()) + " other bytes");
  return Receipt{load_be64(bytes.data() + 1), load_be64(bytes.data() + 9),
                 Hash256::from(bytes.subspan(17))};
}

std::string name_of(const Receipt& receipt) {
  return std::to_string(receipt.batch_number) + "-" + to_hex(receipt.hash.view()).substr(2) +
         ".pubdata";
}

Expected<Bytes> read(const Store& store, const Receipt& receipt) {
  auto bytes = store.get(name_of(receipt), receipt.size);
  if (!bytes) return Failure(bytes.error().status, bytes.error().text + "; restore it");
  if (keccak256(*bytes) == receipt.hash) return bytes;
  return Failure(Status::corrupt,
                 name_of(receipt) + ": expected the bytes of this hash, found others; restore it");
}

}  // namespace

Expected<Config> parse_config(std::string_view text) {
  json::error_code error;
  const json::value value = json::parse({text.data(), text.size()}, error);
  if (error || !value.is_object()) return invalid("config: expected a JSON object");
  const json::object& object = value.get_object();
  Config out;
  if (const json::value* directory = object.if_contains("directory")) {
    if (!directory->is_string()) return invalid("config.directory: expected a path, found none");
    out.directory.assign(directory->get_string().data(), directory->get_string().size());
  }
  if (const json::value* size = object.if_contains("size_max")) {
    out.size_max = size->to_number<uint64_t>(error);
    if (error || out.size_max == 0 || out.size_max > kSizeMaxMax)
      return invalid("config.size_max: expected 1 to " + std::to_string(kSizeMaxMax) + " bytes");
  }
  return out;
}

Expected<void> Validium::probe() const {
  const std::string name = "probe";
  const Bytes bytes = {1, 2, 3};
  if (auto put = store_->put(name, bytes); !put) return put;
  auto got = store_->get(name, bytes.size());
  if (!got) return got.error();
  if (*got != bytes) return Failure(Status::corrupt, "expected what was stored, found other bytes");
  return store_->remove(name);
}

Expected<sdk::DaReceipt> Validium::publish(const sdk::DaBatch& batch) const {
  if (batch.streams.size() != 1 || batch.streams[0].id != kRollupStream)
    return invalid("expected one stream with id 0 (rollup), found " +
                   std::to_string(batch.streams.size()) +
                   " streams; porter streams need da/porter");
  const ByteView bytes = batch.streams[0].bytes;
  if (bytes.size() > size_max_)
    return Failure(Status::resource_exhausted, "expected at most " + std::to_string(size_max_) +
                                                   " bytes, found " + std::to_string(bytes.size()) +
                                                   "; seal smaller batches or raise size_max");
  const Receipt receipt{batch.batch_number, bytes.size(), keccak256(bytes)};
  if (auto stored = store_->put(name_of(receipt), bytes); !stored) return stored.error();
  sdk::DaReceipt out;
  out.l1_input = to_bytes(receipt.hash.view());
  out.receipt = encode(receipt);
  return out;
}

Expected<Bytes> Validium::retrieve(ByteView bytes, uint32_t stream) const {
  auto receipt = decode(bytes);
  if (!receipt) return receipt.error();
  if (stream != kRollupStream)
    return Failure(Status::not_found, "expected stream 0, found " + std::to_string(stream));
  return read(*store_, *receipt);
}

Expected<sdk::DaState> Validium::status(ByteView bytes) const {
  auto receipt = decode(bytes);
  if (!receipt) return receipt.error();
  auto found = read(*store_, *receipt);
  if (found) return sdk::DaState::available;
  const Status why = found.error().status;
  if (why == Status::not_found || why == Status::corrupt) return sdk::DaState::lost;
  return found.error();
}

}  // namespace dovetail::plugins::validium
