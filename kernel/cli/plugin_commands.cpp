// dovetail plugin list|inspect|lock|new, and the child of a rehearsal.

#include <boost/json.hpp>
#include <iostream>

#include "kernel/admin/choices.hpp"
#include "kernel/cli/command.hpp"
#include "kernel/host/new_plugin/new_plugin.hpp"
#include "kernel/host/plugin/rehearsal.hpp"

namespace dovetail::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string hash_of(const admin::PluginFile& file) {
  return to_hex(file.sha256.view()).substr(2);
}

template <class Texts>
json::array array_of(const Texts& texts) {
  json::array out;
  for (const auto& text : texts) out.emplace_back(std::string(text));
  return out;
}

json::object file_json(const admin::PluginFile& file) {
  const auto& manifest = file.manifest;
  return {{"id", manifest.id},
          {"version", manifest.version},
          {"kind", plugin::kind_name(manifest.kind)},
          {"description", manifest.description},
          {"license", manifest.license},
          {"stability", manifest.stability},
          {"provides", array_of(manifest.provides)},
          {"requires", array_of(manifest.requires_)},
          {"exclusive", array_of(manifest.exclusive)},
          {"abi_min", manifest.abi_min},
          {"abi_max", manifest.abi_max},
          {"headers", to_hex(manifest.headers.view()).substr(2)},
          {"built_with", manifest.built_with},
          {"path", file.files.path.string()},
          {"sha256", hash_of(file)},
          {"config_schema", manifest.config_schema}};
}

void print_list(const std::string& name, const std::vector<std::string>& items) {
  if (items.empty()) return;
  std::cout << name;
  for (const auto& item : items) std::cout << " " << item;
  std::cout << "\n";
}

void print_file(const admin::PluginFile& file) {
  const auto& manifest = file.manifest;
  std::cout << manifest.id << " " << manifest.version << " (" << manifest.stability << ")\n"
            << manifest.description << "\n"
            << "path        " << file.files.path.string() << "\n"
            << "sha256      " << hash_of(file) << "\n"
            << "licence     " << manifest.license << "\n"
            << "abi         " << manifest.abi_min << " to " << manifest.abi_max << ", headers "
            << to_hex(manifest.headers.view()).substr(2, 16) << "\n"
            << "built with  " << manifest.built_with << "\n";
  print_list("provides   ", manifest.provides);
  print_list("requires   ", manifest.requires_);
  print_list("exclusive  ", manifest.exclusive);
  std::cout << "config      " << json::serialize(manifest.config_schema) << "\n";
}

/// The search path of --config if it is given, else that of the program alone.
struct SearchOutcome {
  plugin::SearchPath search;
  std::optional<int> exit_code;
};
SearchOutcome search_of(const Parsed& parsed) {
  if (!parsed.has("config")) return {search_path(config::PluginsSettings()), {}};
  const auto loaded = load(parsed);
  if (!loaded.config) return {{}, loaded.exit_code};
  return {search_path(loaded.config->settings.plugins), {}};
}

/// A path to a library, or a name as in `use`.
Expected<admin::PluginFile> find_plugin(const plugin::SearchPath& search, const std::string& what) {
  std::error_code error;
  if (what.ends_with(".so") && fs::exists(what, error)) return admin::read_plugin_file(what);
  const size_t colon = what.find(':');
  const std::string name = colon == std::string::npos ? what : what.substr(colon + 1);
  auto kind = plugin::parse_kind(name.substr(0, name.find('/')));
  if (!kind)
    return Failure(Status::not_found, "expected a plugin's file or KIND/NAME, found '" + what +
                                          "'; `dovetail plugin list` shows what there is");
  return admin::read_plugin_file(search, *kind, what);
}

}  // namespace

int plugin_list(const Arguments& arguments) {
  Usage usage;
  usage.synopsis = "dovetail plugin list [--config FILE] [--json]";
  usage.text =
      "Lists every plugin on the search path (plugins.paths, then the build tree or installation "
      "of\n"
      "this program), with what each shadows. No plugin is loaded.";
  usage.examples = "  dovetail plugin list\n  dovetail plugin list --json\n";
  add_config_options(usage.options);
  usage.options.add_options()("json", "print as JSON");
  const Parsed parsed = parse(usage, arguments);
  if (parsed.exit_code) return *parsed.exit_code;
  const auto where = search_of(parsed);
  if (where.exit_code) return *where.exit_code;
  json::array out;
  for (const auto& found : plugin::list_plugins(where.search)) {
    const auto file = admin::read_plugin_file(found.files.path);
    std::vector<std::string> shadowed;
    for (const auto& path : found.files.shadowed) shadowed.push_back(path.string());
    json::object one{
        {"use", found.use}, {"path", found.files.path.string()}, {"shadows", array_of(shadowed)}};
    one[file ? "version" : "error"] = file ? file->manifest.version : file.error().text;
    if (file) one["stability"] = file->manifest.stability;
    if (!parsed.has("json")) {
      std::cout << found.use << "  "
                << (file ? file->manifest.version + " " + file->manifest.stability + "  "
                         : "refused: " + file.error().text + "  ")
                << found.files.path.string() << "\n";
      for (const auto& path : shadowed) std::cout << "  shadows " << path << "\n";
    }
    out.push_back(std::move(one));
  }
  if (parsed.has("json")) std::cout << json::serialize(out) << "\n";
  return kOk;
}

