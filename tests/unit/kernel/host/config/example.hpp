#pragma once
// The least configuration that loads, and short ways to load texts.

#include <gtest/gtest.h>

#include <string>

#include "kernel/host/config/load.hpp"

namespace dovetail::config {

inline const std::string kLeast =
    "chain: { id: 270, development_accounts: true }\n"
    "plugins:\n"
    "  l1: { use: l1/ethereum }\n"
    "  da: { use: da/rollup }\n"
    "  compressor: { use: compressor/none }\n"
    "  fee_oracle: { use: fee_oracle/l1_gas }\n";

/// @return the report of a text that must not load.
inline std::string report_of(const std::string& text, const Overrides& overrides = {}) {
  auto loaded = load_config_text("x.yaml", text, overrides);
  return loaded ? "it loaded" : loaded.error().text;
}

/// @return a text that must load, loaded.
inline LoadedConfig loaded_from(const std::string& text, const Overrides& overrides = {}) {
  auto loaded = load_config_text("x.yaml", text, overrides);
  EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().text);
  return loaded ? *loaded : LoadedConfig{};
}

}  // namespace dovetail::config
