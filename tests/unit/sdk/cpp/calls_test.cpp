// The caller's side: short structs, missing slots, statuses outside the enum, exceptions, buffers
// released once.

#include "sdk/cpp/calls.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "sdk/cpp/buffer.hpp"
#include "sdk/cpp/convert.hpp"

namespace dovetail::sdk {
namespace {

using testing::HasSubstr;

dovetail_status good(dovetail_instance*, dovetail_fees* fees, const dovetail_cancel*,
                     dovetail_error*) {
  store(fees, to_abi(Fees{.l1_base_fee = 7, .source = "test"}));
  return DOVETAIL_OK;
}

Expected<Fees> sample_of(dovetail_fee_oracle_v1 table) {
  return FeeOracleCalls(&table, nullptr).sample();
}

TEST(calls, give_the_value) {
  auto fees = sample_of({sizeof(dovetail_fee_oracle_v1), good});
  ASSERT_TRUE(fees) << fees.error().text;
  EXPECT_EQ(fees->l1_base_fee, U256(7));
  EXPECT_EQ(fees->source, "test");
}

TEST(calls, treat_a_slot_as_absent_when_struct_size_is_shorter) {
  auto fees = sample_of({sizeof(dovetail_fee_oracle_v1) - 1, good});
  ASSERT_FALSE(fees);
  EXPECT_EQ(fees.error().status, Status::unsupported);
}

TEST(calls, treat_an_empty_slot_and_an_absent_table_as_unsupported) {
  EXPECT_EQ(sample_of({sizeof(dovetail_fee_oracle_v1), nullptr}).error().status,
            Status::unsupported);
  EXPECT_EQ(FeeOracleCalls(nullptr, nullptr).sample().error().status, Status::unsupported);
}

TEST(calls, turn_a_status_outside_the_enum_into_internal) {
  for (dovetail_status (*bad)(dovetail_instance*, dovetail_fees*, const dovetail_cancel*,
                              dovetail_error*) :
       {+[](dovetail_instance*, dovetail_fees*, const dovetail_cancel*, dovetail_error*) {
          return 77;
        },
        +[](dovetail_instance*, dovetail_fees*, const dovetail_cancel*, dovetail_error*) {
          return -1;
        }}) {
    auto fees = sample_of({sizeof(dovetail_fee_oracle_v1), bad});
    ASSERT_FALSE(fees);
    EXPECT_EQ(fees.error().status, Status::internal);
  }
}

TEST(calls, survive_a_plugin_that_throws) {
  auto fees =
      sample_of({sizeof(dovetail_fee_oracle_v1),
                 [](dovetail_instance*, dovetail_fees*, const dovetail_cancel*,
                    dovetail_error*) -> dovetail_status { throw std::runtime_error("oops"); }});
  ASSERT_FALSE(fees);
  EXPECT_EQ(fees.error().status, Status::internal);
  EXPECT_THAT(fees.error().text, HasSubstr("oops"));
}

TEST(calls, bound_an_error_text_without_terminator) {
  auto fees = sample_of({sizeof(dovetail_fee_oracle_v1),
                         [](dovetail_instance*, dovetail_fees*, const dovetail_cancel*,
                            dovetail_error* error) -> dovetail_status {
                           std::memset(error->text, 'a', sizeof error->text);
                           return DOVETAIL_TIMEOUT;
                         }});
  ASSERT_FALSE(fees);
  EXPECT_EQ(fees.error().text.size(), DOVETAIL_ERROR_TEXT_SIZE);
}

TEST(calls, refuse_a_base_token_ratio_with_a_zero) {
  auto fees = sample_of({sizeof(dovetail_fee_oracle_v1),
                         [](dovetail_instance*, dovetail_fees*, const dovetail_cancel*,
                            dovetail_error*) -> dovetail_status { return DOVETAIL_OK; }});
  ASSERT_FALSE(fees);
  EXPECT_EQ(fees.error().status, Status::internal);
}

int releases = 0;

dovetail_buffer counted(Bytes bytes) {
  auto* owner = new Bytes(std::move(bytes));
  return {owner->data(), owner->size(), owner, [](dovetail_buffer* buffer) {
            ++releases;
            delete static_cast<Bytes*>(buffer->owner);
          }};
}

dovetail_status counted_encode(dovetail_instance*, dovetail_view canonical, uint64_t,
                               dovetail_buffer* out, dovetail_error*) {
  *out = counted(to_bytes(from_abi(canonical)));
  return canonical.size == 3 ? DOVETAIL_CORRUPT : DOVETAIL_OK;
}

constexpr dovetail_compressor_v1 kCounted = {sizeof kCounted, 0, counted_encode, nullptr};

TEST(calls, release_a_buffer_once) {
  releases = 0;
  const Bytes bytes = {1, 2};
  auto encoded = CompressorCalls(&kCounted, nullptr).encode(bytes, 2);
  ASSERT_TRUE(encoded);
  EXPECT_EQ(*encoded, bytes);
  EXPECT_EQ(releases, 1);
}

TEST(calls, release_a_buffer_that_came_with_a_failure) {
  releases = 0;
  EXPECT_FALSE(CompressorCalls(&kCounted, nullptr).encode(Bytes{1, 2, 3}, 3));
  EXPECT_EQ(releases, 1);
}

TEST(calls, refuse_more_bytes_than_the_limit_and_release_them) {
  releases = 0;
  auto encoded = CompressorCalls(&kCounted, nullptr).encode(Bytes{1, 2}, 1);
  ASSERT_FALSE(encoded);
  EXPECT_EQ(encoded.error().status, Status::internal);
  EXPECT_EQ(releases, 1);
}

TEST(calls, refuse_a_filled_buffer_without_release) {
  uint8_t byte = 0;
  Buffer buffer;
  buffer.adopt({&byte, 1, nullptr, nullptr});
  EXPECT_FALSE(buffer.take());
  buffer.adopt({nullptr, 1, nullptr, [](dovetail_buffer*) {}});
  EXPECT_FALSE(buffer.take());
}

TEST(calls, release_all_buffers_of_a_receipt_that_is_refused) {
  releases = 0;
  dovetail_da_v1 table{};
  table.struct_size = sizeof table;
  table.publish = [](dovetail_instance*, const dovetail_da_batch*, dovetail_da_receipt* out,
                     const dovetail_cancel*, dovetail_error*) -> dovetail_status {
    out->blobs_count = 1;
    out->l1_input = counted({1});
    out->receipt = counted({2});
    out->blobs = counted({3});
    return DOVETAIL_OK;
  };
  EXPECT_FALSE(DaCalls(&table, nullptr).publish({}));
  EXPECT_EQ(releases, 3);
}

TEST(calls, refuse_a_da_state_outside_the_enum) {
  dovetail_da_v1 table{};
  table.struct_size = sizeof table;
  table.status = [](dovetail_instance*, dovetail_view, int32_t* state,
                    dovetail_error*) -> dovetail_status {
    *state = 3;
    return DOVETAIL_OK;
  };
  EXPECT_EQ(DaCalls(&table, nullptr).status({}).error().status, Status::internal);
}

}  // namespace
}  // namespace dovetail::sdk
