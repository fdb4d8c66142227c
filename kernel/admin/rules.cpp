#include "kernel/admin/rules.hpp"

#include <chrono>
#include <thread>

#include "kernel/admin/choices.hpp"
#include "kernel/node/fees/fee_source.hpp"
#include "kernel/node/settle/settler.hpp"
#include "sdk/cpp/calls.hpp"

namespace dovetail::admin {
namespace {

using plugin::Candidate;
using plugin::Kind;

/// How long a fee oracle may take for its first sample.
constexpr auto kFirstSampleWithin = std::chrono::seconds(10);
constexpr auto kSampleAgain = std::chrono::milliseconds(200);
/// The codec that this version's zkEVM decodes.
constexpr uint32_t kCodecNone = 0;

template <class Calls>
class Caller : public Calls {
 public:
  explicit Caller(const Candidate& candidate) : Caller(candidate.lease<typename Calls::Table>()) {}

 private:
  explicit Caller(plugin::Lease<typename Calls::Table> lease)
      : Calls(lease.interface(), lease.instance()), lease_(std::move(lease)) {}
  plugin::Lease<typename Calls::Table> lease_;
};

std::string named(const Candidate& candidate) {
  return candidate.info().id;
}

Failure failed_canary(const Candidate& candidate, const char* job, const Failure& error) {
  return {error.status, named(candidate) + " did not " + job + ": " + error.text};
}

Expected<void> compatible_l1(const Candidate& current, const Candidate& candidate) {
  auto expected = Caller<sdk::L1Calls>(current).identity();
  auto found = Caller<sdk::L1Calls>(candidate).identity();
  if (!found) return failed_canary(candidate, "tell which chain it is on", found.error());
  if (!expected) return failed_canary(current, "tell which chain it is on", expected.error());
  if (*expected == *found) return {};
  const auto text = [](const sdk::L1Identity& identity) {
    return "chain " + std::to_string(identity.chain_id) + " with genesis " +
           to_hex(identity.genesis_hash.view());
  };
  return Failure(Status::conflict, "another L1: expected " + text(*expected) + ", found " +
                                       text(*found) + "; a chain never moves to another L1");
}

Expected<void> try_l1(const Candidate& candidate) {
  auto head = Caller<sdk::L1Calls>(candidate).head(sdk::L1Tag::latest);
  if (!head) return failed_canary(candidate, "give L1's latest block", head.error());
  return {};
}

Expected<void> try_da(const Candidate& candidate) {
  auto info = Caller<sdk::DaCalls>(candidate).info();
  if (!info) return failed_canary(candidate, "name its scheme", info.error());
  return {};
}

Expected<void> try_compressor(const Candidate& candidate) {
  const Caller<sdk::CompressorCalls> calls(candidate);
  if (calls.codec_id() != kCodecNone)
    return Failure(Status::unsupported, named(candidate) + " writes codec " +
                                            std::to_string(calls.codec_id()) +
                                            ", and this version's zkEVM decodes codec 0 alone");
  const Bytes sample = to_bytes(view_of("dovetail: a small text, there and back again"));
  auto packed = calls.encode(sample, 2 * sample.size());
  if (!packed) return failed_canary(candidate, "encode", packed.error());
  auto unpacked = calls.decode(*packed, sample.size());
  if (!unpacked) return failed_canary(candidate, "decode what it encoded", unpacked.error());
  if (*unpacked == sample) return {};
  return Failure(Status::corrupt, named(candidate) + " decodes other bytes than it encoded");
}

Expected<void> try_fee_oracle(const Candidate& candidate) {
  const Caller<sdk::FeeOracleCalls> calls(candidate);
  const auto deadline = std::chrono::steady_clock::now() + kFirstSampleWithin;
  auto fees = calls.sample();
  while (!fees && fees.error().status == Status::unavailable &&
         std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(kSampleAgain);
    fees = calls.sample();
  }
  if (!fees) return failed_canary(candidate, "give a sample within 10 s", fees.error());
  if (const auto fault = node::refuse_fees(*fees))
    return Failure(Status::invalid_argument, named(candidate) + " gave a bad sample: " + *fault);
  return {};
}

}  // namespace

plugin::Hooks PluginRules::hooks() {
  plugin::Hooks out;
  out.compatible = [this](const Candidate* current, const Candidate& candidate) {
    return compatible(current, candidate);
  };
  out.canary = [this](const Candidate& candidate) { return canary(candidate); };
  out.validate = validate_choice;
  return out;
}

void PluginRules::start_serving(plugin::Registry& registry) {
  serving_ = &registry;
}

Expected<void> PluginRules::compatible(const Candidate* current, const Candidate& candidate) {
  if (current == nullptr) return {};
  const bool is_compared = candidate.info().kind == Kind::l1 || candidate.info().kind == Kind::da;
  if (is_compared && !current->running())
    return Failure(Status::conflict,
                   named(*current) +
                       " is exclusive: it was stopped for its successor, and can "
                       "no longer be compared with it; edit the configuration and "
                       "restart the node");
  if (candidate.info().kind == Kind::l1) return compatible_l1(*current, candidate);
  if (candidate.info().kind == Kind::da) return compatible_da(*current, candidate);
  return {};
}

Expected<void> PluginRules::compatible_da(const Candidate& current, const Candidate& candidate) {
  auto old_info = Caller<sdk::DaCalls>(current).info();
  auto new_info = Caller<sdk::DaCalls>(candidate).info();
  if (!old_info) return failed_canary(current, "name its scheme", old_info.error());
  if (!new_info) return failed_canary(candidate, "name its scheme", new_info.error());
  if (old_info->scheme == new_info->scheme) return {};
  const std::string change = "the DA scheme would change from " + std::to_string(old_info->scheme) +
                             " (" + old_info->l1_validator + ") to " +
                             std::to_string(new_info->scheme) + " (" + new_info->l1_validator + ")";
  plugin::Registry* registry = serving_;
  if (registry == nullptr) return {};
  auto l1 = registry->acquire<dovetail_l1_v1>();
  if (!l1) return l1.error();
  auto identity = sdk::L1Calls(l1->interface(), l1->instance()).identity();
  if (!identity)
    return Failure(identity.error().status,
                   change + ", and L1 cannot be asked: " + identity.error().text);
  if (identity->chain_id == node::kDevelopmentChainId) return {};
  return Failure(Status::conflict, change + ", which L1 chain " +
                                       std::to_string(identity->chain_id) +
                                       " does not accept: the chain's admin must call "
                                       "setDAValidator first");
}

Expected<void> PluginRules::canary(const Candidate& candidate) {
  const bool is_serving = serving_ != nullptr;
  switch (candidate.info().kind) {
    case Kind::l1:
      return is_serving ? try_l1(candidate) : Expected<void>();
    case Kind::fee_oracle:
      return is_serving ? try_fee_oracle(candidate) : Expected<void>();
    case Kind::compressor:
      return try_compressor(candidate);
    case Kind::da:
      return try_da(candidate);
    default:
      return {};
  }
}

}  // namespace dovetail::admin
