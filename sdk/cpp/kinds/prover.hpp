#pragma once
// Kind prover: proves a program on an input tape. Contract: sdk/abi/prover.h.

#include <memory>

#include "sdk/abi/prover.h"
#include "sdk/cpp/instance.hpp"

namespace dovetail::sdk {

/// How a job reports. A copy; may outlive submit, and is used from any thread until done.
class ProverEvents {
 public:
  explicit ProverEvents(const dovetail_prover_events& raw) : raw_(raw) {}

  void progress(uint64_t done_units, uint64_t total_units) const;
  /// Ends the job with a proof or a failure. Called exactly once, never inside submit, never after
  /// destroy.
  void done(Expected<Bytes> proof) const;

 private:
  dovetail_prover_events raw_;
};

class Prover : public Instance {
 public:
  /// [any]
  virtual ProverLimits limits() = 0;
  /// @param program_elf  a static rv32im ELF file.  @return the verifying key. May take minutes.
  /// [worker]
  virtual Expected<Bytes> setup(ByteView program_elf, Cancel cancel) = 0;
  /// Copies what job points at and returns a job id at once. Fails with resource_exhausted when
  /// jobs_max are under way; an idempotency key under way gives the same id. [worker]
  virtual Expected<uint64_t> submit(const ProverJob& job, ProverEvents events) = 0;
  /// The job ends soon with cancelled; done is still called. Unknown ids are not_found. [any]
  virtual Expected<void> cancel(uint64_t job_id) = 0;
  /// Succeeds only if the proof shows that the program with this key ends with this output.
  /// [worker]
  virtual Expected<void> verify(ByteView verifying_key, ByteView expected_output,
                                ByteView proof) = 0;

  const void* kind_interface(std::string_view id) override;
};

}  // namespace dovetail::sdk
