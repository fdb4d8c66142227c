#pragma once
// Calls of kind prover. Contracts: sdk/abi/prover.h.

#include <functional>

#include "sdk/abi/prover.h"
#include "sdk/cpp/cancel.hpp"
#include "sdk/cpp/types.hpp"

namespace dovetail::sdk {

/// What becomes of a job. Both may be called from any thread of the plugin; neither may throw.
struct ProverReports {
  std::function<void(uint64_t done_units, uint64_t total_units)> progress;
  std::function<void(Expected<Bytes> proof)> done;  ///< once
};

class ProverCalls {
 public:
  using Table = dovetail_prover_v1;
  static constexpr const char* kId = DOVETAIL_PROVER_ID;
  ProverCalls(const Table* table, dovetail_instance* instance)
      : table_(table), instance_(instance) {}

  Expected<ProverLimits> limits() const;
  /// @return the verifying key. May take minutes.
  Expected<Bytes> setup(ByteView program_elf, Cancel cancel = {}) const;
  /// @return the job's id. If it fails, reports.done is not called. The reports are kept until
  /// done.
  Expected<uint64_t> submit(const ProverJob& job, ProverReports reports) const;
  Expected<void> cancel(uint64_t job_id) const;
  Expected<void> verify(ByteView verifying_key, ByteView expected_output, ByteView proof) const;

 private:
  const Table* table_;
  dovetail_instance* instance_;
};

}  // namespace dovetail::sdk
