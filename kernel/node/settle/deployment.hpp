#pragma once
// Putting a chain's contracts on L1: four transactions, each a saved intent, so that an interrupted
// deployment goes on where it was and never deploys a contract twice.

#include <filesystem>

#include "kernel/host/config/settings.hpp"
#include "kernel/node/settle/l1_sender.hpp"

namespace dovetail::node {

/// The creation code of each contract, from the artifacts that the build made.
struct Artifacts {
  Bytes rollup_validator, validium_validator, bridgehub;
  uint64_t chain_size = 0;  ///< of ZKChain's creation code, bytes: for the estimate

  /// @param folder  holds Bridgehub.json, ZKChain.json, …  Fails with not_found or corrupt, naming
  /// the file.
  static Expected<Artifacts> load(const std::filesystem::path& folder);
};

struct DeploymentPlan {
  uint64_t chain_id = 0;  ///< of the L2 chain
  Hash256 genesis_state;  ///< state commitment of batch 0
  std::string
      da_validator;  ///< "RollupDAValidator" or "ValidiumDAValidator": the chain's first one
};

/// Where intents are kept: by name, durable when put returns.
struct RecordStore {
  std::function<Expected<void>(const std::string& name, Bytes value)> put;
  std::function<Expected<Bytes>(const std::string& name)> get;  ///< not_found if absent
};

struct DeploymentProgress {
  bool done = false;
  std::string text;             ///< "2 of 4, Bridgehub: sent as 0x…"
  config::Contracts contracts;  ///< complete once done
};

class Deployment {
 public:
  Deployment(DeploymentPlan plan, Artifacts artifacts, const SigningKey& key, RecordStore records)
      : plan_(std::move(plan)),
        artifacts_(std::move(artifacts)),
        key_(key),
        records_(std::move(records)) {}

  /// Takes the deployment one step on. Fails with conflict if a contract refuses, unavailable if L1
  /// does not answer.
  Expected<DeploymentProgress> advance(const sdk::L1Calls& l1, const L1Sender& sender,
                                       uint64_t now_s);

  /// @return what all four transactions cost, gas: an upper bound.
  uint64_t estimate_gas() const;

  /// Looks for a Bridgehub of this key that has this chain already: what a lost data directory
  /// leaves behind.
  /// @return its address and the chain's, if there is one.
  Expected<std::optional<std::pair<Address, Address>>> find_earlier(const sdk::L1Calls& l1,
                                                                    sdk::Cancel cancel = {}) const;

 private:
  struct Step {
    const char* name;
    Intent intent;
  };
  Step step(size_t index, const config::Contracts& so_far) const;
  Expected<void> note(size_t index, const SendProgress& progress, const sdk::L1Calls& l1,
                      sdk::Cancel cancel, config::Contracts& out) const;
  Expected<Address> chain_of(const Address& bridgehub, const sdk::L1Calls& l1,
                             sdk::Cancel cancel) const;

  DeploymentPlan plan_;
  Artifacts artifacts_;
  const SigningKey& key_;
  RecordStore records_;
};

Bytes encode_contracts(const config::Contracts& contracts);
Expected<config::Contracts> decode_contracts(ByteView bytes);

}  // namespace dovetail::node
