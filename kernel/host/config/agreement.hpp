#pragma once
// What several keys must agree upon, which no row of the table can say alone.

#include "kernel/host/config/document.hpp"

namespace dovetail::config {

/// Checks an effective tree (effective.hpp), whose keys may be missing or wrong; adds the one
/// default that depends on another key: chain.fee_collector of a development chain.
void check_agreement(Node& effective, Diagnostics& diagnostics);

/// Development account 9, who collects the fees of a chain with development accounts.
inline constexpr std::string_view kDevelopmentFeeCollector =
    "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720";

}  // namespace dovetail::config
