#pragma once
// Instances made in the test itself, without a library: a plugin class behind its entry struct.

#include <memory>

#include "sdk/cpp/calls.hpp"
#include "sdk/cpp/plugin.hpp"

namespace dovetail::sdk {

/// Holds an instance; get_interface and destroy go through the entry.
class Handle {
 public:
  explicit Handle(Instance* instance) : raw_(handle_of(instance)) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { entry_destroy(raw_); }

  dovetail_instance* raw() const { return raw_; }
  template <class Calls>
  Calls calls() const {
    return {table<typename Calls::Table>(Calls::kId), raw_};
  }
  template <class Table>
  const Table* table(std::string_view id) const {
    return static_cast<const Table*>(entry_get_interface(raw_, to_abi(id)));
  }

 private:
  dovetail_instance* raw_;
};

}  // namespace dovetail::sdk
