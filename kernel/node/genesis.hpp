#pragma once
// Block 0 and batch 0: what a chain starts from. Everything here follows from the settings of
// reload class `genesis` alone.

#include "kernel/host/config/settings.hpp"
#include "kernel/state/database.hpp"

namespace dovetail::node {

struct Genesis {
  state::Identity
      identity;  ///< chain id and the hash of block 0: what a data directory is bound to
  state::BlockCommit block;
};

/// @param chain  its prefunded accounts become the state of block 0.
Genesis make_genesis(const config::ChainSettings& chain);

/// Opens the data directory of a chain, writing block 0 and batch 0 into a new one.
Expected<std::unique_ptr<state::Database>> open_chain(const std::filesystem::path& directory,
                                                      const config::ChainSettings& chain);

/// Of block 0: 2024-01-01, a day in the past of every chain, the same for all.
inline constexpr uint64_t kGenesisTimestamp = 1'704'067'200;
/// Of block 0, which has no transaction: a figure for who reads it as any other block.
inline constexpr uint64_t kGenesisGasLimit = 100'000'000;
/// What each development account owns: 10,000 ETH, as anvil gives.
U256 development_balance();

}  // namespace dovetail::node
