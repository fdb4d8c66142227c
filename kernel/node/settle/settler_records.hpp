#pragma once
// The names under which the settler keeps what it knows of L1.

namespace dovetail::node {

inline constexpr const char* kIdentityRecord = "l1/identity";
inline constexpr const char* kContractsRecord = "l1/contracts";
inline constexpr const char* kDaIntentRecord = "settle/da_validator";

}  // namespace dovetail::node
