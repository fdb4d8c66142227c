#include "kernel/cli/command.hpp"

#include <boost/program_options/parsers.hpp>
#include <cstdlib>
#include <iostream>

namespace dovetail::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDefaultConfig = "dovetail.yaml";

void print_help(const Usage& usage) {
  std::cout << "Usage: " << usage.synopsis << "\n\n" << usage.text << "\n\n" << usage.options;
  if (!usage.examples.empty()) std::cout << "\nExamples:\n" << usage.examples;
  std::cout << "\nExit codes: 0 done, 1 failure, 2 usage, 78 configuration.\n";
}

po::positional_options_description positions(const Usage& usage) {
  po::positional_options_description out;
  for (std::string name : usage.positional) {
    const bool repeats = name.ends_with("...");
    if (repeats) name.resize(name.size() - 3);
    out.add(name.c_str(), repeats ? -1 : 1);
  }
  return out;
}

fs::path prefix() {
  return executable().parent_path().parent_path();
}

}  // namespace

std::vector<std::string> Parsed::texts(const char* name) const {
  return has(name) ? values[name].as<std::vector<std::string>>() : std::vector<std::string>();
}

Parsed parse(Usage& usage, const Arguments& arguments) {
  usage.options.add_options()("help,h", "show this");
  Parsed out;
  try {
    const auto places = positions(usage);
    po::command_line_parser parser(arguments);
    parser.options(usage.options).positional(places);
    parser.style(po::command_line_style::unix_style & ~po::command_line_style::allow_guessing);
    po::store(parser.run(), out.values);
    if (out.has("help")) {
      print_help(usage);
      out.exit_code = kOk;
      return out;
    }
    po::notify(out.values);
  } catch (const po::error& error) {
    std::cerr << "error: " << error.what() << "\nUsage: " << usage.synopsis
              << "\nMore: the same with --help\n";
    out.exit_code = kUsage;
  }
  return out;
}

void add_config_options(po::options_description& options) {
  options.add_options()("config,c", po::value<std::string>()->value_name("FILE"),
                        "configuration, YAML; default: dovetail.yaml in the working directory")(
      "data-dir,d", po::value<std::string>()->value_name("DIR"), "stands for --set data_dir=DIR")(
      "set", po::value<std::vector<std::string>>()->value_name("KEY=VALUE")->composing(),
      "a value over the file and the environment; may be repeated");
}

config::Overrides overrides_of(const Parsed& parsed) {
  config::Overrides out;
  out.environment = config::process_environment();
  if (parsed.has("data-dir")) out.sets.push_back("data_dir=" + parsed.text("data-dir"));
  for (auto& set : parsed.texts("set")) out.sets.push_back(std::move(set));
  return out;
}

LoadOutcome load(const Parsed& parsed, const char* option) {
  const std::string file = parsed.has(option) ? parsed.text(option) : kDefaultConfig;
  auto config = config::load_config(file, overrides_of(parsed));
  if (!config) {
    std::string text = config.error().text;
    if (config.error().status == Status::not_found)
      text += (text.ends_with("\n") ? "" : "\n") +
              std::string(
                  "Give a configuration with --config FILE; configs/dev.yaml is one for "
                  "development.");
    std::cerr << text << (text.ends_with("\n") ? "" : "\n");
    return {{}, kConfiguration};
  }
  std::cerr << config::render(config->warnings);
  return {std::move(*config), kOk};
}

int fail(const std::string& text, int code) {
  std::cerr << "error: " << text << (text.ends_with("\n") ? "" : "\n");
  return code;
}

int fail_usage(const std::string& text) {
  return fail(text, kUsage);
}

fs::path executable() {
  std::error_code error;
  fs::path out = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path("dovetail") : out;
}

fs::path contract_artifacts() {
  return prefix() / "share" / "dovetail" / "contracts";
}
fs::path plugin_templates() {
  return prefix() / "share" / "dovetail" / "template";
}

plugin::SearchPath search_path(const config::PluginsSettings& settings) {
  return plugin::search_path({settings.paths.begin(), settings.paths.end()}, executable());
}

fs::path lock_file(const std::string& config_file) {
  return fs::path(config_file).parent_path() / "dovetail.lock";
}

}  // namespace dovetail::cli
