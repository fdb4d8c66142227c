#include "kernel/cli/logging.hpp"

#include <spdlog/sinks/base_sink.h>

#include <boost/json.hpp>
#include <ctime>

namespace dovetail::cli {
namespace {

const char* name_of(spdlog::level::level_enum level) {
  switch (level) {
    case spdlog::level::trace:
      return "trace";
    case spdlog::level::debug:
      return "debug";
    case spdlog::level::info:
      return "info";
    case spdlog::level::warn:
      return "warning";
    default:
      return "error";
  }
}

std::string utc_time(std::chrono::system_clock::time_point at) {
  const auto since = at.time_since_epoch();
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
  const std::time_t seconds = ms / 1000;
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  char date[32], out[40];
  std::strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(out, sizeof out, "%s.%03dZ", date, static_cast<int>(ms % 1000));
  return out;
}

/// What a plugin or L1 said may hold bytes that steer a terminal; they become '?'.
std::string indented(std::string_view message) {
  std::string out;
  for (const char c : message) {
    const bool steers = static_cast<unsigned char>(c) < ' ' || c == 0x7f;
    if (c == '\n')
      out += "\n    ";
    else
      out += steers && c != '\t' ? '?' : c;
  }
  return out;
}

class ConsoleSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  ConsoleSink(Console& console, config::LogFormat format) : console_(console), format_(format) {}

 private:
  void sink_it_(const spdlog::details::log_msg& record) override {
    const std::string_view message(record.payload.data(), record.payload.size());
    console_.log(format_record(format_, record.level, message, utc_time(record.time)) + "\n");
  }
  void flush_() override {}

  Console& console_;
  const config::LogFormat format_;
};

}  // namespace

std::string format_record(config::LogFormat format, spdlog::level::level_enum level,
                          std::string_view message, std::string_view time) {
  if (format == config::LogFormat::json)
    return boost::json::serialize(
        boost::json::object{{"ts", time}, {"level", name_of(level)}, {"msg", message}});
  if (format == config::LogFormat::logfmt)
    return "ts=" + std::string(time) + " level=" + name_of(level) +
           " msg=" + boost::json::serialize(boost::json::string(message));
  return std::string(time) + " " + name_of(level) + "  " + indented(message);
}

spdlog::level::level_enum level_of(config::LogLevel level) {
  switch (level) {
    case config::LogLevel::trace:
      return spdlog::level::trace;
    case config::LogLevel::debug:
      return spdlog::level::debug;
    case config::LogLevel::info:
      return spdlog::level::info;
    case config::LogLevel::warning:
      return spdlog::level::warn;
    case config::LogLevel::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

std::shared_ptr<spdlog::logger> make_logger(Console& console, const config::LogSettings& settings) {
  auto out = std::make_shared<spdlog::logger>(
      "dovetail", std::make_shared<ConsoleSink>(console, settings.format));
  out->set_level(level_of(settings.level));
  return out;
}

}  // namespace dovetail::cli
