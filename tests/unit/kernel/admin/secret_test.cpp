#include "kernel/admin/secret.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

namespace dovetail::admin {
namespace {

namespace fs = std::filesystem;

class SecretFile : public testing::Test {
 protected:
  void SetUp() override { fs::create_directory(dir_); }
  void TearDown() override { fs::remove_all(dir_); }

  fs::path write(const std::string& text, fs::perms perms = fs::perms::owner_read) {
    const fs::path file = dir_ / "jwt.hex";
    std::ofstream(file) << text;
    fs::permissions(file, perms);
    return file;
  }

  const fs::path dir_ =
      fs::path(testing::TempDir()) / ("secret_test." + std::to_string(::getpid()));
};

TEST_F(SecretFile, absent_is_made_for_its_owner_alone_and_kept) {
  const fs::path file = dir_ / "jwt.hex";
  const auto made = read_or_create_secret(file);
  ASSERT_TRUE(made);
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  const auto again = read_or_create_secret(file);
  ASSERT_TRUE(again);
  EXPECT_EQ(*made, *again);
  EXPECT_FALSE(made->is_zero());
}

TEST_F(SecretFile, is_absent_still_when_it_cannot_be_written_whole) {
  const auto old_handler = ::signal(SIGXFSZ, SIG_IGN);
  rlimit old_limit{};
  ::getrlimit(RLIMIT_FSIZE, &old_limit);
  const rlimit short_of_room{20, old_limit.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &short_of_room);
  const auto made = read_or_create_secret(dir_ / "jwt.hex");
  ::setrlimit(RLIMIT_FSIZE, &old_limit);
  ::signal(SIGXFSZ, old_handler);
  EXPECT_FALSE(made);
  EXPECT_TRUE(fs::is_empty(dir_));
  EXPECT_TRUE(read_or_create_secret(dir_ / "jwt.hex"));
}

TEST_F(SecretFile, absent_is_not_found_for_a_client) {
  const auto read = read_secret(dir_ / "none");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().status, Status::not_found);
}

TEST_F(SecretFile, readable_by_others_is_refused) {
  const auto read =
      read_secret(write(std::string(64, 'a'), fs::perms::owner_read | fs::perms::group_read));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().status, Status::permission_denied);
}

TEST_F(SecretFile, prefix_and_newline_are_taken) {
  EXPECT_TRUE(read_secret(write("0x" + std::string(64, 'a') + "\n")));
}

TEST_F(SecretFile, anything_but_32_bytes_of_hex_is_refused) {
  for (const std::string& text :
       {std::string(), std::string(62, 'a'), std::string(66, 'a'), std::string(64, 'g')}) {
    const auto read = read_secret(write(text));
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().status, Status::corrupt);
    fs::remove(dir_ / "jwt.hex");
  }
}

}  // namespace
}  // namespace dovetail::admin
