#include "kernel/host/config/load.hpp"

#include <filesystem>

#include "kernel/host/config/effective.hpp"

namespace dovetail::config {

Expected<LoadedConfig> load_config(const std::string& path, const Overrides& overrides,
                                   Diagnostics* diagnostics) {
  auto text = read_text_file(path, kDocumentBytesMax);
  if (!text) return Failure(text.error().status, "configuration: " + text.error().text);
  return load_config_text(path, std::move(*text), overrides, diagnostics);
}

Expected<LoadedConfig> load_config_text(const std::string& name, std::string text,
                                        const Overrides& overrides, Diagnostics* diagnostics) {
  const std::string folder = std::filesystem::path(name).parent_path().string();
  const auto source = std::make_shared<Source>(Source{Source::Kind::file, name, std::move(text)});
  Diagnostics found;
  Node root = parse_document(source, found);
  LoadedConfig out;
  if (!has_errors(found)) {
    const auto unknown = apply_environment(root, overrides.environment, found);
    apply_sets(root, overrides.sets, found);
    std::set<std::string> used;
    substitute(root, overrides.environment, folder, used, found);
    for (const std::string& variable : unknown)
      if (!used.contains(variable)) out.warnings.push_back(unknown_variable(variable));
    out.effective = make_effective(root, found);
  }
  const bool failed = has_errors(found);
  const std::string report = render(found);
  found.insert(found.end(), out.warnings.begin(), out.warnings.end());
  if (diagnostics != nullptr) *diagnostics = found;
  if (failed) return Failure(Status::invalid_argument, report);
  out.file = name;
  out.settings = settings_from(out.effective, folder);
  return out;
}

std::string origin_of(const Node& node) {
  if (!node.source) return "default";
  if (node.source->kind != Source::Kind::file) return node.source->name;
  return node.source->name + ":" + std::to_string(node.at.line);
}

}  // namespace dovetail::config
