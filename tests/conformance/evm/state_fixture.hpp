#pragma once
// The official Ethereum state tests (EEST, "state_test" format): a pre-state, one transaction, and
// for each fork the whole post-state, the hash of the logs, or the reason for which the transaction
// must be refused.

#include <boost/json/value.hpp>
#include <map>
#include <string>
#include <vector>

#include "kernel/zkevm/block/execute.hpp"

namespace dovetail::zkevm::conformance {

struct FixtureAccount {
  Account account;
  std::vector<uint8_t> code;
  std::map<U256, U256> storage;  ///< without zeros
};
using World = std::map<Address, FixtureAccount>;

struct StateFixture {
  std::string name;
  BlockEnv block;  ///< without hashes
  World pre, post;
  std::vector<uint8_t> raw_transaction;
  Address sender;
  Hash256 logs_hash;
  Hash256 state_root;
  std::string expected_error;  ///< names joined by '|'; empty if the transaction is valid
};

/// @return every case of a file for the forks that the EVM knows.  Throws std::exception on a file
/// of another shape.
std::vector<StateFixture> read_state_fixtures(const std::string& path);

}  // namespace dovetail::zkevm::conformance
