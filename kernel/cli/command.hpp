#pragma once
// Subcommands: their options, help and the rules that all of them share.

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/positional_options.hpp>
#include <boost/program_options/variables_map.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kernel/cli/exit_codes.hpp"
#include "kernel/host/config/load.hpp"
#include "kernel/host/plugin/search.hpp"
#include "sdk/cpp/error.hpp"

namespace dovetail::cli {

namespace po = boost::program_options;

using Arguments = std::vector<std::string>;

struct Command {
  std::string name;     ///< "config check"
  std::string summary;  ///< one line, for the list
  int (*run)(const Arguments& arguments);
  bool hidden = false;
};

/// @return every subcommand, in the order of the help.
const std::vector<Command>& commands();

/// What a subcommand takes. Every one has --help.
struct Usage {
  std::string synopsis;  ///< "dovetail config check [FILE]"
  std::string text;      ///< what it does, in sentences
  std::string examples;  ///< a line each
  po::options_description options{"Options"};
  std::vector<std::string> positional;  ///< option names, in order; the last may repeat: "use..."
};

/// Parses arguments, or prints the help or what is wrong.
/// @return the values, or the exit code to end with.
struct Parsed {
  po::variables_map values;
  std::optional<int> exit_code;

  bool has(const char* name) const { return values.count(name) != 0; }
  std::string text(const char* name) const { return values[name].as<std::string>(); }
  /// The value, or "" if it was not given.
  std::string text_or_empty(const char* name) const { return has(name) ? text(name) : ""; }
  std::vector<std::string> texts(const char* name) const;
};
Parsed parse(Usage& usage, const Arguments& arguments);

/// Adds --config, --data-dir and --set.
void add_config_options(po::options_description& options);
/// The overrides of --data-dir and --set over the environment.
config::Overrides overrides_of(const Parsed& parsed);
/// Loads what --config names, or dovetail.yaml of the working directory. Prints warnings, and what
/// is wrong.  @return the configuration, or the exit code to end with.
struct LoadOutcome {
  std::optional<config::LoadedConfig> config;
  int exit_code = kOk;
};
LoadOutcome load(const Parsed& parsed, const char* option = "config");

/// Prints "error: text" to standard error.  @return code
int fail(const std::string& text, int code = kFailure);
int fail_usage(const std::string& text);

/// Of the running program; and what lies beside it in a build tree and in an installation.
std::filesystem::path executable();
std::filesystem::path contract_artifacts();
std::filesystem::path plugin_templates();
plugin::SearchPath search_path(const config::PluginsSettings& settings);
/// dovetail.lock beside the configuration file.
std::filesystem::path lock_file(const std::string& config_file);

// The subcommands, each in the file of its group.
int run_node(const Arguments& arguments);
int config_check(const Arguments& arguments);
int config_print(const Arguments& arguments);
int config_schema(const Arguments& arguments);
int config_diff(const Arguments& arguments);
int plugin_list(const Arguments& arguments);
int plugin_inspect(const Arguments& arguments);
int plugin_lock(const Arguments& arguments);
int plugin_new(const Arguments& arguments);
int plugin_rehearse(const Arguments& arguments);
int chain_deploy(const Arguments& arguments);
int admin_status(const Arguments& arguments);
int admin_why(const Arguments& arguments);
int admin_swap(const Arguments& arguments);
int admin_plan(const Arguments& arguments);
int admin_reload(const Arguments& arguments);

/// Finds the subcommand and runs it; answers --help and --version.  @param arguments  without the
/// program's name.  @return the exit code.
int dispatch(const Arguments& arguments);

}  // namespace dovetail::cli
