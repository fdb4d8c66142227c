#include "sdk/cpp/convert/fields.hpp"

namespace dovetail::sdk {

dovetail_prover_limits to_abi(const ProverLimits& value) {
  auto out = sized<dovetail_prover_limits>();
  out.jobs_max = value.jobs_max;
  out.memory_bytes = value.memory_bytes;
  out.cycles_max = value.cycles_max;
  out.security_bits = value.security_bits;
  out.profile = value.profile;
  return out;
}
ProverLimits from_abi(const dovetail_prover_limits& value) {
  return {value.jobs_max, value.memory_bytes, value.cycles_max, value.security_bits, value.profile};
}

dovetail_prover_job to_abi(const ProverJob& value) {
  auto out = sized<dovetail_prover_job>();
  put(out.idempotency_key, value.idempotency_key);
  out.verifying_key = to_abi(value.verifying_key);
  out.input_tape = to_abi(value.input_tape);
  out.expected_output = to_abi(value.expected_output);
  return out;
}
ProverJob from_abi(const dovetail_prover_job& value) {
  return {Hash256::from(value.idempotency_key), from_abi(value.verifying_key),
          from_abi(value.input_tape), from_abi(value.expected_output)};
}

}  // namespace dovetail::sdk
