#pragma once
// Validium: the pubdata stays with the operator; L1 is shown its hash (scheme 1).
//
// daCommitment is zero and operatorDAInput exactly 32 bytes, keccak256(pubdata), which L1 records
// and does not check (plugins/l1/contracts/src/ValidiumDAValidator.sol). The bytes lie in a store,
// each batch under <batch>-<keccak256>.pubdata: equal names have equal bytes, so that publishing
// again changes nothing. Users trust the operator to keep and to serve them: back them up.

#include <memory>

#include "plugins/da/validium/store.hpp"
#include "sdk/cpp/types.hpp"

namespace dovetail::plugins::validium {

inline constexpr uint32_t kScheme = 1;
inline constexpr const char* kL1Validator = "ValidiumDAValidator";

struct Config {
  std::string directory;          ///< empty: the host's store
  uint64_t size_max = 1'048'576;  ///< bytes of a batch
};

/// Fails with invalid_argument, naming the key.
Expected<Config> parse_config(std::string_view json);

class Validium {
 public:
  Validium(std::unique_ptr<Store> store, uint64_t size_max)
      : store_(std::move(store)), size_max_(size_max) {}

  /// Checks that the store takes, gives and removes bytes.
  Expected<void> probe() const;
  uint64_t size_max() const { return size_max_; }
  /// The bytes are durable when it returns; again with equal bytes, it changes nothing. The receipt
  /// is 1 | batch number u64 | size u64 | keccak256 32, big endian. Fails with invalid_argument
  /// unless there is one stream, the rollup's; with resource_exhausted if it is too large or the
  /// disk is full.
  Expected<sdk::DaReceipt> publish(const sdk::DaBatch& batch) const;
  /// Fails with not_found if they are gone, with corrupt if they or the receipt are damaged.
  Expected<Bytes> retrieve(ByteView receipt, uint32_t stream) const;
  /// lost: the bytes are gone or damaged.
  Expected<sdk::DaState> status(ByteView receipt) const;

 private:
  std::unique_ptr<Store> store_;
  uint64_t size_max_;
};

}  // namespace dovetail::plugins::validium
