// The pool on disk: what was appended comes back, whatever the end of the file looks like.

#include "kernel/node/mempool/journal.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "kernel/node/mempool/pooled.hpp"

namespace dovetail::node {
namespace {

class JournalFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "journal_test.XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path file() const { return folder_ / "mempool"; }

  std::filesystem::path folder_;
  std::vector<Bytes> pool_;  ///< what a rewrite keeps
};

const Bytes kFirst(10, 1), kSecond(300, 2);

TEST_F(JournalFile, is_empty_before_the_first_run) {
  Journal journal(file(), [&] { return pool_; });
  EXPECT_TRUE(journal.read()->empty());
}

TEST_F(JournalFile, gives_back_what_was_appended) {
  {
    Journal journal(file(), [&] { return pool_; });
    ASSERT_TRUE(journal.append(kFirst));
    ASSERT_TRUE(journal.append(kSecond));
  }
  Journal journal(file(), [&] { return pool_; });
  EXPECT_EQ(*journal.read(), (std::vector<Bytes>{kFirst, kSecond}));
}

TEST_F(JournalFile, keeps_only_the_pool_when_it_is_rewritten) {
  Journal journal(file(), [&] { return pool_; });
  ASSERT_TRUE(journal.append(kFirst));
  pool_ = {kSecond};
  ASSERT_TRUE(journal.rewrite());
  EXPECT_EQ(*journal.read(), (std::vector<Bytes>{kSecond}));
  ASSERT_TRUE(journal.append(kFirst));
  EXPECT_EQ(*journal.read(), (std::vector<Bytes>{kSecond, kFirst}));
}

TEST_F(JournalFile, drops_a_torn_end_alone) {
  {
    Journal journal(file(), [&] { return pool_; });
    ASSERT_TRUE(journal.append(kFirst));
    ASSERT_TRUE(journal.append(kSecond));
  }
  const auto whole = std::filesystem::file_size(file());
  for (uintmax_t size = whole - 1; size >= 4 + kFirst.size(); --size) {
    std::filesystem::resize_file(file(), size);
    Journal journal(file(), [&] { return pool_; });
    ASSERT_EQ(*journal.read(), (std::vector<Bytes>{kFirst})) << size;
  }
}

TEST_F(JournalFile, takes_no_size_that_no_transaction_has) {
  std::ofstream(file(), std::ios::binary) << "\xff\xff\xff\xff and so on";
  Journal journal(file(), [&] { return pool_; });
  EXPECT_TRUE(journal.read()->empty());
}

TEST_F(JournalFile, says_where_it_cannot_write) {
  Journal journal(folder_ / "absent" / "mempool", [&] { return pool_; });
  const auto kept = journal.append(kFirst);
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().status, Status::unavailable);
  EXPECT_NE(kept.error().text.find("absent/mempool"), std::string::npos);
}

}  // namespace
}  // namespace dovetail::node
