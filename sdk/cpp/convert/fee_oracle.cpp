#include "sdk/cpp/convert/fields.hpp"

namespace dovetail::sdk {

dovetail_fees to_abi(const Fees& value) {
  auto out = sized<dovetail_fees>();
  out.l1_base_fee = to_abi(value.l1_base_fee);
  out.l1_blob_fee = to_abi(value.l1_blob_fee);
  out.pubdata_price = to_abi(value.pubdata_price);
  out.native_price = to_abi(value.native_price);
  out.ratio_numerator = value.ratio_numerator;
  out.ratio_denominator = value.ratio_denominator;
  out.age_ms = value.age_ms;
  put(out.source, value.source);
  return out;
}

Fees from_abi(const dovetail_fees& value) {
  return {.l1_base_fee = from_abi(value.l1_base_fee),
          .l1_blob_fee = from_abi(value.l1_blob_fee),
          .pubdata_price = from_abi(value.pubdata_price),
          .native_price = from_abi(value.native_price),
          .ratio_numerator = value.ratio_numerator,
          .ratio_denominator = value.ratio_denominator,
          .age_ms = value.age_ms,
          .source = text_of_array(value.source)};
}

}  // namespace dovetail::sdk
