#include "sdk/cpp/calls/fee_oracle.hpp"

#include "sdk/cpp/calls/checked.hpp"

namespace dovetail::sdk {

Expected<Fees> FeeOracleCalls::sample(Cancel cancel) const {
  auto out = sized<dovetail_fees>();
  auto done = checked("fee_oracle.sample", table_, &Table::sample, [&](auto sample, auto* error) {
    return sample(instance_, &out, cancel.raw(), error);
  });
  if (!done) return done.error();
  if (out.ratio_numerator == 0 || out.ratio_denominator == 0)
    return Failure(Status::internal,
                   "fee_oracle.sample: expected a base token ratio without zeros, found " +
                       std::to_string(out.ratio_numerator) + "/" +
                       std::to_string(out.ratio_denominator) +
                       "; report it to the plugin's author");
  return from_abi(out);
}

}  // namespace dovetail::sdk
