#include "kernel/host/plugin/changes.hpp"

namespace dovetail::plugin {
namespace {

using Clock = std::chrono::steady_clock;

/// Must the one stop before the other starts?
bool collide(const Recipe& a, const Recipe& b) {
  return !a.manifest.exclusive.empty() && !b.manifest.exclusive.empty();
}

GenerationInfo info_of(const Recipe& recipe) {
  return {.kind = recipe.choice.kind,
          .slot = recipe.choice.name,
          .id = recipe.manifest.id,
          .version = recipe.manifest.version,
          .stability = recipe.manifest.stability,
          .sha256 = recipe.sha256};
}

}  // namespace

Changes::Changes(const RegistryOptions& options, spdlog::logger& logger, Pipeline& pipeline,
                 SlotTable& slots, Drain& drain, ControlThread& control, Wake& wake,
                 PluginMetrics& metrics)
    : options_(options),
      logger_(logger),
      pipeline_(pipeline),
      slots_(slots),
      drain_(drain),
      control_(control),
      wake_(wake),
      metrics_(metrics) {}

Clock::time_point Changes::deadline(const SwapOptions& options) const {
  return Clock::now() + options.drain_deadline.value_or(options_.drain_deadline);
}

Expected<Change> Changes::make(const PluginChoice& choice, const SwapOptions& options) {
  auto prepared = pipeline_.prepare(choice);
  if (!prepared) return prepared.error();
  const auto recipe = std::make_shared<const Recipe>(std::move(*prepared));
  Change change{.key = {choice.kind, slot_name(choice)}};
  change.report.warnings = recipe->warnings;
  const auto slot = slots_.find(change.key);
  change.added = !slot;
  if (slot) change.before = slot->running;
  if (change.before) change.report.replaced = change.before.generation->info();
  change.report.at_next_batch = slot && options.boundary == Boundary::next_batch;
  const bool exclusive = change.before && collide(*change.before.recipe, *recipe);
  if (!exclusive) return make_beside(std::move(change), recipe, options);
  if (change.report.at_next_batch) return defer_exclusive(std::move(change), recipe);
  return make_after_stop(std::move(change), recipe, options);
}

Expected<Running> Changes::start(RecipePointer recipe, const Running& current,
                                 const SwapOptions& options) {
  if (auto passed = pipeline_.rehearse(*recipe, RehearsalDepth::full); !passed)
    return passed.error();
  auto generation = pipeline_.make(*recipe);
  if (!generation) return generation.error();
  const Running candidate{std::move(*generation), std::move(recipe)};
  auto fit = examine(candidate, current, options);
  if (fit) return candidate;
  discard(candidate);
  return fit.error();
}

/// Compares the candidate with what serves now, which a batch boundary may have changed since
/// current was looked up; with current if the slot is stopped.
Expected<void> Changes::examine(const Running& candidate, const Running& current,
                                const SwapOptions& options) {
  const auto& compatible = options.compatible ? options.compatible : options_.hooks.compatible;
  const auto& canary = options.canary ? options.canary : options_.hooks.canary;
  const Candidate next(candidate.generation);
  if (compatible) {
    std::optional<Candidate> now;
    const auto& choice = candidate.recipe->choice;
    if (auto held = slots_.retain(choice.kind, choice.name, std::chrono::milliseconds(0))) {
      now.emplace(*held);
      (*held)->release();
    } else if (current) {
      now.emplace(current.generation);
    }
    if (auto fits = compatible(now ? &*now : nullptr, next); !fits)
      return pipeline_.refuse(Stage::compatible, *candidate.recipe, fits.error());
  }
  if (!canary) return {};
  if (auto sings = canary(next); !sings)
    return pipeline_.refuse(Stage::canary, *candidate.recipe, sings.error());
  return {};
}

Expected<Change> Changes::make_beside(Change change, RecipePointer recipe,
                                      const SwapOptions& options) {
  auto candidate = start(std::move(recipe), change.before, options);
  if (!candidate) return candidate.error();
  change.after = *candidate;
  change.report.published = candidate->generation->info();
  if (change.report.at_next_batch) return change;
  if (change.added) {
    slots_.add(change.key, std::move(*candidate));
    return change;
  }
  Published published = slots_.publish(change.key, std::move(*candidate), deadline(options));
  note_published(published);
  change.report.gap = published.gap;
  change.before = std::move(published.replaced);  // a batch boundary may have come between
  return change;
}

Expected<Change> Changes::defer_exclusive(Change change, RecipePointer recipe) {
  if (auto passed = pipeline_.rehearse(*recipe, RehearsalDepth::negotiate); !passed)
    return passed.error();
  change.report.published = info_of(*recipe);
  change.after.recipe = std::move(recipe);
  return change;
}

/// Empties the slot and ends what served, if its leases end in time; otherwise it serves on.
Expected<Running> Changes::stop(const SlotKey& key, const Recipe& successor,
                                const SwapOptions& options) {
  const auto until = deadline(options);
  Running stopped = slots_.stop(key, until);
  const auto idle = [&] { return stopped.generation->jobs_count() == 0; };
  if (!wake_.wait_until(until, idle)) {
    const uint64_t jobs_count = stopped.generation->jobs_count();
    slots_.publish(key, stopped, until);
    return pipeline_.refuse(
        Stage::stop, successor,
        {Status::conflict,
         "it is exclusive, and generation " + std::to_string(stopped.generation->info().number) +
             " (" + stopped.generation->info().id + "), which must stop first, still holds " +
             std::to_string(jobs_count) + " jobs; it serves on"});
  }
  control_.run([&] { stopped.generation->destroy_instance(); });
  stopped.generation->set_state(GenerationState::retired);
  return stopped;
}

Expected<Change> Changes::make_after_stop(Change change, RecipePointer recipe,
                                          const SwapOptions& options) {
  if (auto passed = pipeline_.rehearse(*recipe, RehearsalDepth::negotiate); !passed)
    return passed.error();
  auto stopped = stop(change.key, *recipe, options);
  if (!stopped) return stopped.error();
  const auto begin = Clock::now();
  auto candidate = start(std::move(recipe), *stopped, options);
  if (!candidate) {
    const auto old = restart(change.key, stopped->recipe);
    const std::string then =
        old ? "\n  the old plugin was started again and serves"
            : "\n  and the old plugin did not start again: " + old.error().text;
    return Failure(candidate.error().status, candidate.error().text + then);
  }
  change.stopped = true;
  change.before = *stopped;
  change.after = *candidate;
  change.report.published = candidate->generation->info();
  Published published = slots_.publish(change.key, std::move(*candidate), deadline(options));
  published.gap = Clock::now() - begin;
  note_published(published);
  change.report.gap = published.gap;
  return change;
}

Expected<void> Changes::restart(const SlotKey& key, RecipePointer recipe) {
  auto generation = pipeline_.make(*recipe);
  if (generation) {
    slots_.publish(key, {std::move(*generation), std::move(recipe)}, Clock::now());
    return {};
  }
  slots_.fail(key, {Status::unavailable,
                    "plugin " + key.name + " did not start again: " + generation.error().text});
  return generation.error();
}

void Changes::commit(Change& change) {
  if (change.report.at_next_batch) return discard_pending(change.key, change.after);
  discard_pending(change.key);
  if (change.before && !change.stopped) drain_.add(change.before.generation);
  count_generations();
}

Expected<void> Changes::undo(Change& change) {
  if (change.report.at_next_batch) {
    discard(change.after);
    return {};
  }
  if (change.added || !change.before) {
    remove(change.key);
    return {};
  }
  if (!change.stopped) {
    const Published published = slots_.publish(change.key, change.before, Clock::now());
    drain_.add(published.replaced.generation);
    return {};
  }
  auto stopped = stop(change.key, *change.before.recipe, {});
  if (!stopped) return stopped.error();
  return restart(change.key, change.before.recipe);
}

void Changes::on_batch_boundary(bool exclusive) {
  for (auto& published : slots_.publish_pending(deadline({}))) {
    note_published(published);
    if (published.replaced) drain_.add(published.replaced.generation);
  }
  for (const auto& slot : slots_.all()) {
    if (!exclusive || !slot.pending || *slot.pending) continue;
    discard_pending(slot.key);
    Change change{.key = slot.key, .before = slot.running};
    auto made = slot.running && collide(*slot.running.recipe, *slot.pending->recipe)
                    ? make_after_stop(std::move(change), slot.pending->recipe, {})
                    : make_beside(std::move(change), slot.pending->recipe, {});
    if (made)
      commit(*made);
    else
      logger_.error("at the batch boundary: {}", made.error().text);
  }
  count_generations();
}

void Changes::remove(const SlotKey& key) {
  const SlotView slot = slots_.remove(key);
  if (slot.pending) discard(*slot.pending);
  if (!slot.running) return;
  slot.running.generation->drain(deadline({}));
  drain_.add(slot.running.generation);
}

void Changes::discard(const Running& running) {
  if (running) drain_.add(running.generation, GenerationState::failed);
}

void Changes::discard_pending(const SlotKey& key, std::optional<Pending> next) {
  if (const auto old = slots_.set_pending(key, std::move(next))) discard(*old);
}

void Changes::note_published(const Published& published) {
  metrics_.count_swap(published.info.kind);
  metrics_.observe_gap(published.info.kind, published.gap);
  logger_.info("plugin {}/{}: generation {} ({} {}) serves", kind_name(published.info.kind),
               published.info.slot, published.info.number, published.info.id,
               published.info.version);
}

void Changes::count_generations() {
  size_t serving_count = 0;
  for (const auto& slot : slots_.all()) serving_count += slot.running ? 1 : 0;
  metrics_.set_generations(serving_count, drain_.draining().size());
}

}  // namespace dovetail::plugin
