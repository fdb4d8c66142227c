#pragma once
// The registry: which plugin serves each slot now, and how that changes while the node runs.
//
// A slot is (kind, name). It publishes one generation; acquire() leases it, and publishing a new
// one is a pointer exchange under the same short lock, so that no request ever sees an empty slot.
// A change runs
//   resolve -> copy -> lock -> rehearse -> load -> create -> self-test -> compatible -> canary ->
//   publish -> drain -> retire
// and a failure before publish leaves the old generation serving. An exclusive plugin (manifest) is
// stopped before its successor starts; acquire() waits meanwhile, and the old one is started again
// if the new one fails. One change runs at a time. All [control] functions run on one thread that
// the registry owns.

#include <prometheus/registry.h>
#include <spdlog/logger.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/host/plugin/options.hpp"
#include "kernel/host/plugin/services.hpp"

namespace dovetail::plugin {

/// When a new generation is published: at once, or by the next on_batch_boundary().
enum class Boundary : uint8_t { now, next_batch };

/// @return next_batch for da and compressor, which must not change within a batch; now for the
/// others.
Boundary boundary_of(Kind kind);

struct SwapOptions {
  /// After it, holders are told to move their jobs (Lease::must_move); the old generation is never
  /// cut off.
  std::optional<std::chrono::milliseconds> drain_deadline;
  /// Returns when the old generation is retired or the deadline is over; false: at once after
  /// publishing.
  bool wait_for_drain = true;
  Boundary boundary = Boundary::now;
  /// Take the place of the registry's hooks if set.
  decltype(Hooks::compatible) compatible;
  decltype(Hooks::canary) canary;
};

struct SwapReport {
  GenerationInfo published;  ///< the new one; pending if at_next_batch
  std::optional<GenerationInfo> replaced;
  bool at_next_batch = false;  ///< published by the next on_batch_boundary()
  std::chrono::nanoseconds gap{
      0};  ///< how long acquire() was locked out; of an exclusive plugin, stop to start
  uint64_t jobs_left = 0;  ///< leases that the old one still holds; 0: retired or about to be
  std::vector<std::string>
      warnings;              ///< copies that the file shadows, a replaced damaged copy, no lock
  std::string text() const;  ///< one line for people
};

enum class PlanAction : uint8_t { keep, add, replace, remove };

/// What reload() would do to one slot.
struct PlanStep {
  PlanAction action = PlanAction::keep;
  PluginChoice choice;  ///< of a removal: kind and name only
  std::string reason;   ///< "config", "file", "use", "" ...
  Boundary boundary = Boundary::now;
  bool exclusive = false;  ///< stop-then-start
  std::string text() const;
};

struct ReloadReport {
  std::vector<PlanStep> plan;
  std::vector<SwapReport> done;
};

struct SlotStatus {
  Kind kind = Kind::l1;
  std::string name;
  std::string use;
  std::string source;    ///< path of the file that was copied
  bool pending = false;  ///< a candidate waits for the batch boundary
};

struct GenerationStatus {
  GenerationInfo info;
  GenerationState state = GenerationState::starting;
  uint64_t jobs_count = 0;
  bool must_move = false;
};

class Registry {
 public:
  /// All references must outlive the registry.
  Registry(RegistryOptions options, spdlog::logger& logger, prometheus::Registry& metrics,
           KeyValue& store);
  /// Destroys the instances. Every lease must be gone.
  ~Registry();

  /// Fills a new slot, with all steps before publish. Fails with conflict if the slot is taken.
  Expected<void> install(const PluginChoice& choice);
  /// Replaces what the slot of choice runs. Fails with not_found if there is no such slot. A
  /// failure leaves the old one serving, and its text says which step refused what and why.
  Expected<SwapReport> swap(const PluginChoice& choice, const SwapOptions& options = {});

  /// What reload(choices) would do, in order; nothing is loaded. Slots not in choices are removed.
  Expected<std::vector<PlanStep>> plan(const std::vector<PluginChoice>& choices);
  /// Makes choices the whole content of the registry, slot by slot as plan() says. If a step fails,
  /// the earlier ones are undone: their old generations, kept until then, are published again.
  Expected<ReloadReport> reload(const std::vector<PluginChoice>& choices);

  /// Between two batches: publishes what waits for it. Cheap if nothing does. A pending exclusive
  /// plugin is stopped and started here, and if that fails the old one serves on and the failure is
  /// logged and counted.
  void on_batch_boundary();

  /// Leases what the slot serves. An empty name: the first slot of the kind. Fails with not_found
  /// if there is no such slot, unavailable if an exclusive plugin's restart takes longer than its
  /// limit or failed.
  template <class V>
  Expected<Lease<V>> acquire(Kind kind, std::string_view name = "") {
    DOVETAIL_ASSERT(kKindOf<V> == kind);
    auto generation = retain(kind, name);
    if (!generation) return generation.error();
    return Lease<V>(std::move(*generation));
  }
  template <class V>
  Expected<Lease<V>> acquire(std::string_view name = "") {
    return acquire<V>(kKindOf<V>, name);
  }

  /// Names of the kind's slots, in the order of installation.
  std::vector<std::string> slots(Kind kind) const;
  std::vector<SlotStatus> slot_status() const;
  /// Serving, pending and draining generations, then the last retired and failed ones, by number.
  std::vector<GenerationStatus> generations() const;

 private:
  class Impl;
  Expected<std::shared_ptr<Generation>> retain(Kind kind, std::string_view name);
  std::unique_ptr<Impl> impl_;
};

}  // namespace dovetail::plugin
