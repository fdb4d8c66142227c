#pragma once
// The kinds of plugin: names, interface ids and interface types. A new kind is one row here and one
// header in sdk/abi.

#include <array>
#include <cstdint>
#include <string_view>

#include "sdk/abi/bridge.h"
#include "sdk/abi/compressor.h"
#include "sdk/abi/da.h"
#include "sdk/abi/fee_oracle.h"
#include "sdk/abi/l1.h"
#include "sdk/abi/prover.h"
#include "sdk/cpp/error.hpp"

namespace dovetail::plugin {

enum class Kind : uint8_t { l1, da, compressor, prover, fee_oracle, bridge };

inline constexpr size_t kKindsCount = 6;
inline constexpr std::array<Kind, kKindsCount> kKinds = {
    Kind::l1, Kind::da, Kind::compressor, Kind::prover, Kind::fee_oracle, Kind::bridge};

/// @return the name in YAML, in ids and in metrics: "fee_oracle".
std::string_view kind_name(Kind kind);
/// Fails with invalid_argument, listing the kinds.
Expected<Kind> parse_kind(std::string_view name);
/// @return the id of the interface that a plugin of this kind must offer: "dovetail.fee_oracle/1".
std::string_view interface_id(Kind kind);
/// @return sizeof the interface struct, version 1. Its slots are function pointers from byte 8 on.
size_t interface_size(Kind kind);

/// The kind whose interface is V: kKindOf<dovetail_da_v1> == Kind::da.
template <class V>
inline constexpr Kind kKindOf = [] {
  static_assert(sizeof(V) == 0, "V must be an interface struct of sdk/abi, as dovetail_da_v1");
  return Kind::l1;
}();
template <>
inline constexpr Kind kKindOf<dovetail_l1_v1> = Kind::l1;
template <>
inline constexpr Kind kKindOf<dovetail_da_v1> = Kind::da;
template <>
inline constexpr Kind kKindOf<dovetail_compressor_v1> = Kind::compressor;
template <>
inline constexpr Kind kKindOf<dovetail_prover_v1> = Kind::prover;
template <>
inline constexpr Kind kKindOf<dovetail_fee_oracle_v1> = Kind::fee_oracle;
template <>
inline constexpr Kind kKindOf<dovetail_bridge_v1> = Kind::bridge;

}  // namespace dovetail::plugin
