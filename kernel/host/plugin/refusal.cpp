#include "kernel/host/plugin/refusal.hpp"

#include <array>

#include "kernel/host/plugin/elf.hpp"

namespace dovetail::plugin {
namespace {

struct Row {
  std::string_view name;
  std::string_view remedy;
};

constexpr std::array<Row, 12> kRows = {{
    {"resolve", "`dovetail plugin list` shows what there is; plugins.path adds a directory"},
    {"copy", "make the file readable, and the data directory writable with room for a copy"},
    {"manifest",
     "`dovetail plugin inspect` shows a file's manifest; build it with this node's SDK"},
    {"lock",
     "check where the file comes from, then run `dovetail plugin lock`, with its name behind "
     "it if the configuration does not use it"},
    {"config", "`dovetail config check` shows the place in the configuration"},
    {"rehearse", "the plugin is faulty, or its configuration asks too much; use another version"},
    {"load", "install what it links, or build it with this node's SDK"},
    {"create", "correct the plugin's configuration, as its words say"},
    {"self_test", "the plugin is faulty or its environment incomplete; use another version"},
    {"compatible", "only a plugin that agrees with the chain's state may take this slot"},
    {"canary", "the plugin does not do its work right; use another version"},
    {"stop", "wait until its jobs end, then try again"},
}};

/// The library that the loader's words say it could not open.
std::string missing_library(const RefusalContext& context, std::string_view words) {
  for (const auto& name : context.needed)
    if (words.find(name + ": cannot open shared object file") != words.npos) return name;
  return "";
}

void add_line(std::string& text, std::string_view label, const std::string& value) {
  if (!value.empty()) text += "\n  " + std::string(label) + ": " + value;
}

std::string joined(const std::vector<std::filesystem::path>& paths) {
  std::string out;
  for (const auto& path : paths) out += (out.empty() ? "" : ", ") + path.string();
  return out;
}

}  // namespace

std::string_view stage_name(Stage stage) {
  return kRows[static_cast<size_t>(stage)].name;
}

Failure refusal(Stage stage, const RefusalContext& context, const Failure& cause) {
  std::string text =
      "plugin " + context.use + " refused (" + std::string(stage_name(stage)) + "): " + cause.text;
  add_line(text, "path", context.path.string());
  if (!context.file_machine.empty())
    add_line(text, "architecture", context.file_machine + ", this machine is " + machine_name());
  add_line(text, "missing library", missing_library(context, cause.text));
  add_line(text, "shadows", joined(context.shadowed));
  add_line(text, "remedy", std::string(kRows[static_cast<size_t>(stage)].remedy));
  return {cause.status, std::move(text)};
}

}  // namespace dovetail::plugin
