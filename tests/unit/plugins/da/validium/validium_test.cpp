#include "plugins/da/validium/validium.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <thread>

#include "plugins/da/validium/directory_store.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::plugins::validium {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

class ValidiumTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "dovetail_validium_XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    directory_ = name;
  }
  void TearDown() override {
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
  }

  Validium open(uint64_t size_max = 1000) {
    return {std::move(*open_directory(directory_ / "pubdata")), size_max};
  }
  std::vector<fs::path> files() const {
    return {fs::directory_iterator(directory_ / "pubdata"), fs::directory_iterator()};
  }
  static void overwrite(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
  }

  const Bytes bytes_ = {1, 2, 3, 4};
  const sdk::DaBatch batch_{.batch_number = 7, .streams = {{0, bytes_}}};
  fs::path directory_;
};

TEST_F(ValidiumTest, publishes_a_hash_and_keeps_the_bytes) {
  auto receipt = open().publish(batch_);
  ASSERT_TRUE(receipt) << receipt.error().text;
  EXPECT_TRUE(receipt->commitment.is_zero());
  EXPECT_EQ(receipt->l1_input, to_bytes(keccak256(bytes_).view()));
  ASSERT_EQ(files().size(), 1u);
  EXPECT_EQ(files()[0].filename(), "7-" + to_hex(keccak256(bytes_).view()).substr(2) + ".pubdata");
  const Validium again = open();
  EXPECT_EQ(*again.retrieve(receipt->receipt, 0), bytes_);
  EXPECT_EQ(*again.status(receipt->receipt), sdk::DaState::available);
}

TEST_F(ValidiumTest, publishing_twice_gives_the_same_receipt_and_one_file) {
  const Validium validium = open();
  const auto first = validium.publish(batch_), second = validium.publish(batch_);
  EXPECT_EQ(first->receipt, second->receipt);
  EXPECT_EQ(files().size(), 1u);
}

TEST_F(ValidiumTest, publishing_from_several_threads_leaves_one_whole_file) {
  const Validium validium = open();
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] { EXPECT_TRUE(validium.publish(batch_)); });
  }
  ASSERT_EQ(files().size(), 1u);
  EXPECT_EQ(*validium.retrieve(validium.publish(batch_)->receipt, 0), bytes_);
}

TEST_F(ValidiumTest, keeps_an_empty_batch) {
  const Validium validium = open();
  auto receipt = validium.publish({.batch_number = 1, .streams = {{}}});
  ASSERT_TRUE(receipt);
  EXPECT_TRUE(validium.retrieve(receipt->receipt, 0)->empty());
}

TEST_F(ValidiumTest, damaged_file_is_corrupt_and_lost_until_published_again) {
  const Validium validium = open();
  const Bytes receipt = validium.publish(batch_)->receipt;
  for (const char* damage : {"abcd", "abc", ""}) {
    overwrite(files()[0], damage);
    auto read = validium.retrieve(receipt, 0);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().status, Status::corrupt);
    EXPECT_EQ(*validium.status(receipt), sdk::DaState::lost);
  }
  EXPECT_TRUE(validium.publish(batch_));
  EXPECT_EQ(*validium.retrieve(receipt, 0), bytes_);
}

TEST_F(ValidiumTest, removed_file_is_not_found_and_lost) {
  const Validium validium = open();
  const Bytes receipt = validium.publish(batch_)->receipt;
  fs::remove(files()[0]);
  EXPECT_EQ(validium.retrieve(receipt, 0).error().status, Status::not_found);
  EXPECT_EQ(*validium.status(receipt), sdk::DaState::lost);
}

TEST_F(ValidiumTest, refuses_foreign_receipts_and_streams) {
  const Validium validium = open();
  const Bytes good = validium.publish(batch_)->receipt;
  Bytes shorter(good.begin(), good.end() - 1), version = good, size = good;
  version[0] = 2;
  size[9] = 1;
  for (const Bytes& wrong : {Bytes(), shorter, version, size}) {
    EXPECT_EQ(validium.retrieve(wrong, 0).error().status, Status::corrupt);
    EXPECT_EQ(validium.status(wrong).error().status, Status::corrupt);
  }
  EXPECT_EQ(validium.retrieve(good, 1).error().status, Status::not_found);
}

TEST_F(ValidiumTest, refuses_other_streams_and_sizes) {
  const Validium validium = open(3);
  EXPECT_EQ(validium.publish(batch_).error().status, Status::resource_exhausted);
  EXPECT_EQ(validium.publish({}).error().status, Status::invalid_argument);
  EXPECT_FALSE(validium.publish({.streams = {{1, {}}}}));
  EXPECT_TRUE(files().empty());
}

TEST_F(ValidiumTest, full_disk_is_resource_exhausted_and_leaves_nothing_behind) {
  const Validium validium = open();
  const rlimit no_bytes{2, RLIM_INFINITY};
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &no_bytes);
  auto receipt = validium.publish(batch_);
  ::setrlimit(RLIMIT_FSIZE, &before);
  ASSERT_FALSE(receipt);
  EXPECT_EQ(receipt.error().status, Status::resource_exhausted);
  EXPECT_TRUE(files().empty());
}

TEST_F(ValidiumTest, directory_that_cannot_be_made_is_refused_at_open) {
  overwrite(directory_ / "pubdata", "a file");
  auto store = open_directory(directory_ / "pubdata");
  ASSERT_FALSE(store);
  EXPECT_THAT(store.error().text, HasSubstr("config.directory"));
}

TEST_F(ValidiumTest, directory_removed_meanwhile_is_unavailable) {
  const Validium validium = open();
  fs::remove_all(directory_ / "pubdata");
  EXPECT_EQ(validium.publish(batch_).error().status, Status::unavailable);
  EXPECT_FALSE(validium.probe());
}

TEST_F(ValidiumTest, probe_leaves_nothing_behind) {
  EXPECT_TRUE(open().probe());
  EXPECT_TRUE(files().empty());
}

TEST(validium_config, names_the_wrong_key) {
  EXPECT_EQ(parse_config(R"({"directory":"x","size_max":5})")->size_max, 5u);
  EXPECT_EQ(parse_config("{}")->directory, "");
  EXPECT_THAT(parse_config(R"({"directory":1})").error().text, HasSubstr("config.directory"));
  for (const char* text :
       {R"({"directory":"x","size_max":0})", R"({"directory":"x","size_max":1073741825})"})
    EXPECT_THAT(parse_config(text).error().text, HasSubstr("config.size_max"));
}

}  // namespace
}  // namespace dovetail::plugins::validium
