#pragma once
// One change of one slot: made, and then either committed or undone.
//
// Made: the new generation is published (or pending), the old one is kept. Committed: the old one
// drains away. Undone: the old one is published again, or, if it is exclusive, started again. A
// change that cannot be made changes nothing.

#include "kernel/host/plugin/drain.hpp"
#include "kernel/host/plugin/registry.hpp"
#include "kernel/host/plugin/slots.hpp"

namespace dovetail::plugin {

struct Change {
  SlotKey key;
  bool added = false;    ///< the slot is new
  bool stopped = false;  ///< before was stopped for after: exclusive
  Running before;
  Running after;  ///< at the next batch, of an exclusive plugin: its recipe alone
  SwapReport report;
};

class Changes {
 public:
  /// All references must outlive it.
  Changes(const RegistryOptions& options, spdlog::logger& logger, Pipeline& pipeline,
          SlotTable& slots, Drain& drain, ControlThread& control, Wake& wake,
          PluginMetrics& metrics);

  /// All steps up to publish. The slot is added if there is none.
  Expected<Change> make(const PluginChoice& choice, const SwapOptions& options);
  void commit(Change& change);
  /// Fails if the old plugin is exclusive and does not start again.
  Expected<void> undo(Change& change);

  /// Publishes what is pending. exclusive: also stops and starts exclusive plugins.
  void on_batch_boundary(bool exclusive);
  /// Takes a slot out; what it ran drains away.
  void remove(const SlotKey& key);
  /// Brings the gauges up to date.
  void count_generations();

  std::chrono::steady_clock::time_point deadline(const SwapOptions& options) const;

 private:
  using RecipePointer = std::shared_ptr<const Recipe>;

  Expected<Running> start(RecipePointer recipe, const Running& current, const SwapOptions& options);
  Expected<void> examine(const Running& candidate, const Running& current,
                         const SwapOptions& options);
  Expected<Change> make_beside(Change change, RecipePointer recipe, const SwapOptions& options);
  Expected<Change> make_after_stop(Change change, RecipePointer recipe, const SwapOptions& options);
  Expected<Change> defer_exclusive(Change change, RecipePointer recipe);
  Expected<Running> stop(const SlotKey& key, const Recipe& successor, const SwapOptions& options);
  Expected<void> restart(const SlotKey& key, RecipePointer recipe);
  void discard(const Running& running);
  void discard_pending(const SlotKey& key, std::optional<Pending> next = std::nullopt);
  void note_published(const Published& published);

  const RegistryOptions& options_;
  spdlog::logger& logger_;
  Pipeline& pipeline_;
  SlotTable& slots_;
  Drain& drain_;
  ControlThread& control_;
  Wake& wake_;
  PluginMetrics& metrics_;
};

}  // namespace dovetail::plugin
