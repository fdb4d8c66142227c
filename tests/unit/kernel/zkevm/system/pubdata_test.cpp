// Canonical pubdata: what is encoded is decoded, and nothing else is accepted.
#include "kernel/zkevm/system/pubdata.hpp"

#include "tests/unit/kernel/zkevm/system/pubdata_fixture.hpp"

namespace dovetail::zkevm {
namespace {

constexpr uint64_t kSeed = 20261120;
alignas(16) uint8_t memory[1 << 18];

struct Decoded {
  bool accepted = false;
  Error error;
  Hash256 digest;
};

Decoded decode(ByteView bytes, OldState&& state = OldState()) {
  alignas(16) static uint8_t scratch[1 << 16];
  Arena arena(scratch);
  Digest digest;
  const auto range = decode_pubdata(bytes, state, digest, arena);
  if (!range) return {false, range.error(), {}};
  return {true, {}, digest.finish()};
}

TEST(pubdata, decodes_to_what_was_encoded) {
  for (uint64_t seed = kSeed; seed < kSeed + 100; ++seed) {
    Arena arena(memory);
    OldState state;
    const RandomBatch batch(seed, arena);
    Digest expected;
    batch.tell(expected, state);
    Sink sink(arena);
    encode_pubdata(batch.contents(), sink);
    const Decoded decoded = decode(sink.view());
    EXPECT_TRUE(decoded.accepted) << "seed " << seed << " " << decoded.error.text;
    EXPECT_EQ(decoded.digest, expected.finish()) << "seed " << seed;
  }
}

TEST(pubdata, refuses_every_truncation_and_a_trailing_byte) {
  for (uint64_t seed = kSeed; seed < kSeed + 5; ++seed) {
    Arena arena(memory);
    const RandomBatch batch(seed, arena);
    Sink sink(arena);
    encode_pubdata(batch.contents(), sink);
    for (size_t size = 0; size < sink.view().size(); ++size)
      EXPECT_FALSE(decode(sink.view().first(size)).accepted) << "seed " << seed << " size " << size;
    sink.write(old_code(0).first(1));
    EXPECT_FALSE(decode(sink.view()).accepted) << "seed " << seed;
  }
}

TEST(pubdata, has_one_encoding_for_each_batch) {
  for (uint64_t seed = kSeed; seed < kSeed + 3; ++seed) {
    Arena arena(memory);
    const RandomBatch batch(seed, arena);
    Sink sink(arena);
    encode_pubdata(batch.contents(), sink);
    const Hash256 digest = decode(sink.view()).digest;
    MutableBytes changed = arena.make<uint8_t>(sink.view().size());
    for (size_t i = 0; i < changed.size(); ++i) changed[i] = sink.view()[i];
    // Bytes 18..25 are the last timestamp, which no visitor call repeats.
    for (size_t at = 0; at < changed.size(); ++at) {
      if (at >= 18 && at < 26) continue;
      for (const uint8_t flip : {0x01, 0x08, 0x80}) {
        changed[at] ^= flip;
        const Decoded other = decode(changed);
        EXPECT_TRUE(!other.accepted || other.digest != digest) << "seed " << seed << " byte " << at;
        changed[at] ^= flip;
      }
    }
  }
}

/// A batch of block 1 alone up to its repeated writes; what follows is the test's.
class Written {
 public:
  Written() : Written(NoCodes()) { add(0, 0, 0, 0); }
  /// What follows begins with the number of codes.
  struct NoCodes {};
  explicit Written(NoCodes) : arena_(memory), bytes_(arena_) {
    for (const uint8_t byte : {1, 0}) add(byte);
    for (int i = 0; i < 2; ++i) add_u64(1);
    add_u64(5);
    for (int i = 0; i < 32; ++i) add(7);
    for (int i = 0; i < 8; ++i) add(0);
  }
  template <class... Rest>
  Written& add(uint8_t byte, Rest... rest) {
    bytes_.push_back(byte);
    if constexpr (sizeof...(rest) != 0) add(static_cast<uint8_t>(rest)...);
    return *this;
  }
  Written& add(ByteView view) {
    bytes_.insert(bytes_.end(), view.data(), view.data() + view.size());
    return *this;
  }
  bool accepted(OldState&& state = OldState()) const {
    return decode(bytes_.view(), static_cast<OldState&&>(state)).accepted;
  }

 private:
  void add_u64(uint8_t low) { add(0, 0, 0, 0, 0, 0, 0, low); }
  Arena arena_;
  ArenaVector<uint8_t> bytes_;
};

/// A word with this number, valid to the end of the statement.
class Word {
 public:
  explicit Word(uint64_t number) : bytes_(U256(number).to_be()) {}
  operator ByteView() const { return bytes_.view(); }  // NOLINT(google-explicit-constructor)

