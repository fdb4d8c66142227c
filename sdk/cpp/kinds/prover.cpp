#include "sdk/cpp/kinds/prover.hpp"

#include "sdk/cpp/kinds/give.hpp"

namespace dovetail::sdk {
namespace {

void limits(dovetail_instance* handle, dovetail_prover_limits* out) noexcept {
  auto& self = instance_of<Prover>(handle);
  self.worker("limits", nullptr, [&]() -> Expected<void> {
    store(out, to_abi(self.limits()));
    return {};
  });
}

dovetail_status setup(dovetail_instance* handle, dovetail_view program_elf,
                      dovetail_buffer* verifying_key, const dovetail_cancel* cancel,
                      dovetail_error* error) noexcept {
  auto& self = instance_of<Prover>(handle);
  return self.worker("setup", error, [&] {
    return give(self.setup(from_abi(program_elf), cancel), verifying_key);
  });
}

dovetail_status submit(dovetail_instance* handle, const dovetail_prover_job* job,
                       const dovetail_prover_events* events, uint64_t* job_id,
                       dovetail_error* error) noexcept {
  auto& self = instance_of<Prover>(handle);
  return self.worker("submit", error, [&]() -> Expected<void> {
    auto given = take("submit", job);
    if (!given) return given.error();
    auto reports = take("submit", events);
    if (!reports) return reports.error();
    auto id = self.submit(from_abi(*given), ProverEvents(*reports));
    if (!id) return id.error();
    *job_id = *id;
    return {};
  });
}

dovetail_status cancel(dovetail_instance* handle, uint64_t job_id, dovetail_error* error) noexcept {
  auto& self = instance_of<Prover>(handle);
  return self.worker("cancel", error, [&] { return self.cancel(job_id); });
}

dovetail_status verify(dovetail_instance* handle, dovetail_view verifying_key,
                       dovetail_view expected_output, dovetail_view proof,
                       dovetail_error* error) noexcept {
  auto& self = instance_of<Prover>(handle);
  return self.worker("verify", error, [&] {
    return self.verify(from_abi(verifying_key), from_abi(expected_output), from_abi(proof));
  });
}

constexpr dovetail_prover_v1 kTable = {sizeof kTable, limits, setup, submit, cancel, verify};

}  // namespace

void ProverEvents::progress(uint64_t done_units, uint64_t total_units) const {
  if (raw_.progress != nullptr) raw_.progress(raw_.context, done_units, total_units);
}

void ProverEvents::done(Expected<Bytes> proof) const {
  auto error = sized<dovetail_error>();
  dovetail_buffer bytes{};
  if (proof) {
    bytes = make_buffer(*std::move(proof));
    raw_.done(raw_.context, DOVETAIL_OK, &bytes, &error);
    return;
  }
  const dovetail_status status = fail(&error, proof.error());
  raw_.done(raw_.context, status, &bytes, &error);
}

const void* Prover::kind_interface(std::string_view id) {
  return id == DOVETAIL_PROVER_ID ? &kTable : nullptr;
}

}  // namespace dovetail::sdk
