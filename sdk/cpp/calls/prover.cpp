#include "sdk/cpp/calls/prover.hpp"

#include <memory>

#include "sdk/cpp/calls/checked.hpp"

namespace dovetail::sdk {
namespace {

void on_progress(void* context, uint64_t done_units, uint64_t total_units) {
  const auto* reports = static_cast<const ProverReports*>(context);
  if (reports->progress) reports->progress(done_units, total_units);
}

Expected<Bytes> outcome(dovetail_status status, dovetail_buffer* proof,
                        const dovetail_error* error) {
  Buffer bytes;
  if (proof != nullptr) {
    bytes.adopt(*proof);
    *proof = {};
  }
  if (status == DOVETAIL_OK) return bytes.take();
  return failure_of("prover.done", status, load(error));
}

void on_done(void* context, dovetail_status status, dovetail_buffer* proof,
             const dovetail_error* error) {
  const std::unique_ptr<ProverReports> reports(static_cast<ProverReports*>(context));
  if (reports->done) reports->done(outcome(status, proof, error));
}

}  // namespace

Expected<ProverLimits> ProverCalls::limits() const {
  auto out = sized<dovetail_prover_limits>();
  auto done = checked("prover.limits", table_, &Table::limits, [&](auto limits, auto*) {
    limits(instance_, &out);
    return DOVETAIL_OK;
  });
  if (!done) return done.error();
  return from_abi(out);
}

Expected<Bytes> ProverCalls::setup(ByteView program_elf, Cancel cancel) const {
  Buffer out;
  auto done = checked("prover.setup", table_, &Table::setup, [&](auto setup, auto* error) {
    return setup(instance_, to_abi(program_elf), out.out(), cancel.raw(), error);
  });
  if (!done) return done.error();
  return out.take();
}

Expected<uint64_t> ProverCalls::submit(const ProverJob& job, ProverReports reports) const {
  const dovetail_prover_job raw = to_abi(job);
  auto kept = std::make_unique<ProverReports>(std::move(reports));
  auto events = sized<dovetail_prover_events>();
  events.context = kept.get();
  events.progress = on_progress;
  events.done = on_done;
  uint64_t job_id = 0;
  auto done = checked("prover.submit", table_, &Table::submit, [&](auto submit, auto* error) {
    return submit(instance_, &raw, &events, &job_id, error);
  });
  if (!done) return done.error();
  kept.release();
  return job_id;  // NOLINT(clang-analyzer-cplusplus.NewDeleteLeaks): the job owns it until done
}

Expected<void> ProverCalls::cancel(uint64_t job_id) const {
  return checked("prover.cancel", table_, &Table::cancel,
                 [&](auto cancel, auto* error) { return cancel(instance_, job_id, error); });
}

Expected<void> ProverCalls::verify(ByteView verifying_key, ByteView expected_output,
                                   ByteView proof) const {
  return checked("prover.verify", table_, &Table::verify, [&](auto verify, auto* error) {
    return verify(instance_, to_abi(verifying_key), to_abi(expected_output), to_abi(proof), error);
  });
}

}  // namespace dovetail::sdk
