// The content-addressed store: names, modes, damage and changing sources.

#include "kernel/host/plugin/store.hpp"

#include <sys/stat.h>

#include "tests/unit/kernel/host/plugin/fixture.hpp"

namespace dovetail::plugin::test {
namespace {

struct Stored : testing::Test {
  TempDir dir;
  CopyStore store{dir.path() / "plugins"};
  fs::path source = dir.write("source.so", view_of("content"));

  Expected<StoredCopy> put() {
    auto staged = store.stage(source);
    if (!staged) return staged.error();
    return store.commit(std::move(*staged));
  }
  size_t files_count() const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(dir.path() / "plugins"), {}));
  }
};

TEST_F(Stored, copy_is_named_by_its_hash_and_only_readable_by_the_owner) {
  auto copy = put();
  ASSERT_TRUE(copy) << copy.error().text;
  EXPECT_EQ(copy->path.filename(), to_hex(sha256(view_of("content")).view()).substr(2) + ".so");
  EXPECT_EQ(*read_file(copy->path, 100), to_bytes(view_of("content")));
  struct stat info;
  ASSERT_EQ(::stat(copy->path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0500u);
  EXPECT_FALSE(copy->replaced_damaged);
}

TEST_F(Stored, copy_is_kept_when_it_is_there_already) {
  const fs::path first = put()->path;
  struct stat before, after;
  ::stat(first.c_str(), &before);
  EXPECT_EQ(put()->path, first);
  ::stat(first.c_str(), &after);
  EXPECT_EQ(before.st_ino, after.st_ino);
  EXPECT_EQ(files_count(), 1u);
}

TEST_F(Stored, damaged_copy_is_replaced_and_reported) {
  const fs::path path = put()->path;
  fs::permissions(path, fs::perms::owner_all);
  std::ofstream(path) << "tampered";
  auto again = put();
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->replaced_damaged);
  EXPECT_EQ(*read_file(path, 100), to_bytes(view_of("content")));
}

TEST_F(Stored, copy_does_not_change_with_its_source) {
  auto staged = store.stage(source);
  ASSERT_TRUE(staged);
  std::ofstream(source) << "other";
  auto copy = store.commit(std::move(*staged));
  ASSERT_TRUE(copy);
  EXPECT_EQ(*read_file(copy->path, 100), to_bytes(view_of("content")));
}

TEST_F(Stored, nothing_is_left_of_a_copy_that_is_not_committed) {
  ASSERT_TRUE(store.stage(source));
  EXPECT_EQ(files_count(), 0u);
}

TEST_F(Stored, source_must_be_a_file) {
  source = dir.path() / "absent.so";
  EXPECT_EQ(put().error().status, Status::not_found);
  source = dir.path();
  EXPECT_THAT(put().error().text, HasSubstr("regular file"));
}

TEST(store, says_why_its_directory_cannot_be_made) {
  const TempDir dir;
  const fs::path file = dir.write("file", view_of("x"));
  auto staged = CopyStore(file / "plugins").stage(file);
  ASSERT_FALSE(staged);
  EXPECT_THAT(staged.error().text, HasSubstr("could not make"));
}

}  // namespace
}  // namespace dovetail::plugin::test
