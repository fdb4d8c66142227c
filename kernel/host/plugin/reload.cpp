#include "kernel/host/plugin/reload.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

namespace dovetail::plugin {
namespace {

bool same_slot(const PluginChoice& choice, const SlotKey& key) {
  return choice.kind == key.kind && slot_name(choice) == key.name;
}

Expected<void> check_names(const std::vector<PluginChoice>& choices) {
  for (const auto& choice : choices) {
    const SlotKey key{choice.kind, slot_name(choice)};
    const auto same = [&](const PluginChoice& other) { return same_slot(other, key); };
    if (std::count_if(choices.begin(), choices.end(), same) > 1)
      return Failure(Status::invalid_argument,
                     "expected plugins of kind " + std::string(kind_name(key.kind)) +
                         " with different names, found '" + key.name + "' twice");
  }
  return {};
}

/// What differs between what runs and what is wanted, in words; empty if nothing.
std::string difference(const Recipe& running, const PluginChoice& choice, const Inspected& wanted) {
  std::string out;
  const auto add = [&](std::string_view what) {
    out += (out.empty() ? "" : ", ") + std::string(what);
  };
  if (running.choice.use != choice.use) add("use");
  if (running.choice.config != wanted.config) add("config");
  if (running.sha256 != wanted.sha256) add("file");
  return out;
}

}  // namespace

std::string PlanStep::text() const {
  static constexpr std::array<std::string_view, 4> kVerbs = {"keep", "add", "replace", "remove"};
  std::string out = std::string(kVerbs[static_cast<size_t>(action)]) + " " +
                    std::string(kind_name(choice.kind)) + "/" + slot_name(choice);
  if (!choice.use.empty()) out += ": " + choice.use;
  if (!reason.empty()) out += " (" + reason + " changed)";
  if (action != PlanAction::replace) return out;
  if (boundary == Boundary::next_batch) out += ", at the next batch";
  if (exclusive) out += ", stopped before its successor starts";
  return out;
}

Expected<PlanStep> Reloader::plan_step(const PluginChoice& choice) const {
  auto wanted = pipeline_.inspect(choice);
  if (!wanted) return wanted.error();
  PlanStep step{.choice = choice};
  const auto slot = slots_.find({choice.kind, slot_name(choice)});
  if (!slot) {
    step.action = PlanAction::add;
    return step;
  }
  const auto& recipe = slot->pending ? slot->pending->recipe : slot->running.recipe;
  step.reason = recipe ? difference(*recipe, choice, *wanted) : "state";
  if (step.reason.empty()) return step;
  step.action = PlanAction::replace;
  step.boundary = boundary_of(choice.kind);
  step.exclusive = slot->running && !wanted->manifest.exclusive.empty() &&
                   !slot->running.recipe->manifest.exclusive.empty();
  return step;
}

Expected<std::vector<PlanStep>> Reloader::plan(const std::vector<PluginChoice>& choices) const {
  if (auto sound = check_names(choices); !sound) return sound.error();
  std::vector<PlanStep> out;
  for (const auto& choice : choices) {
    auto step = plan_step(choice);
    if (!step) return step.error();
    out.push_back(std::move(*step));
  }
  for (const auto& slot : slots_.all()) {
    const auto same = [&](const PluginChoice& choice) { return same_slot(choice, slot.key); };
    if (std::none_of(choices.begin(), choices.end(), same))
      out.push_back(
          {.action = PlanAction::remove, .choice = {.kind = slot.key.kind, .name = slot.key.name}});
  }
  return out;
}

Failure Reloader::undo_all(std::vector<Change>& made, const PlanStep& failed, const Failure& why) {
  std::string text = "reload undone, because this step failed: " + failed.text() + "\n" + why.text;
  for (auto change = made.rbegin(); change != made.rend(); ++change)
    if (auto undone = changes_.undo(*change); !undone)
      text += "\nand " + change->key.name + " could not be brought back: " + undone.error().text;
  changes_.count_generations();
  return {why.status, std::move(text)};
}

Expected<ReloadReport> Reloader::reload(const std::vector<PluginChoice>& choices) {
  auto planned = plan(choices);
  if (!planned) return planned.error();
  ReloadReport report{std::move(*planned), {}};
  std::vector<Change> made;
  for (const auto& step : report.plan) {
    if (step.action != PlanAction::add && step.action != PlanAction::replace) continue;
    auto change = changes_.make(step.choice, {.boundary = step.boundary});
    if (!change) return undo_all(made, step, change.error());
    made.push_back(std::move(*change));
  }
  for (auto& change : made) {
    changes_.commit(change);
    report.done.push_back(std::move(change.report));
  }
  for (const auto& step : report.plan)
    if (step.action == PlanAction::remove) changes_.remove({step.choice.kind, step.choice.name});
  changes_.count_generations();
  return report;
}

}  // namespace dovetail::plugin
