#include "sdk/cpp/kinds/fee_oracle.hpp"

namespace dovetail::sdk {
namespace {

dovetail_status sample(dovetail_instance* handle, dovetail_fees* fees,
                       const dovetail_cancel* cancel, dovetail_error* error) noexcept {
  auto& self = instance_of<FeeOracle>(handle);
  return self.worker("sample", error, [&]() -> Expected<void> {
    auto sampled = self.sample(cancel);
    if (!sampled) return sampled.error();
    store(fees, to_abi(*sampled));
    return {};
  });
}

constexpr dovetail_fee_oracle_v1 kTable = {sizeof kTable, sample};

}  // namespace

const void* FeeOracle::kind_interface(std::string_view id) {
  return id == DOVETAIL_FEE_ORACLE_ID ? &kTable : nullptr;
}

}  // namespace dovetail::sdk
