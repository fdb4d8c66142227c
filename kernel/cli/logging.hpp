#pragma once
// The node's log: levels and formats of log.*, written through the console.

#include <spdlog/logger.h>

#include "kernel/cli/console.hpp"
#include "kernel/host/config/settings.hpp"

namespace dovetail::cli {

/// @return a logger that any thread may use. console outlives it.
std::shared_ptr<spdlog::logger> make_logger(Console& console, const config::LogSettings& settings);

/// @return spdlog's level of the same name.
spdlog::level::level_enum level_of(config::LogLevel level);

/// One record as a line: text "2026-01-02 03:04:05.678 warning message", logfmt
/// "ts=… level=… msg=\"…\"" or JSON with the same keys. Line breaks in a message stay within the
/// record, but for text, where each further line is indented.
std::string format_record(config::LogFormat format, spdlog::level::level_enum level,
                          std::string_view message, std::string_view utc_time);

}  // namespace dovetail::cli
