// dovetail config check|print|schema|diff

#include <boost/json.hpp>
#include <iostream>

#include "kernel/admin/choices.hpp"
#include "kernel/cli/command.hpp"
#include "kernel/host/config/diff.hpp"
#include "kernel/host/config/json_schema.hpp"
#include "kernel/host/config/print.hpp"

namespace dovetail::cli {
namespace {

namespace json = boost::json;

/// The options of add_config_options, with the file as a plain argument too.
void add_file_options(Usage& usage) {
  add_config_options(usage.options);
  usage.positional = {"config"};
}

json::array diagnostics_json(const config::Diagnostics& diagnostics) {
  json::array out;
  for (const auto& each : diagnostics)
    out.push_back(json::object{
        {"severity", each.severity == config::Diagnostic::Severity::error ? "error" : "warning"},
        {"file", each.file},
        {"line", each.at.line},
        {"column", each.at.column},
        {"message", each.message}});
  return out;
}

/// Judges the plugins of a sound file, and the lock.
void judge(const config::LoadedConfig& config, bool unlocked, config::Diagnostics& diagnostics) {
  const auto file = lock_file(config.file);
  auto lock = plugin::read_lock(file);
  const bool use_lock = !unlocked && lock;
  if (!unlocked && !lock)
    diagnostics.push_back({.file = file.string(), .message = lock.error().text});
  admin::judge_plugins(config.settings.plugins, search_path(config.settings.plugins),
                       use_lock ? &*lock : nullptr, diagnostics);
}

}  // namespace

int config_check(const Arguments& arguments) {
  Usage usage;
  usage.synopsis = "dovetail config check [FILE] [--unlocked] [--json]";
  usage.text =
      "Judges a whole configuration without running any plugin's code: YAML, keys, types and\n"
      "ranges; each plugin's file, manifest, own configuration and hash in dovetail.lock; what\n"
      "cannot go together. Every error is shown with its place.";
  usage.examples =
      "  dovetail config check configs/dev.yaml --unlocked\n"
      "  dovetail config check --set chain.id=271 --json\n";
  add_file_options(usage);
  usage.options.add_options()("unlocked", "do not compare plugins with dovetail.lock")(
      "json", "print the findings as JSON");
  const Parsed parsed = parse(usage, arguments);
  if (parsed.exit_code) return *parsed.exit_code;
  const std::string file = parsed.has("config") ? parsed.text("config") : "dovetail.yaml";
  config::Diagnostics diagnostics;
  const auto config = config::load_config(file, overrides_of(parsed), &diagnostics);
  if (!config && diagnostics.empty())
    diagnostics.push_back({.file = file, .message = config.error().text});
  if (config) judge(*config, parsed.has("unlocked"), diagnostics);
  const bool is_sound = !config::has_errors(diagnostics);
  if (parsed.has("json"))
    std::cout << json::serialize(json::object{{"file", file},
                                              {"sound", is_sound},
                                              {"findings", diagnostics_json(diagnostics)}})
              << "\n";
  else
    std::cerr << config::render(diagnostics);
  if (is_sound && !parsed.has("json")) std::cout << file << ": sound\n";
  return is_sound ? kOk : kConfiguration;
}

int config_print(const Arguments& arguments) {
  Usage usage;
  usage.synopsis = "dovetail config print [FILE] [--json]";
  usage.text =
      "Prints the configuration that holds, defaults included, each value with its origin:\n"
      "default, file and line, environment or --set. Secrets are never shown.";
  usage.examples = "  DOVETAIL_RPC__LISTEN=0.0.0.0:3050 dovetail config print configs/dev.yaml\n";
  add_file_options(usage);
  usage.options.add_options()("json", "print {\"file\", \"text\"} as JSON");
  const Parsed parsed = parse(usage, arguments);
  if (parsed.exit_code) return *parsed.exit_code;
  const auto loaded = load(parsed);
  if (!loaded.config) return loaded.exit_code;
  const std::string text = config::print(*loaded.config);
  if (parsed.has("json"))
    std::cout << json::serialize(json::object{{"file", loaded.config->file}, {"text", text}})
              << "\n";
  else
    std::cout << text;
  return kOk;
}

int config_schema(const Arguments& arguments) {
  Usage usage;
  usage.synopsis = "dovetail config schema";
  usage.text = "Prints the JSON Schema (draft-07) of a configuration file.";
  usage.examples = "  dovetail config schema > dovetail.schema.json\n";
  const Parsed parsed = parse(usage, arguments);
  if (parsed.exit_code) return *parsed.exit_code;
  std::cout << json::serialize(config::json_schema()) << "\n";
  return kOk;
}

int config_diff(const Arguments& arguments) {
  Usage usage;
  usage.synopsis = "dovetail config diff BEFORE AFTER [--json]";
  usage.text =
      "Prints the keys that differ, each with its reload class, and what a reload from BEFORE to\n"
      "AFTER would do. To compare a running node with its file: dovetail admin plan.";
  usage.examples = "  dovetail config diff old.yaml configs/dev.yaml\n";
  add_config_options(usage.options);
  usage.options.add_options()("before", po::value<std::string>()->required(), "first file")(
      "after", po::value<std::string>()->required(), "second file")("json", "print as JSON");
  usage.positional = {"before", "after"};
  const Parsed parsed = parse(usage, arguments);
  if (parsed.exit_code) return *parsed.exit_code;
  const auto before = load(parsed, "before");
  const auto after = before.config ? load(parsed, "after") : LoadOutcome{{}, before.exit_code};
  if (!after.config) return after.exit_code;
  const auto changes = config::diff(*before.config, *after.config);
  if (!parsed.has("json")) {
    std::cout << (changes.empty() ? "no difference\n" : config::describe(changes));
    return kOk;
  }
  json::array out;
  for (const auto& change : changes)
    out.push_back(
        json::object{{"path", change.path},
                     {"before", change.before ? json::value(*change.before) : json::value(nullptr)},
                     {"after", change.after ? json::value(*change.after) : json::value(nullptr)},
                     {"reload", config::to_string(change.reload)}});
  std::cout << json::serialize(out) << "\n";
  return kOk;
}

}  // namespace dovetail::cli
