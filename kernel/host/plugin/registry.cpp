#include "kernel/host/plugin/registry.hpp"

#include <algorithm>

#include "kernel/host/plugin/changes.hpp"
#include "kernel/host/plugin/reload.hpp"

namespace dovetail::plugin {
namespace {

/// How long acquire() waits for an exclusive plugin's restart.
constexpr std::chrono::seconds kRestartWait{30};

std::string describe(const GenerationInfo& info) {
  const std::string number = info.number ? " as generation " + std::to_string(info.number) : "";
  return info.id + " " + info.version + number;
}

}  // namespace

Boundary boundary_of(Kind kind) {
  return kind == Kind::da || kind == Kind::compressor ? Boundary::next_batch : Boundary::now;
}

std::string SwapReport::text() const {
  const std::string slot = std::string(kind_name(published.kind)) + "/" + published.slot + ": ";
  std::string out = slot + describe(published);
  if (at_next_batch) return out + " waits for the next batch";
  out += " serves";
  if (!replaced) return out;
  out += "; " + describe(*replaced);
  if (jobs_left == 0) return out + " ended";
  return out + " drains and holds " + std::to_string(jobs_left) + " jobs";
}

class Registry::Impl {
 public:
  Impl(RegistryOptions given, spdlog::logger& logger, prometheus::Registry& registry,
       KeyValue& store)
      : options(std::move(given)),
        metrics(registry),
        drain(wake),
        pipeline(
            options, logger, registry, store, [this] { return lease_l1(); }, control, wake,
            metrics),
        changes(options, logger, pipeline, slots, drain, control, *wake, metrics),
        reloader(pipeline, slots, changes) {}

  ~Impl() {
    for (const auto& slot : slots.all()) changes.remove(slot.key);
    const size_t left = drain.wait_all(std::chrono::steady_clock::now() + options.drain_deadline);
    DOVETAIL_ASSERT(left == 0);  // a lease outlives the registry
  }

  Expected<Lease<dovetail_l1_v1>> lease_l1() {
    auto generation = slots.retain(Kind::l1, "", std::chrono::milliseconds(0));
    if (!generation) return generation.error();
    return Lease<dovetail_l1_v1>(std::move(*generation));
  }

  /// The slot that an operator means who gave no name: the first of its kind.
  PluginChoice named(PluginChoice choice) const {
    for (const auto& slot : slots.all())
      if (choice.name.empty() && slot.key.kind == choice.kind) choice.name = slot.key.name;
    choice.name = slot_name(choice);
    return choice;
  }

  const RegistryOptions options;
  PluginMetrics metrics;
  const std::shared_ptr<Wake> wake = std::make_shared<Wake>();
  SlotTable slots;
  Drain drain;
  ControlThread control{wake, [this] { drain.reap(); }};
  Pipeline pipeline;
  Changes changes;
  Reloader reloader;
  std::mutex operations;  ///< held by the one change that is under way
};

Registry::Registry(RegistryOptions options, spdlog::logger& logger, prometheus::Registry& metrics,
                   KeyValue& store)
    : impl_(std::make_unique<Impl>(std::move(options), logger, metrics, store)) {}

Registry::~Registry() = default;

Expected<std::shared_ptr<Generation>> Registry::retain(Kind kind, std::string_view name) {
  return impl_->slots.retain(kind, name, kRestartWait);
}

Expected<void> Registry::install(const PluginChoice& choice) {
  const std::lock_guard lock(impl_->operations);
  if (impl_->slots.contains({choice.kind, slot_name(choice)}))
    return Failure(Status::conflict, "expected a free slot for " + choice.use + ", found " +
                                         slot_name(choice) +
                                         " taken; give each plugin of a kind its own name");
  auto change = impl_->changes.make(choice, {});
  if (!change) return change.error();
  impl_->changes.commit(*change);
  return {};
}

Expected<SwapReport> Registry::swap(const PluginChoice& unnamed, const SwapOptions& options) {
  const std::lock_guard lock(impl_->operations);
  const PluginChoice choice = impl_->named(unnamed);
  if (!impl_->slots.contains({choice.kind, choice.name}))
    return Failure(Status::not_found,
                   "expected a slot " + std::string(kind_name(choice.kind)) + "/" + choice.name +
                       " to swap, found none; `dovetail admin status` lists them");
  auto change = impl_->changes.make(choice, options);
  if (!change) return change.error();
  impl_->changes.commit(*change);
  if (change->before && !change->report.at_next_batch)
    change->report.jobs_left = impl_->drain.wait(
        *change->before.generation, options.wait_for_drain ? impl_->changes.deadline(options)
                                                           : std::chrono::steady_clock::now());
  impl_->changes.count_generations();
  return change->report;
}

Expected<std::vector<PlanStep>> Registry::plan(const std::vector<PluginChoice>& choices) {
  const std::lock_guard lock(impl_->operations);
  return impl_->reloader.plan(choices);
}

Expected<ReloadReport> Registry::reload(const std::vector<PluginChoice>& choices) {
  const std::lock_guard lock(impl_->operations);
  return impl_->reloader.reload(choices);
}

void Registry::on_batch_boundary() {
  if (!impl_->slots.has_pending()) return;
  const std::unique_lock lock(impl_->operations, std::try_to_lock);
  impl_->changes.on_batch_boundary(lock.owns_lock());
}

std::vector<std::string> Registry::slots(Kind kind) const {
  std::vector<std::string> out;
  for (const auto& slot : impl_->slots.all())
    if (slot.key.kind == kind) out.push_back(slot.key.name);
  return out;
}

std::vector<SlotStatus> Registry::slot_status() const {
  std::vector<SlotStatus> out;
  for (const auto& slot : impl_->slots.all()) {
    SlotStatus status{slot.key.kind, slot.key.name, "", "", slot.pending.has_value()};
    if (slot.running) {
      status.use = slot.running.recipe->choice.use;
      status.source = slot.running.recipe->context.path.string();
    }
    out.push_back(std::move(status));
  }
  return out;
}

std::vector<GenerationStatus> Registry::generations() const {
  std::vector<GenerationStatus> out;
  const auto add = [&](const Generation& generation) {
    out.push_back(
        {generation.info(), generation.state(), generation.jobs_count(), generation.must_move()});
  };
  for (const auto& slot : impl_->slots.all()) {
    if (slot.running) add(*slot.running.generation);
    if (slot.pending && *slot.pending) add(*slot.pending->generation);
  }
  for (const auto& generation : impl_->drain.draining()) add(*generation);
  for (const auto& [info, state] : impl_->drain.ended()) out.push_back({info, state, 0, false});
  std::sort(out.begin(), out.end(),
            [](const auto& a, const auto& b) { return a.info.number < b.info.number; });
  // One that ended while it was looked for is in both lists.
  const auto same = [](const auto& a, const auto& b) { return a.info.number == b.info.number; };
  out.erase(std::unique(out.begin(), out.end(), same), out.end());
  return out;
}

}  // namespace dovetail::plugin
