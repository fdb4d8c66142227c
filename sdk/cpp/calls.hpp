#pragma once
// Calling a plugin from C++: one class per kind over its interface struct. Each method returns what
// the C function gave, as a value; a slot that the plugin lacks fails with unsupported, a broken
// contract with internal.
//
// The classes are two pointers; they keep nothing loaded. Whoever makes them keeps the instance
// alive.

#include "sdk/cpp/calls/bridge.hpp"
#include "sdk/cpp/calls/compressor.hpp"
#include "sdk/cpp/calls/da.hpp"
#include "sdk/cpp/calls/fee_oracle.hpp"
#include "sdk/cpp/calls/l1.hpp"
#include "sdk/cpp/calls/prover.hpp"
