#pragma once
// Roots of Merkle-Patricia tries, without building them. Source: Yellow Paper, appendix D.
//
// The items come in the order of their keys, so a node is final as soon as the next key leaves it:
// only the branches on the path to the present key are open, at most one a nibble.

#include <span>

#include "sdk/base/arena.hpp"
#include "sdk/base/hex.hpp"

namespace dovetail::zkevm {

/// The root of a trie without items: keccak256(rlp of nothing).
inline constexpr Hash256 kEmptyTrieRoot =
    fixed_hex<32>("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");

struct TrieItem {
  ByteView key;    ///< at most 32 bytes
  ByteView value;  ///< not empty
};

/// @param items  ascending by key; no key is a prefix of another.  @param arena  is given back what
/// the call takes.
Hash256 trie_root(std::span<const TrieItem> items, Arena& arena);

/// @return the root over rlp(index) -> values[index]: a block's transactionsRoot or receiptsRoot.
Hash256 ordered_root(std::span<const ByteView> values, Arena& arena);

}  // namespace dovetail::zkevm
