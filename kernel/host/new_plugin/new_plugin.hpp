#pragma once
// `dovetail plugin new`: writes a plugin's folder from the SDK's templates (sdk/template, installed
// to share/dovetail/template). What it writes builds and passes its test outside this tree.

#include <filesystem>
#include <string_view>

#include "sdk/cpp/error.hpp"

namespace dovetail::host {

/// Writes every file of <template_dir>/common and <template_dir>/<kind> to the new folder into,
/// without the ending .in and with @KIND@ and @NAME@ filled in.
/// @param name  at most 39 characters a-z, 0-9 and _, a letter first.
/// Fails with unsupported on a kind without a template, naming those that have one; with
/// invalid_argument on a bad name; with conflict if into exists; with unavailable on a file error.
/// Then into does not exist, unless it did before.
Expected<void> write_new_plugin(const std::filesystem::path& template_dir, std::string_view kind,
                                std::string_view name, const std::filesystem::path& into);

}  // namespace dovetail::host
