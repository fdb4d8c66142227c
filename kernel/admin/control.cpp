#include "kernel/admin/control.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "kernel/admin/choices.hpp"
#include "kernel/admin/status_json.hpp"
#include "kernel/host/config/diff.hpp"
#include "kernel/host/config/nearest.hpp"
#include "kernel/host/config/print.hpp"

namespace dovetail::admin {
namespace {

namespace json = boost::json;

Expected<void> check_keys(const json::object& request, const std::vector<std::string>& known) {
  for (const auto& [key, value] : request)
    if (std::ranges::find(known, key) == known.end())
      return Failure(Status::invalid_argument,
                     "unknown key '" + std::string(key) + "'" + config::suggestion(key, known));
  return {};
}

Expected<std::string> text_at(const json::object& request, std::string_view key, bool required) {
  const json::value* value = request.if_contains(key);
  if (value == nullptr && !required) return std::string();
  if (value == nullptr || !value->is_string())
    return Failure(Status::invalid_argument, "expected a string '" + std::string(key) +
                                                 "', found " +
                                                 (value ? json::serialize(*value) : "none"));
  return std::string(value->get_string());
}

Expected<plugin::PluginChoice> parse_swap(const json::object& request) {
  if (auto known = check_keys(request, {"slot", "use", "name", "config"}); !known)
    return known.error();
  auto slot = text_at(request, "slot", true);
  auto use = text_at(request, "use", true);
  auto name = text_at(request, "name", false);
  for (const auto* each : {&slot, &use, &name})
    if (!*each) return each->error();
  auto kind = plugin::parse_kind(*slot);
  if (!kind) return kind.error();
  plugin::PluginChoice out{*kind, *use, *name, {}};
  const json::value* config = request.if_contains("config");
  if (config != nullptr && !config->is_object())
    return Failure(Status::invalid_argument, "expected an object 'config'");
  if (config != nullptr) out.config = config->get_object();
  return out;
}

Expected<void> check_reloadable(const std::vector<config::Change>& changes) {
  std::string fixed;
  for (const auto& change : changes)
    if (change.reload == config::Reload::genesis || change.reload == config::Reload::restart)
      fixed += "\n  " + change.path + ": " + change.before.value_or("(absent)") + " -> " +
               change.after.value_or("(absent)") + " (" +
               std::string(config::to_string(change.reload)) + ")";
  if (fixed.empty()) return {};
  return Failure(Status::conflict,
                 "nothing was changed, because a running node cannot change these keys:" + fixed +
                     "\nRestart the node for those marked restart; those marked genesis never "
                     "change");
}

json::array plan_json(const std::vector<plugin::PlanStep>& plan) {
  json::array out;
  for (const auto& step : plan) out.emplace_back(step.text());
  return out;
}

}  // namespace

/// A configuration that could be taken up.
struct Control::Next {
  config::LoadedConfig config;
  std::vector<config::Change> changes;
  std::vector<plugin::PluginChoice> choices;
};

Control::Control(node::Node& node, plugin::Registry& plugins, spdlog::logger& logger,
                 ControlOptions options)
    : node_(node),
      plugins_(plugins),
      logger_(logger),
      options_(std::move(options)),
      config_(options_.config) {}

json::object Control::status() const {
  json::object out = status_json(node_.status());
  out["version"] = DOVETAIL_VERSION;
  out["slots"] = slots_json(plugins_);
  out["generations"] = generations_json(plugins_);
  const std::lock_guard lock(config_mutex_);
  out["config"] = json::object{{"file", config_.file}, {"text", config::print(config_)}};
  return out;
}

Expected<json::object> Control::why(const json::object& request) const {
  if (auto known = check_keys(request, {"batch"}); !known) return known.error();
  const json::value* batch = request.if_contains("batch");
  if (batch == nullptr || !batch->is_int64() || batch->get_int64() < 0)
    return Failure(Status::invalid_argument, "expected a number 'batch'");
  auto progress = node_.why(static_cast<uint64_t>(batch->get_int64()));
  if (!progress) return progress.error();
  return why_json(*progress);
}

Expected<json::object> Control::swap(const json::object& request) {
  auto choice = parse_swap(request);
  if (!choice) return choice.error();
  plugin::SwapOptions options;
  options.boundary = plugin::boundary_of(choice->kind);
  auto report = plugins_.swap(*choice, options);
  if (!report) {
    logger_.warn("swap of {} to {} refused: {}", plugin::slot_name(*choice), choice->use,
                 report.error().text);
    return report.error();
  }
  logger_.info("swap: {}", report->text());
  return swap_json(*report);
}

Expected<Control::Next> Control::read_next() const {
  std::string file;
  {
    const std::lock_guard lock(config_mutex_);
    file = config_.file;
  }
  auto next = config::load_config(file, options_.overrides);
  if (!next) return next.error();
  auto choices = choices_of(next->settings.plugins, options_.search);
  if (!choices) return choices.error();
  const std::lock_guard lock(config_mutex_);
  auto changes = config::diff(config_, *next);
  return Next{std::move(*next), std::move(changes), std::move(*choices)};
}

Expected<json::object> Control::plan() {
  auto next = read_next();
  if (!next) return next.error();
  auto plan = plugins_.plan(next->choices);
  if (!plan) return plan.error();
  json::object out{{"settings", config::describe(next->changes)}, {"plugins", plan_json(*plan)}};
  const auto reloadable = check_reloadable(next->changes);
  out["refused"] = reloadable ? json::value(nullptr) : json::value(reloadable.error().text);
  return out;
}

Expected<json::object> Control::reload() {
  const std::lock_guard change(change_mutex_);
  auto next = read_next();
  if (!next) return next.error();
  if (auto reloadable = check_reloadable(next->changes); !reloadable) return reloadable.error();
  auto plan = plugins_.plan(next->choices);
  if (!plan) return plan.error();
  for (const auto& step : *plan) logger_.info("reload, plan: {}", step.text());
  auto report = plugins_.reload(next->choices);
  if (!report) return report.error();
  node_.apply(next->config.settings);
  if (options_.apply) options_.apply(next->config.settings);
  json::array done;
  for (const auto& swap : report->done) done.push_back(swap_json(swap));
  json::object out{{"settings", config::describe(next->changes)},
                   {"plan", plan_json(report->plan)},
                   {"done", std::move(done)}};
  const std::lock_guard lock(config_mutex_);
  config_ = std::move(next->config);
  return out;
}

}  // namespace dovetail::admin
