#include "kernel/state/batch_builder.hpp"

#include <algorithm>
#include <map>

#include "kernel/zkevm/system/commitment.hpp"
#include "sdk/crypto/blake2s.hpp"

namespace dovetail::state {
namespace {

using zkevm::Account;

/// The leaf that says: this code has been published.
const Hash256 kKnownCode = U256(1).to_be();

Failure contradiction(const Hash256& key) {
  return {Status::corrupt,
          "the flat state and the state tree contradict each other at key " + to_hex(key.view()) +
              ": the data directory is damaged; put back a copy of it: this version cannot "
              "rebuild it from L1"};
}

class VectorSink final : public zkevm::ByteSink {
 public:
  explicit VectorSink(Bytes& out) : out_(out) {}
  void write(ByteView bytes) override { out_.insert(out_.end(), bytes.begin(), bytes.end()); }

 private:
  Bytes& out_;
};

/// Sorts the net changes of a batch into the lists of its pubdata and the changes of its tree.
class Sorter {
 public:
  Sorter(const Database& database, const Tree& tree) : database_(database), tree_(tree) {}

  Expected<void> add(const AccountDelta& delta) {
    const Account before = delta.before.value_or(Account()),
                  after = delta.after.value_or(Account());
    if (before == after) return {};
    if (after.code_hash != before.code_hash)
      if (auto published = publish(after.code_hash); !published) return published;
    const Hash256 key = zkevm::account_key(delta.address);
    auto old_value = leaf_value(before);
    if (!old_value) return old_value.error();
    auto new_value = leaf_value(after);
    if (!new_value) return new_value.error();
    auto index = find(key, *old_value);
    if (!index) return index.error();
    changes_.push_back({key, *new_value});
    if (*index)
      repeated_.push_back({**index, true, {}, {}, before, after});
    else
      first_accounts_.push_back({delta.address, after});
    return {};
  }

  Expected<void> add(const SlotDelta& delta) {
    auto index = find(delta.flat_key, delta.before.to_be());
    if (!index) return index.error();
    changes_.push_back({delta.flat_key, delta.after.to_be()});
    if (*index)
      repeated_.push_back({**index, false, delta.before, delta.after, {}, {}});
    else
      first_writes_.push_back({delta.flat_key, delta.after});
    return {};
  }

  /// The lists' contents, in pubdata's order. The views live as long as this object.
  zkevm::PubdataContents contents() {
    std::ranges::sort(repeated_, {}, &zkevm::RepeatedWrite::index);
    std::ranges::sort(first_writes_, {}, &zkevm::FirstWrite::key);
    std::ranges::sort(first_accounts_, {}, &zkevm::FirstAccount::address);
    published_.clear();
    for (const auto& [hash, code] : new_codes_) published_.push_back({hash, code});
    zkevm::PubdataContents contents;
    contents.codes = published_;
    contents.repeated = repeated_;
    contents.first_writes = first_writes_;
    contents.first_accounts = first_accounts_;
    return contents;
  }

  std::vector<FlatChange> take_changes() {
    std::ranges::sort(changes_, {}, &FlatChange::key);
    return std::move(changes_);
  }

 private:
  /// Publishes code that is not known yet.
  Expected<void> publish(const Hash256& code_hash) {
    if (code_hash == zkevm::kEmptyCodeHash || new_codes_.contains(code_hash)) return {};
    const Hash256 key = zkevm::known_code_key(code_hash);
    auto known = tree_.index_of(key);
    if (!known) return known.error();
    if (*known) return {};
    auto code = database_.code(code_hash);
    if (!code) return code.error();
    new_codes_.emplace(code_hash, std::move(*code));
    changes_.push_back({key, kKnownCode});
    return {};
  }

  Expected<Hash256> leaf_value(const Account& account) {
    if (account.code_hash == zkevm::kEmptyCodeHash) return zkevm::hash({account, {}});
    auto blake = blakes_.find(account.code_hash);
    if (blake == blakes_.end()) {
      auto code = database_.code(account.code_hash);
      if (!code) return code.error();
      blake = blakes_.emplace(account.code_hash, blake2s(*code)).first;
    }
    return zkevm::hash({account, blake->second});
  }

  /// @return the leaf of a key, having checked that it holds what the flat state says it did.
  Expected<std::optional<uint64_t>> find(const Hash256& key, const Hash256& old_value) const {
    auto index = tree_.index_of(key);
    if (!index) return index;
    if (!*index) {
      if (!old_value.is_zero()) return contradiction(key);
      return index;
    }
    auto leaf = tree_.leaf(**index);
    if (!leaf) return leaf.error();
    if (leaf->value != old_value) return contradiction(key);
    return index;
  }

  const Database& database_;
  const Tree& tree_;
  std::map<Hash256, Bytes> new_codes_;
  std::map<Hash256, Hash256> blakes_;  ///< blake2s of code, by keccak256
  std::vector<FlatChange> changes_;
  std::vector<zkevm::RepeatedWrite> repeated_;
  std::vector<zkevm::FirstWrite> first_writes_;
  std::vector<zkevm::FirstAccount> first_accounts_;
  std::vector<zkevm::PublishedCode> published_;
};

Expected<Bytes> encode(const Database& database, zkevm::PubdataContents contents, uint64_t first,
                       uint64_t last, const BatchMessages& messages) {
  std::vector<Hash256> hashes;
  for (uint64_t block = first; block <= last; ++block) {
    auto header = database.header(block);
    if (!header) return header.error();
    hashes.push_back(header->hash);
    contents.range = {first, block, header->timestamp};
  }
  const std::vector<ByteView> views(messages.messages.begin(), messages.messages.end());
  contents.block_hashes = hashes;
  contents.logs = messages.logs;
  contents.messages = views;
  Bytes pubdata;
  VectorSink sink(pubdata);
  zkevm::encode_pubdata(contents, sink);
  return pubdata;
}

}  // namespace

Expected<Hash256> state_commitment(const Database& database, const TreeHead& tree, uint64_t block) {
  auto header = database.header(block);
  if (!header) return header.error();
  auto hashes = database.recent_hashes(block);
  if (!hashes) return hashes.error();
  zkevm::StateCommitment commitment;
  commitment.rollup = {tree.root, tree.next_index};
  commitment.porter = {zkevm::genesis_root(zkevm::empty_hashes()), zkevm::kGuardLeaves.size()};
  commitment.block_number = block;
  commitment.recent_hashes =
      zkevm::hash_recent(std::span<const Hash256, zkevm::kRecentHashes>(*hashes));
  commitment.last_timestamp = header->timestamp;
  return zkevm::hash(commitment);
}

Expected<BatchContents> build_batch(const Database& database, uint64_t first, uint64_t last,
                                    const BatchMessages& messages) {
  auto net = database.net_changes(first, last);
  if (!net) return net.error();
  const Tree tree = database.tree();
  Sorter sorter(database, tree);
  for (const AccountDelta& delta : net->accounts)
    if (auto added = sorter.add(delta); !added) return added.error();
  for (const SlotDelta& delta : net->slots)
    if (auto added = sorter.add(delta); !added) return added.error();
  BatchContents batch;
  batch.changes = sorter.take_changes();
  auto update = tree.apply(batch.changes);
  if (!update) return update.error();
  batch.tree = std::move(*update);
  auto pubdata = encode(database, sorter.contents(), first, last, messages);
  if (!pubdata) return pubdata.error();
  batch.pubdata = std::move(*pubdata);
  auto commitment = state_commitment(database, batch.tree.after, last);
  if (!commitment) return commitment.error();
  batch.state_after = *commitment;
  return batch;
}

}  // namespace dovetail::state
