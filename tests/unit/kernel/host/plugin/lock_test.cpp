// The lock file: what it allows, its text, and its faults.

#include "kernel/host/plugin/lock.hpp"

#include "tests/unit/kernel/host/plugin/fixture.hpp"

namespace dovetail::plugin::test {
namespace {

Hash256 hash_of(uint8_t byte) {
  Hash256 out;
  for (auto& b : out.bytes) b = byte;
  return out;
}

const Lock kLock = {{{"prover/cpu", "1.0.0", hash_of(2)}, {"da/rollup", "1.0.0", hash_of(1)}}};

std::string fault_of(std::string_view text) {
  auto lock = parse_lock(text);
  return lock ? "" : lock.error().text;
}

TEST(lock, allows_exactly_what_it_lists) {
  EXPECT_TRUE(kLock.check({"prover/cpu", "1.0.0", hash_of(2)}));
  EXPECT_FALSE(kLock.check({"prover/cpu", "1.0.1", hash_of(2)}));
  EXPECT_FALSE(kLock.check({"prover/cpu", "1.0.0", hash_of(3)}));
}

TEST(lock, says_expected_found_and_remedy) {
  const auto other = kLock.check({"prover/cpu", "1.1.0", hash_of(3)});
  EXPECT_EQ(other.error().status, Status::permission_denied);
  EXPECT_THAT(other.error().text, HasSubstr("expected 1.0.0 0202"));
  EXPECT_THAT(other.error().text, HasSubstr("found 1.1.0 0303"));
  EXPECT_THAT(other.error().text, HasSubstr("`dovetail plugin lock`"));
  const auto unknown = kLock.check({"prover/gpu", "1.0.0", hash_of(2)});
  EXPECT_THAT(unknown.error().text, HasSubstr("prover/gpu is not in the lock file"));
}

TEST(lock, has_sorted_text_with_one_entry_a_line) {
  const std::string text = lock_text(kLock);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 4);
  EXPECT_LT(text.find("da/rollup"), text.find("prover/cpu"));
  auto again = parse_lock(text);
  ASSERT_TRUE(again) << again.error().text;
  EXPECT_EQ(lock_text(*again), text);
}

TEST(lock, survives_a_round_trip_through_its_file) {
  const TempDir dir;
  const fs::path path = dir.path() / "dovetail.lock";
  ASSERT_TRUE(write_lock(path, kLock));
  ASSERT_TRUE(write_lock(path, Lock{{kLock.entries[0]}}));
  auto lock = read_lock(path);
  ASSERT_TRUE(lock) << lock.error().text;
  EXPECT_THAT(lock->entries, testing::ElementsAre(kLock.entries[0]));
  EXPECT_EQ(std::distance(fs::directory_iterator(dir.path()), {}), 1);
}

TEST(lock, takes_its_entries_from_the_files) {
  auto entry = lock_entry(plugin_path("sound_2"));
  ASSERT_TRUE(entry) << entry.error().text;
  EXPECT_EQ(entry->id, "fee_oracle/sound");
  EXPECT_EQ(entry->version, "2.0.0");
  EXPECT_EQ(entry->sha256, sha256(plugin_bytes("sound_2")));
  EXPECT_THAT(lock_entry(plugin_path("no_manifest")).error().text, HasSubstr("no_manifest.so: "));
}

TEST(lock, says_how_to_make_one_when_there_is_none) {
  auto lock = read_lock("/nonexistent/dovetail.lock");
  ASSERT_FALSE(lock);
  EXPECT_EQ(lock.error().status, Status::not_found);
  EXPECT_THAT(lock.error().text, HasSubstr("make it with `dovetail plugin lock`"));
}

TEST(lock, refuses_a_malformed_file) {
  EXPECT_THAT(fault_of("x"), HasSubstr("not JSON"));
  EXPECT_THAT(fault_of("{}"), HasSubstr("lock_version 1"));
  EXPECT_THAT(fault_of(R"({"lock_version": 2, "plugins": []})"), HasSubstr("lock_version 1"));
  EXPECT_THAT(fault_of(R"({"lock_version": 1, "plugins": [], "x": 1})"), HasSubstr("nothing else"));
  EXPECT_THAT(fault_of(R"({"lock_version": 1, "plugins": [{"id": "a"}]})"),
              HasSubstr("id, version and sha256"));
  EXPECT_THAT(
      fault_of(R"({"lock_version": 1, "plugins": [{"id": "", "version": "1", "sha256": "00"}]})"),
      HasSubstr("an id and a version"));
  EXPECT_THAT(
      fault_of(R"({"lock_version": 1, "plugins": [{"id": "a", "version": "1", "sha256": "00"}]})"),
      HasSubstr("64 hex digits"));
}

}  // namespace
}  // namespace dovetail::plugin::test
