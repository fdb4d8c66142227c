#pragma once
// Writing a plugin in C++: derive from the class of its kind, give it a static create, and export
// it.
//
//   class Fixed : public dovetail::sdk::FeeOracle {
//    public:
//     static Expected<std::unique_ptr<Fixed>> create(Host host, CreateArgs args);
//     Expected<Fees> sample(Cancel cancel) override;
//     Expected<void> self_test() override;
//   };
//   DOVETAIL_PLUGIN(Fixed)
//
// Every entry is noexcept: an exception that leaves a method becomes DOVETAIL_INTERNAL with its
// text. Only a plugin's plugin.cpp includes this file; its logic knows nothing of the ABI.

#include "sdk/cpp/entry.hpp"
#include "sdk/cpp/kinds/bridge.hpp"
#include "sdk/cpp/kinds/compressor.hpp"
#include "sdk/cpp/kinds/da.hpp"
#include "sdk/cpp/kinds/fee_oracle.hpp"
#include "sdk/cpp/kinds/l1.hpp"
#include "sdk/cpp/kinds/prover.hpp"

#define DOVETAIL_PLUGIN(Class)                                                                   \
  extern "C" __attribute__((visibility("default"))) const dovetail_plugin_entry dovetail_plugin; \
  constexpr dovetail_plugin_entry dovetail_plugin = ::dovetail::sdk::entry_of<Class>();