int plugin_inspect(const Arguments& arguments) {
  Usage usage;
  usage.synopsis = "dovetail plugin inspect FILE.so|KIND/NAME [--config FILE] [--json]";
  usage.text = "Prints the manifest of a plugin, read from its file; nothing of it is run.";
  usage.examples =
      "  dovetail plugin inspect l1/ethereum\n  dovetail plugin inspect ./fast.so --json\n";
  add_config_options(usage.options);
  usage.options.add_options()("plugin", po::value<std::string>()->required(), "file or name")(
      "json", "print as JSON");
  usage.positional = {"plugin"};
  const Parsed parsed = parse(usage, arguments);
  if (parsed.exit_code) return *parsed.exit_code;
  const auto where = search_of(parsed);
  if (where.exit_code) return *where.exit_code;
  const auto file = find_plugin(where.search, parsed.text("plugin"));
  if (!file) return fail(file.error().text);
  if (parsed.has("json"))
    std::cout << json::serialize(file_json(*file)) << "\n";
  else
    print_file(*file);
  return kOk;
}

int plugin_lock(const Arguments& arguments) {
  Usage usage;
  usage.synopsis = "dovetail plugin lock [--config FILE] [USE…]";
  usage.text =
      "Writes id, version and SHA-256 of every configured plugin, and of those named, to\n"
      "dovetail.lock beside the configuration. A node loads no other file; name here what it "
      "shall\n"
      "be able to swap to.";
  usage.examples =
      "  dovetail plugin lock --config configs/dev.yaml\n"
      "  dovetail plugin lock --config configs/dev.yaml fee_oracle/fixed\n";
  add_config_options(usage.options);
  usage.options.add_options()("use", po::value<std::vector<std::string>>(), "further plugins")(
      "json", "print what was written as JSON");
  usage.positional = {"use..."};
  const Parsed parsed = parse(usage, arguments);
  if (parsed.exit_code) return *parsed.exit_code;
  const auto loaded = load(parsed);
  if (!loaded.config) return loaded.exit_code;
  const auto& settings = loaded.config->settings.plugins;
  const auto search = search_path(settings);
  config::Diagnostics diagnostics;
  plugin::Lock lock;
  for (const auto& judged : admin::judge_plugins(settings, search, nullptr, diagnostics))
    lock.entries.push_back(judged.file.lock_entry());
  if (config::has_errors(diagnostics))
    return std::cerr << config::render(diagnostics), kConfiguration;
  for (const auto& use : parsed.texts("use")) {
    const auto file = find_plugin(search, use);
    if (!file) return fail(file.error().text);
    lock.entries.push_back(file->lock_entry());
  }
  const auto file = lock_file(loaded.config->file);
  if (auto written = plugin::write_lock(file, lock); !written) return fail(written.error().text);
  if (parsed.has("json"))
    std::cout << plugin::lock_text(lock);
  else
    std::cout << file.string() << ": " << lock.entries.size() << " plugins\n";
  return kOk;
}

int plugin_new(const Arguments& arguments) {
  Usage usage;
  usage.synopsis = "dovetail plugin new KIND NAME [DIR]";
  usage.text =
      "Writes a plugin's project, which builds and passes its test with the installed SDK.";
  usage.examples = "  dovetail plugin new fee_oracle mine\n";
  usage.options.add_options()("kind", po::value<std::string>()->required(), "fee_oracle, da, …")(
      "name", po::value<std::string>()->required(), "a-z, 0-9 and _")(
      "into", po::value<std::string>()->value_name("DIR"), "default: ./NAME");
  usage.positional = {"kind", "name", "into"};
  const Parsed parsed = parse(usage, arguments);
  if (parsed.exit_code) return *parsed.exit_code;
  const std::string into = parsed.has("into") ? parsed.text("into") : parsed.text("name");
  if (auto written = host::write_new_plugin(plugin_templates(), parsed.text("kind"),
                                            parsed.text("name"), into);
      !written)
    return fail(written.error().text);
  std::cout << into << ": written. Build and test it with\n  cmake -S " << into << " -B " << into
            << "/build -DCMAKE_PREFIX_PATH=<prefix of the SDK> && cmake --build " << into
            << "/build && ctest --test-dir " << into << "/build\n";
  return kOk;
}

int plugin_rehearse(const Arguments& arguments) {
  std::vector<std::string> copies = arguments;
  copies.insert(copies.begin(), "dovetail plugin rehearse");
  std::vector<char*> argv;
  for (auto& copy : copies) argv.push_back(copy.data());
  return argv.size() < 2 ? fail_usage("plugin rehearse is started by the node alone")
                         : plugin::rehearse_main(static_cast<int>(argv.size()), argv.data());
}

}  // namespace dovetail::cli
