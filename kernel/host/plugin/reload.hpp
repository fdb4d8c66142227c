#pragma once
// Making a new configuration's plugins the whole content of the registry: the plan, and all of it
// or nothing.

#include "kernel/host/plugin/changes.hpp"

namespace dovetail::plugin {

class Reloader {
 public:
  Reloader(Pipeline& pipeline, SlotTable& slots, Changes& changes)
      : pipeline_(pipeline), slots_(slots), changes_(changes) {}

  /// As Registry::plan and Registry::reload, with the registry's changes locked out.
  Expected<std::vector<PlanStep>> plan(const std::vector<PluginChoice>& choices) const;
  Expected<ReloadReport> reload(const std::vector<PluginChoice>& choices);

 private:
  Expected<PlanStep> plan_step(const PluginChoice& choice) const;
  Failure undo_all(std::vector<Change>& made, const PlanStep& failed, const Failure& why);

  Pipeline& pipeline_;
  SlotTable& slots_;
  Changes& changes_;
};

}  // namespace dovetail::plugin
