// Which subcommand a command line names, and the help that lists them.

#include <algorithm>
#include <iomanip>
#include <iostream>

#include "kernel/cli/command.hpp"
#include "kernel/host/config/nearest.hpp"

namespace dovetail::cli {
namespace {

void print_overview(std::ostream& out) {
  out << "dovetail " DOVETAIL_VERSION ": a ZK Stack node\n\nUsage: dovetail COMMAND [OPTIONS]\n\n";
  for (const auto& command : commands())
    if (!command.hidden)
      out << "  " << std::left << std::setw(16) << command.name << command.summary << "\n";
  out << "\nEach command has --help with examples.\n"
         "\nExamples:\n"
         "  dovetail run --config configs/dev.yaml --unlocked\n"
         "  dovetail config check configs/dev.yaml\n"
         "  dovetail admin why 12\n"
         "\nExit codes: 0 done (also a node stopped by SIGINT or SIGTERM), 1 failure, 2 usage,\n"
         "78 configuration.\n";
}

/// "config check" for {"config", "check", …}; a group alone is its own name.
std::string words_of(const Arguments& arguments, size_t count) {
  std::string out;
  for (size_t i = 0; i < std::min(count, arguments.size()); ++i)
    out += (out.empty() ? "" : " ") + arguments[i];
  return out;
}

const Command* find(const std::string& name) {
  const auto found = std::ranges::find(commands(), name, &Command::name);
  return found == commands().end() ? nullptr : &*found;
}

std::vector<std::string> names_in(const std::string& group) {
  std::vector<std::string> out;
  for (const auto& command : commands())
    if (!command.hidden && command.name.starts_with(group)) out.push_back(command.name);
  return out;
}

bool is_help(const std::string& argument) {
  return argument == "--help" || argument == "-h" || argument == "help";
}

int unknown(const Arguments& arguments) {
  const std::string group = arguments[0] + " ";
  if (!names_in(group).empty()) {
    const bool asks = arguments.size() > 1 && is_help(arguments[1]);
    std::ostream& out = asks ? std::cout : std::cerr;
    if (!asks && arguments.size() > 1)
      out << "error: unknown command '" << words_of(arguments, 2) << "'"
          << config::suggestion(words_of(arguments, 2), names_in(group)) << "\n";
    else
      for (const auto& name : names_in(group))
        out << "  " << std::left << std::setw(16) << name << find(name)->summary << "\n";
    return asks ? kOk : kUsage;
  }
  std::vector<std::string> known = names_in("");
  for (const char* each : {"config", "plugin", "chain", "admin"}) known.emplace_back(each);
  const std::string near = config::nearest(arguments[0], known);
  std::cerr << "error: unknown command '" << arguments[0] << "'"
            << (near.empty() ? "; `dovetail --help` lists them" : "; did you mean '" + near + "'?")
            << "\n";
  return kUsage;
}

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> kCommands = {
      {"run", "run the node", run_node},
      {"config check", "judge a configuration without loading any plugin", config_check},
      {"config print", "what holds, and where each value came from", config_print},
      {"config schema", "JSON Schema of the configuration, for editors", config_schema},
      {"config diff", "what a reload would do", config_diff},
      {"plugin list", "plugins on the search path", plugin_list},
      {"plugin inspect", "the manifest of a plugin, without loading it", plugin_inspect},
      {"plugin lock", "write the hashes of the configured plugins to dovetail.lock", plugin_lock},
      {"plugin new", "write the project of a new plugin", plugin_new},
      {"plugin rehearse", "started by the node alone", plugin_rehearse, true},
      {"chain deploy", "put the chain's contracts on L1", chain_deploy},
      {"admin status", "what a running node is doing", admin_status},
      {"admin why", "at which stage a batch stands, and why", admin_why},
      {"admin swap", "replace a plugin of a running node", admin_swap},
      {"admin plan", "what a reload of a running node would do", admin_plan},
      {"admin reload", "make a running node read its configuration again", admin_reload}};
  return kCommands;
}

int dispatch(const Arguments& arguments) {
  if (arguments.empty()) return print_overview(std::cerr), kUsage;
  if (is_help(arguments[0])) return print_overview(std::cout), kOk;
  if (arguments[0] == "--version" || arguments[0] == "-V") {
    std::cout << "dovetail " DOVETAIL_VERSION "\n";
    return kOk;
  }
  for (const size_t words : {2, 1})
    if (const Command* command = find(words_of(arguments, words)); command != nullptr) {
      const size_t used = std::min(words, arguments.size());
      return command->run({arguments.begin() + static_cast<std::ptrdiff_t>(used), arguments.end()});
    }
  return unknown(arguments);
}

}  // namespace dovetail::cli
