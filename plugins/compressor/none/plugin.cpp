// The entry of compressor/none.

#include "sdk/cpp/plugin.hpp"
#include "plugins/compressor/none/none.hpp"

namespace dovetail::plugins::none {
namespace {

class None : public sdk::Compressor {
 public:
  None() : Compressor(kCodecId) {}

  static Expected<std::unique_ptr<None>> create(sdk::Host, sdk::CreateArgs) {
    return std::make_unique<None>();
  }

  Expected<Bytes> encode(ByteView canonical, uint64_t size_max) override {
    return copy(canonical, size_max);
  }
  Expected<Bytes> decode(ByteView encoded, uint64_t size_max) override {
    return copy(encoded, size_max);
  }

  Expected<void> self_test() override {
    const Bytes bytes = {0, 1, 2, 255};
    auto again = copy(bytes, bytes.size());
    if (again && *again == bytes) return {};
    return Failure(Status::internal, "expected a copy of four bytes, found other bytes");
  }
};

}  // namespace
}  // namespace dovetail::plugins::none

DOVETAIL_PLUGIN(dovetail::plugins::none::None)
