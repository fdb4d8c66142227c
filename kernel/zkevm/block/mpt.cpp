#include "kernel/zkevm/block/mpt.hpp"

#include "sdk/base/arena_vector.hpp"
#include "sdk/base/rlp.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::zkevm {
namespace {

using Bytes = ArenaVector<uint8_t>;

constexpr int kNibblesMax = 64;

int nibble(ByteView key, int i) {
  const uint8_t byte = key[static_cast<size_t>(i) / 2];
  return i % 2 == 0 ? byte >> 4 : byte & 15;
}
int nibble_count(ByteView key) {
  return 2 * static_cast<int>(key.size());
}

int common_nibbles(ByteView a, ByteView b) {
  int i = 0;
  while (i < nibble_count(a) && i < nibble_count(b) && nibble(a, i) == nibble(b, i)) ++i;
  return i;
}

/// How a node stands in its parent: its rlp if that is shorter than a hash, else the hash as an rlp
/// string.
struct Reference {
  uint8_t bytes[33];
  uint8_t size = 0;
  ByteView view() const { return {bytes, size}; }
};

struct Branch {
  int depth = 0;  ///< in nibbles from the root
  Reference children[16];
};

class Builder {
 public:
  explicit Builder(Arena& arena)
      : arena_(arena), branches_(arena.make<Branch>(kNibblesMax)), work_(arena.mark()) {}

  /// @param shared_before, shared_after  nibbles in common with the neighbours; -1 where there is
  /// none.
  void add(const TrieItem& item, int shared_before, int shared_after) {
    const int depth = shared_before > shared_after ? shared_before : shared_after;
    if (open_ == 0 || branches_[open_ - 1].depth < depth) open_branch(depth);
    put(item.key, depth, leaf(item, depth + 1));
    while (open_ != 0 && branches_[open_ - 1].depth > shared_after)
      close_branch(item.key, shared_after);
  }
  const Hash256& root() const { return root_; }

 private:
  void open_branch(int depth) {
    if (depth < 0) return;
    branches_[open_] = Branch{};
    branches_[open_++].depth = depth;
  }

  // The deepest open branch goes into the one above it, which the next key may demand.
  void close_branch(ByteView key, int shared_after) {
    const Branch& branch = branches_[--open_];
    const int depth = branch.depth;
    int parent = open_ == 0 ? -1 : branches_[open_ - 1].depth;
    Bytes node = list_of(branch);
    if (parent < shared_after) {
      parent = shared_after;
      open_branch(parent);
    }
    if (depth > parent + 1) {
      const Reference child = reference(node);
      node = pair(path(key, parent + 1, depth, false), child.view(), true);
    }
    put(key, parent, node);
  }

  void put(ByteView key, int depth, const Bytes& node) {
    if (depth < 0)
      root_ = keccak256(node.view());
    else
      branches_[open_ - 1].children[nibble(key, depth)] = reference(node);
    arena_.release(work_);
  }

  Bytes list_of(const Branch& branch) {
    Bytes fields(arena_), node(arena_);
    for (const Reference& child : branch.children) {
      if (child.size == 0)
        rlp::append_string(fields, {});
      else
        fields.insert(fields.end(), child.view().begin(), child.view().end());
    }
    rlp::append_string(fields, {});  // keys that are no prefixes end in no branch
    rlp::append_list(node, fields.view());
    return node;
  }

  Bytes leaf(const TrieItem& item, int from) {
    return pair(path(item.key, from, nibble_count(item.key), true), item.value, false);
  }

  Bytes pair(const Bytes& path, ByteView second, bool second_is_encoded) {
    Bytes fields(arena_), node(arena_);
    rlp::append_string(fields, path.view());
    if (second_is_encoded)
      fields.insert(fields.end(), second.begin(), second.end());
    else
      rlp::append_string(fields, second);
    rlp::append_list(node, fields.view());
    return node;
  }

  // Hex-prefix encoding of nibbles [from, to).
  Bytes path(ByteView key, int from, int to, bool is_leaf) {
    Bytes out(arena_);
    const bool odd = (to - from) % 2 != 0;
    uint8_t first = static_cast<uint8_t>((is_leaf ? 0x20 : 0) | (odd ? 0x10 : 0));
    if (odd) first |= static_cast<uint8_t>(nibble(key, from++));
    out.push_back(first);
    for (; from < to; from += 2)
      out.push_back(static_cast<uint8_t>(nibble(key, from) << 4 | nibble(key, from + 1)));
    return out;
  }

  static Reference reference(const Bytes& node) {
    Reference out;
    if (node.size() < 32) {
      for (uint8_t byte : node) out.bytes[out.size++] = byte;
      return out;
    }
    const Hash256 hash = keccak256(node.view());
    out.bytes[out.size++] = 0xa0;
    for (uint8_t byte : hash) out.bytes[out.size++] = byte;
    return out;
  }

  Arena& arena_;
  std::span<Branch> branches_;
  Arena::Mark work_;  ///< everything above is one node's
  size_t open_ = 0;
  Hash256 root_ = kEmptyTrieRoot;
};

}  // namespace

Hash256 trie_root(std::span<const TrieItem> items, Arena& arena) {
  const Arena::Mark mark = arena.mark();
  Builder builder(arena);
  int before = -1;
  for (size_t i = 0; i < items.size(); ++i) {
    const bool last = i + 1 == items.size();
    const int after = last ? -1 : common_nibbles(items[i].key, items[i + 1].key);
    builder.add(items[i], before, after);
    before = after;
  }
  arena.release(mark);
  return builder.root();
}

Hash256 ordered_root(std::span<const ByteView> values, Arena& arena) {
  const Arena::Mark mark = arena.mark();
  const std::span<TrieItem> items = arena.make<TrieItem>(values.size());
  size_t count = 0;
  const auto add = [&](size_t index) {
    ArenaVector<uint8_t> key(arena);
    rlp::append_integer(key, index);
    items[count++] = {key.view(), values[index]};
  };
  // rlp(0) is 0x80: behind those of 1 to 127 and before all others.
  constexpr size_t kOneByte = 128;
  for (size_t i = 1; i < values.size() && i < kOneByte; ++i) add(i);
  if (!values.empty()) add(0);
  for (size_t i = kOneByte; i < values.size(); ++i) add(i);
  const Hash256 root = trie_root(items, arena);
  arena.release(mark);
  return root;
}

}  // namespace dovetail::zkevm
