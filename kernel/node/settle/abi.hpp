#pragma once
// Solidity's ABI encoding, as far as calls to our contracts need it.
// Source: the Solidity documentation, "Contract ABI Specification".

#include <initializer_list>
#include <string_view>

#include "sdk/cpp/text.hpp"

namespace dovetail::node::abi {

/// A tuple under construction: static words in the head, dynamic parts in the tail.
class Tuple {
 public:
  Tuple& word(const U256& value);
  Tuple& word(const Hash256& value);
  Tuple& address(const Address& value);
  /// bytes or string.
  Tuple& bytes(ByteView value);
  /// A static tuple: its words in place.
  Tuple& inlined(const Tuple& value);
  /// A dynamic tuple: an offset in the head, its encoding in the tail.
  Tuple& dynamic(const Tuple& value);

  Bytes encode() const;

 private:
  struct Part {
    bool is_dynamic;
    Bytes bytes;
  };
  std::vector<Part> parts_;
};

/// @param signature  "commitBatch((uint64,…),…)".  @return the selector and the encoded arguments.
Bytes call(std::string_view signature, const Tuple& arguments = {});

/// @return word number index of return data, or zero if it is shorter.
Hash256 word_at(ByteView data, size_t index);

}  // namespace dovetail::node::abi