 private:
  Hash256 bytes_;
};

constexpr uint8_t kTransform1 = 1 << 3 | 3, kAdd1 = 1 << 3 | 1, kSubtract1 = 1 << 3 | 2;

TEST(pubdata, accepts_the_hand_written_form) {
  EXPECT_TRUE(Written().add(0, 0, 0).accepted());
  EXPECT_TRUE(Written().add(1, 2, kTransform1, 9, 0, 0).accepted());  // leaf 2 becomes 9
  EXPECT_TRUE(Written().add(1, 2, kAdd1, 9, 0, 0).accepted());        // 2000 + 9
  EXPECT_TRUE(Written().add(1, 2, kSubtract1, 9, 0, 0).accepted());   // 2000 - 9
  EXPECT_TRUE(Written().add(1, 5, 1 << 3 | 4, kTransform1, 9, 0, 0).accepted());  // nonce 9
}

TEST(pubdata, refuses_varints_in_a_longer_form) {
  EXPECT_FALSE(Written().add(0x80, 0, 0, 0).accepted());
  EXPECT_FALSE(Written().add(1, 0x82, 0, kTransform1, 9, 0, 0).accepted());
  EXPECT_FALSE(Written().add(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2).accepted());
}

TEST(pubdata, refuses_values_in_another_than_their_one_encoding) {
  EXPECT_FALSE(Written().add(1, 2, 2 << 3 | 3, 0, 9, 0, 0).accepted());  // leading zero
  EXPECT_FALSE(
      Written().add(1, 2, 2 << 3 | 3, 7, 0xd9, 0, 0).accepted());  // 2009: an addition is shorter
  EXPECT_FALSE(Written()
                   .add(1, 2, 2 << 3 | 2, 7, 0xc7, 0, 0)
                   .accepted());                             // becomes 9: a transform is shorter
  EXPECT_FALSE(Written().add(1, 2, 5, 9, 0, 0).accepted());  // unknown operation
  EXPECT_FALSE(Written().add(1, 2, 1 << 3, 9, 0, 0).accepted());  // none has no length
}

TEST(pubdata, refuses_changes_that_change_nothing) {
  EXPECT_FALSE(Written().add(1, 2, 2 << 3 | 3, 7, 0xd0, 0, 0).accepted());  // 2000 again
  EXPECT_FALSE(Written().add(1, 2, 1, 0, 0).accepted());                    // plus nothing
  EXPECT_FALSE(Written().add(1, 5, 4, 0, 0).accepted());                    // no field
  EXPECT_FALSE(Written().add(1, 3, 8 << 3 | 4, 0, 0).accepted());           // removed twice
  EXPECT_FALSE(Written().add(0, 1).add(Word(5)).add(3, 0).accepted());      // first write of zero
}

TEST(pubdata, refuses_lists_out_of_order) {
  EXPECT_TRUE(Written().add(2, 2, kTransform1, 9, 4, kTransform1, 9, 0, 0).accepted());
  EXPECT_FALSE(Written().add(2, 4, kTransform1, 9, 2, kTransform1, 9, 0, 0).accepted());
  EXPECT_FALSE(Written().add(2, 2, kTransform1, 9, 2, kTransform1, 9, 0, 0).accepted());
  EXPECT_FALSE(Written()
                   .add(0, 2)
                   .add(Word(6))
                   .add(kTransform1, 9)
                   .add(Word(5))
                   .add(kTransform1, 9, 0)
                   .accepted());
}

TEST(pubdata, refuses_leaves_that_are_not_there_or_guards) {
  for (const uint8_t index : {0, 1, 20})
    EXPECT_FALSE(Written().add(1, index, kTransform1, 9, 0, 0).accepted());
}

TEST(pubdata, refuses_an_account_as_a_value_and_a_value_as_an_account) {
  EXPECT_FALSE(Written().add(1, 5, kTransform1, 9, 0, 0).accepted());
  EXPECT_FALSE(Written().add(1, 2, 1 << 3 | 4, kTransform1, 9, 0, 0).accepted());
}

TEST(pubdata, refuses_first_writes_of_what_is_there) {
  OldState state;
  const Hash256 slot = state.leaf(2)->key;
  EXPECT_FALSE(Written().add(0, 1).add(slot.view()).add(kTransform1, 9, 0).accepted());
  const Address account = address_of(5);
  EXPECT_FALSE(
      Written().add(0, 0, 1).add(account.view()).add(1 << 3 | 4, kTransform1, 9).accepted());
}

TEST(pubdata, refuses_a_nonce_above_64_bits) {
  EXPECT_TRUE(Written().add(1, 5, 1 << 3 | 4, 8 << 3 | 3, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0).accepted());
  EXPECT_FALSE(
      Written().add(1, 5, 1 << 3 | 4, 9 << 3 | 3, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0).accepted());
}

TEST(pubdata, refuses_code_that_nobody_knows) {
  const Hash256 unknown = keccak256(Word(1)), known = keccak256(old_code(0));
  const uint8_t code_alone = 4 << 3 | 4;
  EXPECT_TRUE(Written().add(1, 7, code_alone, 1).add(known.view()).add(0, 0).accepted());
  EXPECT_FALSE(Written().add(1, 7, code_alone, 1).add(unknown.view()).add(0, 0).accepted());
  EXPECT_FALSE(Written().add(1, 7, code_alone, 1).add(kEmptyCodeHash.view()).add(0, 0).accepted());
  EXPECT_FALSE(Written().add(1, 7, code_alone, 2, 0, 0).accepted());
  EXPECT_TRUE(Written().add(1, 5, code_alone, 0, 0, 0).accepted());   // leaf 5 has code
  EXPECT_FALSE(Written().add(1, 7, code_alone, 0, 0, 0).accepted());  // leaf 7 has none
}

TEST(pubdata, refuses_codes_out_of_order_empty_or_known) {
  constexpr Written::NoCodes kNoCodes;
  const uint8_t first[] = {1}, second[] = {3};
  const bool ascending = keccak256(first) < keccak256(second);
  const uint8_t low = ascending ? 1 : 3, high = ascending ? 3 : 1;
  const auto two = [&](uint8_t a, uint8_t b) {
    return Written(kNoCodes).add(0, 0, 0, 2, 0, 0, 0, 1, a, 0, 0, 0, 1, b, 0, 0, 0).accepted();
  };
  EXPECT_TRUE(two(low, high));
  EXPECT_FALSE(two(high, low));
  EXPECT_FALSE(two(low, low));
  EXPECT_FALSE(Written(kNoCodes).add(0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0).accepted());
  EXPECT_FALSE(
      Written(kNoCodes).add(0, 0, 0, 1, 0, 0, 0, 4).add(old_code(0)).add(0, 0, 0).accepted());
  EXPECT_FALSE(Written(kNoCodes).add(0xff, 0xff, 0xff, 0xff).accepted());
}

/// A resolver with a code store of its own, which holds the batch's codes already.
class KnowsAllCode final : public OldState {
 public:
  Result<CodeFacts> code(const Hash256&) override { return CodeFacts{{}, 1}; }
};

TEST(pubdata, refuses_new_code_by_its_hash) {
  constexpr Written::NoCodes kNoCodes;
  const uint8_t code[] = {7}, code_alone = 4 << 3 | 4;
  const auto start = [&](Written& written) -> Written& {
    return written.add(0, 0, 0, 1, 0, 0, 0, 1, 7, 1, 7, code_alone);
  };
  Written by_position(kNoCodes);
  EXPECT_TRUE(start(by_position).add(2, 0, 0).accepted());
  Written by_hash(kNoCodes);
  EXPECT_FALSE(
      start(by_hash).add(1).add(keccak256(code).view()).add(0, 0).accepted(KnowsAllCode()));
}

TEST(pubdata, refuses_no_code_by_its_hash) {
  Written written;
  written.add(1, 5, 4 << 3 | 4, 1).add(kEmptyCodeHash.view()).add(0, 0);
  EXPECT_FALSE(written.accepted(KnowsAllCode()));
}

TEST(pubdata, refuses_more_logs_than_their_tree_has_leaves) {
  alignas(16) static uint8_t room[12 << 20];
  Arena arena(room);
  const RandomBatch batch(kSeed, arena);
  PubdataContents contents = batch.contents();
  contents.logs = arena.make<L2Log>(kLogsMax + 1);
  Sink many(arena);
  encode_pubdata(contents, many);
  EXPECT_FALSE(decode(many.view()).accepted);
}

TEST(pubdata, refuses_another_version_codec_and_order_of_blocks) {
  Arena arena(memory);
  const RandomBatch batch(kSeed, arena);
  Sink sink(arena);
  encode_pubdata(batch.contents(), sink);
  MutableBytes bytes = arena.make<uint8_t>(sink.view().size());
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = sink.view()[i];
  bytes[0] = 2;
  EXPECT_EQ(decode(bytes).error.status, Status::unsupported);
  bytes[0] = 1;
  bytes[1] = 1;
  EXPECT_EQ(decode(bytes).error.status, Status::unsupported);
  bytes[1] = 0;
  bytes[2] = 0xff;  // the first block is above the last
  EXPECT_EQ(decode(bytes).error.status, Status::invalid_argument);
}

}  // namespace
}  // namespace dovetail::zkevm
