// Values through a kind's class and its calls and back: what goes in on one side comes out on the
// other.

#include <gtest/gtest.h>

#include <thread>

#include "tests/unit/sdk/cpp/fixtures.hpp"

namespace dovetail::sdk {
namespace {

Hash256 hash_of(uint8_t byte) {
  Hash256 out;
  for (auto& b : out.bytes) b = byte;
  return out;
}
Address address_of(uint8_t byte) {
  return Address::from(hash_of(byte).view());
}

struct EchoDa : Da {
  DaInfo info() override { return {4, 1000, std::string(80, 'v')}; }
  Expected<DaReceipt> publish(const DaBatch& batch, Cancel) override {
    return DaReceipt{.commitment = batch.idempotency_key,
                     .l1_input = to_bytes(batch.streams[1].bytes),
                     .receipt = {static_cast<uint8_t>(batch.streams[1].id)},
                     .blobs_count = 1,
                     .blobs = Bytes(131'072, 9)};
  }
  Expected<Bytes> retrieve(ByteView receipt, uint32_t stream, Cancel cancel) override {
    if (cancel.cancelled()) return Failure(Status::cancelled, "cancelled");
    Bytes out = to_bytes(receipt);
    out.push_back(static_cast<uint8_t>(stream));
    return out;
  }
  Expected<DaState> status(ByteView) override { return DaState::available; }
  Expected<void> self_test() override { return {}; }
};

TEST(round_trip, da) {
  const Handle handle(new EchoDa);
  const auto da = handle.calls<DaCalls>();
  EXPECT_EQ(da.info()->size_max, 1000u);
  EXPECT_EQ(da.info()->l1_validator, std::string(63, 'v'));
  const Bytes first = {1}, second = {2, 3};
  auto receipt = da.publish({.chain_id = 1,
                             .batch_number = 2,
                             .idempotency_key = hash_of(5),
                             .streams = {{0, first}, {1, second}}});
  ASSERT_TRUE(receipt) << receipt.error().text;
  EXPECT_EQ(receipt->commitment, hash_of(5));
  EXPECT_EQ(receipt->l1_input, second);
  EXPECT_EQ(receipt->receipt, Bytes{1});
  EXPECT_EQ(receipt->blobs.size(), 131'072u);
  EXPECT_EQ(*da.retrieve(first, 7), (Bytes{1, 7}));
  EXPECT_EQ(*da.status({}), DaState::available);
}

TEST(round_trip, cancel) {
  const Handle handle(new EchoDa);
  std::stop_source source;
  const StopCancel cancel(source.get_token());
  EXPECT_TRUE(handle.calls<DaCalls>().retrieve({}, 0, cancel));
  source.request_stop();
  EXPECT_EQ(handle.calls<DaCalls>().retrieve({}, 0, cancel).error().status, Status::cancelled);
}

struct EchoL1 : L1 {
  Expected<L1Identity> identity(Cancel) override { return L1Identity{9, hash_of(1)}; }
  Expected<L1Block> head(L1Tag tag, Cancel cancel) override {
    return block(static_cast<uint64_t>(tag), cancel);
  }
  Expected<L1Block> block(uint64_t number, Cancel) override {
    return L1Block{number, 2, hash_of(3), hash_of(4), 5, 6, 7};
  }
  Expected<std::vector<L1Log>> logs(const L1Filter& filter, Cancel) override {
    return std::vector<L1Log>{
        {filter.address, filter.topics0, {1, 2}, filter.from_block, hash_of(2), hash_of(3), 4}};
  }
  Expected<L1Receipt> receipt(const Hash256& hash, Cancel) override {
    return L1Receipt{true, 1, hash, 2, 3, address_of(4)};
  }
  Expected<Bytes> transaction(const Hash256& hash, Cancel) override {
    return to_bytes(hash.view());
  }
  Expected<L1Account> account(const Address&, Cancel) override { return L1Account{1, 2, ~U256{}}; }
  Expected<Bytes> code(const Address& address, Cancel) override { return to_bytes(address.view()); }
  Expected<L1CallResult> call(const L1Call& call, Cancel) override {
    return L1CallResult{!call.to, to_bytes(call.data), "why"};
  }
  Expected<L1GasEstimate> estimate_gas(const L1Call& call, Cancel) override {
    return L1GasEstimate{!call.to, call.block_number.value_or(21'000), {7}, ""};
  }
  Expected<void> send(ByteView tx, Cancel) override {
    if (tx.empty()) return Failure(Status::conflict, "nonce too low");
    return {};
  }
  Expected<L1Fees> fees(uint32_t count, Cancel) override { return L1Fees{count, 1, 2, 3}; }
  Expected<void> self_test() override { return {}; }
};

TEST(round_trip, l1_structs) {
  const Handle handle(new EchoL1);
  const auto l1 = handle.calls<L1Calls>();
  EXPECT_EQ(*l1.identity(), (L1Identity{9, hash_of(1)}));
  EXPECT_EQ(l1.head(L1Tag::finalized)->number, 2u);
  const auto block = l1.block(77);
  EXPECT_EQ(block->number, 77u);
  EXPECT_EQ(block->parent_hash, hash_of(4));
  EXPECT_EQ(block->blob_base_fee, U256(6));
  EXPECT_EQ(l1.receipt(hash_of(8))->block_hash, hash_of(8));
  EXPECT_TRUE(l1.receipt(hash_of(8))->success);
  EXPECT_EQ(l1.account({})->balance, ~U256{});
  EXPECT_EQ(l1.fees(20)->base_fee_next, U256(20));
  EXPECT_EQ(*l1.code(address_of(3)), Bytes(20, 3));
  EXPECT_EQ(*l1.transaction(hash_of(3)), Bytes(32, 3));
}

TEST(round_trip, l1_head_refuses_an_unknown_tag) {
  const Handle handle(new EchoL1);
  EXPECT_EQ(handle.calls<L1Calls>().head(static_cast<L1Tag>(3)).error().status,
            Status::invalid_argument);
}

TEST(round_trip, l1_logs) {
  const Handle handle(new EchoL1);
  auto logs = handle.calls<L1Calls>().logs({.from_block = 0,
                                            .to_block = 9,
                                            .address = address_of(6),
                                            .topics0 = {hash_of(1), hash_of(2)}});
  ASSERT_TRUE(logs) << logs.error().text;
  ASSERT_EQ(logs->size(), 1u);
  EXPECT_EQ((*logs)[0].address, address_of(6));
  EXPECT_EQ((*logs)[0].topics, (std::vector{hash_of(1), hash_of(2)}));
  EXPECT_EQ((*logs)[0].data, (Bytes{1, 2}));
  EXPECT_EQ((*logs)[0].log_index, 4u);
}

TEST(round_trip, l1_logs_refuse_every_truncation_and_extension) {
  Bytes bytes = encode_logs({{address_of(6), {hash_of(1)}, {1, 2}, 3, hash_of(2), hash_of(3), 4}});
  ASSERT_TRUE(decode_logs(bytes));
  for (size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(decode_logs(ByteView(bytes).first(size))) << size;
  bytes.push_back(0x80);
  EXPECT_FALSE(decode_logs(bytes));
}

TEST(round_trip, l1_logs_refuse_a_fifth_topic) {
  const std::vector<Hash256> topics(5);
  EXPECT_FALSE(decode_logs(encode_logs({{{}, topics, {}, 3, {}, {}, 4}})));
}

TEST(round_trip, l1_revert_is_an_answer) {
  const Handle handle(new EchoL1);
  const auto l1 = handle.calls<L1Calls>();
  const Bytes data = {1, 2};
  auto fine = l1.call({.to = address_of(1), .data = data});
  EXPECT_FALSE(fine->reverted);
  EXPECT_EQ(fine->data, data);
  auto reverted = l1.call({.data = data});
  EXPECT_TRUE(reverted->reverted);
  EXPECT_EQ(reverted->data, data);
  EXPECT_EQ(reverted->reason, "why");
  EXPECT_EQ(l1.estimate_gas({.to = address_of(1), .block_number = 5})->gas, 5u);
  EXPECT_EQ(l1.estimate_gas({})->revert_data, Bytes{7});
  EXPECT_TRUE(l1.send(data));
  EXPECT_EQ(l1.send({}).error().status, Status::conflict);
}

struct EchoProver : Prover {
  std::jthread job;
  ProverLimits limits() override { return {1, 2, 3, 4, 5}; }
  Expected<Bytes> setup(ByteView program, Cancel) override { return to_bytes(program); }
  Expected<uint64_t> submit(const ProverJob& given, ProverEvents events) override {
    if (given.input_tape.empty()) return Failure(Status::invalid_argument, "empty tape");
    job = std::jthread([events, tape = to_bytes(given.input_tape)] {
      events.progress(1, 2);
      events.done(tape);
    });
    return 17;
  }
  Expected<void> cancel(uint64_t id) override {
    return Failure(Status::not_found, std::to_string(id));
  }
  Expected<void> verify(ByteView, ByteView, ByteView proof) override {
    if (proof.empty()) return Failure(Status::corrupt, "empty proof");
    return {};
  }
  Expected<void> self_test() override { return {}; }
};

TEST(round_trip, prover) {
  Bytes proof;
  uint64_t units = 0;
  const Bytes tape = {1, 2, 3, 4};
  {
    const Handle handle(new EchoProver);
    const auto prover = handle.calls<ProverCalls>();
    EXPECT_EQ(prover.limits()->security_bits, 4u);
    EXPECT_EQ(*prover.setup(tape), tape);
    auto id = prover.submit(
        {.idempotency_key = {}, .verifying_key = {}, .input_tape = tape, .expected_output = {}},
        {[&](uint64_t done, uint64_t) { units = done; },
         [&](Expected<Bytes> bytes) { proof = *bytes; }});
    EXPECT_EQ(*id, 17u);
    EXPECT_EQ(prover.cancel(5).error().status, Status::not_found);
    EXPECT_TRUE(prover.verify({}, {}, tape));
    EXPECT_EQ(prover.verify({}, {}, {}).error().status, Status::corrupt);
    EXPECT_FALSE(prover.submit({}, {}));
  }
  EXPECT_EQ(proof, tape);
  EXPECT_EQ(units, 1u);
}

struct EchoBridge : Bridge {
  Expected<Bytes> contracts() override { return Bytes{1}; }
  Expected<Bytes> predeploys() override { return Bytes{}; }
  Expected<Bytes> decode_event(const BridgeLog& log) override {
    return to_bytes(log.topics.at(1).view());
  }
  Expected<Bytes> build_claim(const LogProof& proof) override {
    Bytes out = to_bytes(proof.path.at(0).view());
    out.insert(out.end(), proof.message.begin(), proof.message.end());
    return out;
  }
  Expected<void> self_test() override { return {}; }
};

TEST(round_trip, bridge) {
  const Handle handle(new EchoBridge);
  const auto bridge = handle.calls<BridgeCalls>();
  EXPECT_EQ(*bridge.contracts(), Bytes{1});
  EXPECT_EQ(*bridge.predeploys(), Bytes{});
  EXPECT_EQ(*bridge.decode_event({.address = {}, .topics = {hash_of(1), hash_of(2)}, .data = {}}),
            Bytes(32, 2));
  const Bytes message = {5};
  EXPECT_EQ(bridge.build_claim({.path = {hash_of(1)}, .sender = {}, .message = message})->back(),
            5);
}

struct Twice : Compressor {
  Twice() : Compressor(1) {}
  Expected<Bytes> encode(ByteView, uint64_t) override { return Bytes{1}; }
  Expected<Bytes> decode(ByteView bytes, uint64_t) override { return to_bytes(bytes); }
  Expected<void> self_test() override { return {}; }
};

TEST(round_trip, compressor_and_interface_pointers) {
  const Handle handle(new Twice);
  EXPECT_EQ(handle.calls<CompressorCalls>().codec_id(), 1u);
  EXPECT_EQ(*handle.calls<CompressorCalls>().decode(Bytes{3}, 1), Bytes{3});
  EXPECT_EQ(handle.table<void>(DOVETAIL_COMPRESSOR_ID), handle.table<void>(DOVETAIL_COMPRESSOR_ID));
  EXPECT_EQ(handle.table<void>(DOVETAIL_DA_ID), nullptr);
}

TEST(convert, writes_no_further_than_the_receiver_has_room) {
  dovetail_fees fees{};
  fees.struct_size = offsetof(dovetail_fees, l1_blob_fee);
  store(&fees, to_abi(Fees{.l1_base_fee = 1, .l1_blob_fee = 2, .source = "x"}));
  EXPECT_EQ(fees.struct_size, offsetof(dovetail_fees, l1_blob_fee));
  EXPECT_EQ(from_abi(fees.l1_base_fee), U256(1));
  EXPECT_EQ(from_abi(fees.l1_blob_fee), U256(0));
}

TEST(convert, reads_zero_where_the_sender_is_shorter) {
  dovetail_prover_limits limits = to_abi(ProverLimits{1, 2, 3, 4, 5});
  limits.struct_size = offsetof(dovetail_prover_limits, security_bits);
  EXPECT_EQ(load(&limits).cycles_max, 3u);
  EXPECT_EQ(load(&limits).security_bits, 0u);
}

}  // namespace
}  // namespace dovetail::sdk
