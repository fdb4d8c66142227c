// RLP: what is written is read back, and every form but the shortest is refused.

#include "sdk/base/rlp.hpp"

#include <gtest/gtest.h>

#include <array>

namespace dovetail::rlp {
namespace {

// The shape that append_ functions write to, without a heap.
class Buffer {
 public:
  void push_back(uint8_t byte) { bytes_[size_++] = byte; }
  uint8_t* end() { return bytes_.data() + size_; }
  template <class It>
  void insert(uint8_t*, It first, It last) {
    while (first != last) push_back(*first++);
  }
  ByteView view() const { return {bytes_.data(), size_}; }

 private:
  std::array<uint8_t, 2048> bytes_{};
  size_t size_ = 0;
};

template <size_t N>
Reader reader_of(const std::array<uint8_t, N>& bytes) {
  return Reader(ByteView{bytes});
}

template <class... Bytes>
constexpr auto bytes(Bytes... values) {
  return std::array<uint8_t, sizeof...(values)>{static_cast<uint8_t>(values)...};
}

template <size_t N>
bool item_refused(const std::array<uint8_t, N>& input) {
  return !reader_of(input).item();
}

TEST(rlp, writes_the_examples_of_the_yellow_paper) {
  Buffer out;
  append_string(out, bytes('d', 'o', 'g'));
  append_integer(out, 0);
  append_integer(out, 15);
  append_integer(out, 1024);
  append_list(out, {});
  EXPECT_TRUE(equal(out.view(), bytes(0x83, 'd', 'o', 'g', 0x80, 0x0f, 0x82, 4, 0, 0xc0)));
}

TEST(rlp, strings_of_every_length_form_come_back) {
  std::array<uint8_t, 1100> content{};
  for (size_t size : {0, 1, 2, 55, 56, 255, 256, 1100}) {
    content[0] = size == 1 ? 0x80 : 0x7f;
    Buffer out;
    append_string(out, ByteView(content).first(size));
    Reader reader(out.view());
    auto back = reader.string();
    ASSERT_TRUE(back);
    EXPECT_TRUE(equal(*back, ByteView(content).first(size)));
    EXPECT_TRUE(reader.at_end());
  }
}

TEST(rlp, integers_come_back) {
  for (const U256& value : {U256{}, U256{1}, U256{127}, U256{128}, U256{256}, ~U256{}}) {
    Buffer out;
    append_integer(out, value);
    auto back = Reader(out.view()).integer256();
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, value);
  }
}

TEST(rlp, item_tells_payload_from_whole) {
  const auto input = bytes(0xc2, 1, 2, 9);
  Reader reader = reader_of(input);
  auto item = reader.item();
  ASSERT_TRUE(item);
  EXPECT_TRUE(item->is_list);
  EXPECT_EQ(item->payload.size(), 2u);
  EXPECT_EQ(item->whole.size(), 3u);
  EXPECT_EQ(reader.rest().size(), 1u);
}

TEST(rlp, refuses_the_end_of_input) {
  EXPECT_FALSE(Reader({}).item());
  EXPECT_TRUE(item_refused(bytes(0x81)));
  EXPECT_TRUE(item_refused(bytes(0x83, 1, 2)));
  EXPECT_TRUE(item_refused(bytes(0xc1)));
  EXPECT_TRUE(item_refused(bytes(0xb8)));
  EXPECT_TRUE(item_refused(bytes(0xb9, 1)));
  EXPECT_TRUE(item_refused(bytes(0xb8, 56, 0)));
}

TEST(rlp, refuses_a_single_byte_in_long_form) {
  EXPECT_TRUE(item_refused(bytes(0x81, 0x7f)));
  EXPECT_FALSE(item_refused(bytes(0x81, 0x80)));
}

TEST(rlp, refuses_the_long_form_of_a_short_length) {
  std::array<uint8_t, 57> input{};
  input[0] = 0xb8;
  input[1] = 55;
  EXPECT_TRUE(item_refused(input));
  input[0] = 0xf8;
  EXPECT_TRUE(item_refused(input));
}

TEST(rlp, refuses_a_length_with_a_leading_zero) {
  std::array<uint8_t, 60> input{};
  input[0] = 0xb9;
  input[2] = 57;
  EXPECT_TRUE(item_refused(input));
}

TEST(rlp, refuses_a_length_above_the_address_space) {
  EXPECT_TRUE(item_refused(bytes(0xbf, 255, 255, 255, 255, 255, 255, 255, 255)));
  EXPECT_TRUE(item_refused(bytes(0xff, 255, 255, 255, 255, 255, 255, 255, 255, 0)));
  EXPECT_TRUE(item_refused(bytes(0xbb, 255, 255, 255, 255)));
  // 2^56 + 56: on 32 bits it must not pass for 56.
  std::array<uint8_t, 65> wrapping{0xbf, 1, 0, 0, 0, 0, 0, 0, 56};
  EXPECT_TRUE(item_refused(wrapping));
}

TEST(rlp, refuses_the_other_kind_of_item) {
  EXPECT_FALSE(reader_of(bytes(0xc0)).string());
  EXPECT_FALSE(reader_of(bytes(0x80)).list());
  EXPECT_FALSE(reader_of(bytes(0xc0)).integer());
  EXPECT_FALSE(reader_of(bytes(0xc0)).fixed<1>());
}

TEST(rlp, refuses_integers_with_a_leading_zero) {
  EXPECT_FALSE(reader_of(bytes(0)).integer());
  EXPECT_FALSE(reader_of(bytes(0x82, 0, 1)).integer256());
}

TEST(rlp, refuses_integers_that_are_too_wide) {
  const auto nine = bytes(0x89, 1, 0, 0, 0, 0, 0, 0, 0, 0);
  EXPECT_FALSE(reader_of(nine).integer());
  EXPECT_TRUE(reader_of(nine).integer256());
  std::array<uint8_t, 34> wide{};
  wide[0] = 0x80 + 33;
  wide[1] = 1;
  EXPECT_FALSE(reader_of(wide).integer256());
}

TEST(rlp, refuses_a_fixed_string_of_another_length) {
  EXPECT_TRUE(reader_of(bytes(0x82, 1, 2)).fixed<2>());
  EXPECT_FALSE(reader_of(bytes(0x82, 1, 2)).fixed<3>());
  EXPECT_FALSE(reader_of(bytes(0x82, 1, 2)).fixed<1>());
}

}  // namespace
}  // namespace dovetail::rlp
