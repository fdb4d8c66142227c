// dovetail admin status|why|swap|plan|reload: the client of a running node's admin API.

#include <boost/json.hpp>
#include <cstdio>
#include <iostream>

#include "kernel/admin/client.hpp"
#include "kernel/cli/command.hpp"
#include "kernel/host/config/json_schema.hpp"

namespace dovetail::cli {
namespace {

namespace json = boost::json;

void add_admin_options(po::options_description& options) {
  add_config_options(options);
  options.add_options()("json", "print the node's answer as JSON");
}

struct EndpointOutcome {
  admin::Endpoint endpoint;
  std::optional<int> exit_code;
};

/// Where the node listens: as its configuration says, or in --data-dir without any.
EndpointOutcome endpoint_of(const Parsed& parsed) {
  if (parsed.has("data-dir") && !parsed.has("config")) {
    const std::filesystem::path dir = parsed.text("data-dir");
    return {{dir / "admin.sock", dir / "jwt.hex"}, {}};
  }
  const auto loaded = load(parsed);
  if (!loaded.config) return {{}, loaded.exit_code};
  const auto& admin = loaded.config->settings.admin;
  return {{admin.socket, admin.jwt_secret_file}, {}};
}

/// Calls, prints with `show` or as JSON.  @return the exit code.
template <class Show>
int call(const Parsed& parsed, const std::string& method, const json::object& request, Show show) {
  const auto where = endpoint_of(parsed);
  if (where.exit_code) return *where.exit_code;
  auto answer = admin::call_admin(where.endpoint, method, request);
  if (!answer) return fail(answer.error().text);
  if (parsed.has("json"))
    std::cout << json::serialize(*answer) << "\n";
  else
    show(*answer);
  return kOk;
}

std::string plain(const json::value& value) {
  if (value.is_double()) {
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.1f", value.get_double());
    return digits;
  }
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

void show_pairs(const json::object& object, const std::string& indent) {
  for (const auto& [name, value] : object) {
    if (value.is_object()) {
      std::cout << indent << std::string(name) << ":\n";
      show_pairs(value.get_object(), indent + "  ");
    } else {
      std::cout << indent << std::string(name) << ": " << plain(value) << "\n";
    }
  }
}

void show_status(const json::object& status) {
  for (const char* part : {"version", "block", "batches", "transactions_per_second", "pool", "l1"})
    if (const auto* value = status.if_contains(part)) show_pairs({{part, *value}}, "");
  for (const auto& stage : status.at("stages").as_array())
    std::cout << (stage.at("healthy").as_bool() ? "[+]" : "[-]") << plain(stage.at("name")) << ": "
              << plain(stage.at("text")) << "\n";
  for (const auto& each : status.at("generations").as_array())
    std::cout << "generation " << plain(each.at("generation")) << ": " << plain(each.at("id"))
              << " " << plain(each.at("version")) << ", " << plain(each.at("state")) << ", "
              << plain(each.at("jobs")) << " jobs\n";
  std::cout << "configuration: " << plain(status.at("config").at("file")) << "\n";
}

void show_lines(const json::value& list) {
  for (const auto& line : list.as_array()) std::cout << "  " << plain(line) << "\n";
}

void show_reload(const json::object& answer) {
  std::cout << plain(answer.at("settings"));
  for (const char* part : {"plan", "plugins"})
    if (const auto* list = answer.if_contains(part)) {
      std::cout << "plugins:\n";
      show_lines(*list);
    }
  if (const auto* refused = answer.if_contains("refused"); refused && refused->is_string())
    std::cout << "A reload would be refused: " << plain(*refused) << "\n";
  if (const auto* done = answer.if_contains("done"))
    for (const auto& swap : done->as_array())
      std::cout << "done: " << plain(swap.at("text")) << "\n";
}

/// A plugin's configuration: a YAML map.
Expected<json::object> read_plugin_config(const std::string& file) {
  auto text = config::read_text_file(file, config::kDocumentBytesMax);
  if (!text) return text.error();
  config::Diagnostics diagnostics;
  const auto source = std::make_shared<config::Source>(
      config::Source{config::Source::Kind::file, file, std::move(*text)});
  const auto root = config::parse_document(source, diagnostics);
  if (config::has_errors(diagnostics))
    return Failure(Status::invalid_argument, config::render(diagnostics));
  const json::value value = config::to_json(root);
  if (!value.is_object())
    return Failure(Status::invalid_argument, file + ": expected a map of the plugin's own keys");
  return value.get_object();
}

}  // namespace

int admin_status(const Arguments& arguments) {
  Usage usage;
  usage.synopsis = "dovetail admin status [--config FILE | --data-dir DIR] [--json]";
  usage.text = "Prints what a running node is doing: heads, batches, stages, plugins.";
  usage.examples = "  dovetail admin status --data-dir ./data\n  dovetail admin status --json\n";
  add_admin_options(usage.options);
  const Parsed parsed = parse(usage, arguments);
  if (parsed.exit_code) return *parsed.exit_code;
  return call(parsed, "status", {}, show_status);
}

int admin_why(const Arguments& arguments) {
  Usage usage;
  usage.synopsis = "dovetail admin why BATCH [--config FILE | --data-dir DIR] [--json]";
  usage.text = "Names the stage at which a batch stands, the reason, and what would move it.";
  usage.examples = "  dovetail admin why 12 --data-dir ./data\n";
  add_admin_options(usage.options);
  usage.options.add_options()("batch", po::value<uint32_t>()->required(), "its number");
  usage.positional = {"batch"};
  const Parsed parsed = parse(usage, arguments);
  if (parsed.exit_code) return *parsed.exit_code;
  const json::object request{{"batch", parsed.values["batch"].as<uint32_t>()}};
  return call(parsed, "why", request, [](const json::object& answer) { show_pairs(answer, ""); });
}

int admin_swap(const Arguments& arguments) {
  Usage usage;
  usage.synopsis =
      "dovetail admin swap SLOT USE [--plugin-config FILE] [--name NAME] [--data-dir DIR] [--json]";
  usage.text =
      "Replaces the plugin of a slot (l1, da, compressor, fee_oracle, prover, bridge) while the "
      "node\n"
      "runs. The new one is loaded and tried beside the old; if anything fails, the old one "
      "serves\n"
      "on. The configuration file stays as it is: edit it too, or the next reload goes back.";
  usage.examples =
      "  dovetail admin swap fee_oracle fee_oracle/fixed --data-dir ./data\n"
      "  dovetail admin swap da da/validium --plugin-config da.yaml\n";
  add_admin_options(usage.options);
  usage.options.add_options()("slot", po::value<std::string>()->required(), "the kind")(
      "use", po::value<std::string>()->required(), "kind/name, vendor:kind/name or file:/path.so")(
      "plugin-config", po::value<std::string>()->value_name("FILE"),
      "YAML with the plugin's own keys; default: none")(
      "name", po::value<std::string>()->value_name("NAME"),
      "of the slot, where a kind has several");
  usage.positional = {"slot", "use"};
  const Parsed parsed = parse(usage, arguments);
  if (parsed.exit_code) return *parsed.exit_code;
  json::object request{{"slot", parsed.text("slot")}, {"use", parsed.text("use")}};
  if (parsed.has("name")) request["name"] = parsed.text("name");
  if (parsed.has("plugin-config")) {
    auto config = read_plugin_config(parsed.text("plugin-config"));
    if (!config) return fail(config.error().text, kConfiguration);
    request["config"] = std::move(*config);
  }
  return call(parsed, "swap", request, [](const json::object& answer) {
    std::cout << plain(answer.at("text")) << "\n";
    for (const auto& warning : answer.at("warnings").as_array())
      std::cout << "warning: " << plain(warning) << "\n";
  });
}

int admin_plan(const Arguments& arguments) {
  Usage usage;
  usage.synopsis = "dovetail admin plan [--config FILE | --data-dir DIR] [--json]";
  usage.text = "Prints what `admin reload` would do now; nothing is changed.";
  usage.examples = "  dovetail admin plan --data-dir ./data\n";
  add_admin_options(usage.options);
  const Parsed parsed = parse(usage, arguments);
  if (parsed.exit_code) return *parsed.exit_code;
  return call(parsed, "plan", {}, show_reload);
}

int admin_reload(const Arguments& arguments) {
  Usage usage;
  usage.synopsis = "dovetail admin reload [--config FILE | --data-dir DIR] [--json]";
  usage.text =
      "Makes a running node read its configuration file again, as SIGHUP does, and prints what "
      "was\n"
      "done. Nothing changes if the file is wrong, a key needs a restart, or a plugin refuses.";
  usage.examples = "  dovetail admin reload --data-dir ./data\n";
  add_admin_options(usage.options);
  const Parsed parsed = parse(usage, arguments);
  if (parsed.exit_code) return *parsed.exit_code;
  return call(parsed, "reload", {}, show_reload);
}

}  // namespace dovetail::cli
