// kill -9 at any moment, and a disk that is full for a while: what is found afterwards is one whole
// block and one whole batch.
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>

#include "kernel/state/batch_builder.hpp"
#include "tests/unit/kernel/state/fixture.hpp"

namespace dovetail::state {
namespace {

constexpr uint64_t kAccounts = 50, kBlocksPerBatch = 3;
constexpr int kRounds = 20;

/// Every part of block n says n: balances, a slot, a receipt, a record.
BlockCommit block_that_says(uint64_t number) {
  BlockCommit block = empty_block(number);
  block.transactions = {{block_hash(number, 9), address_of(1), Bytes(200)}};
  block.receipts.resize(1);
  block.receipts[0].gas_used = number;
  for (uint64_t account = 0; account < kAccounts; ++account) {
    block.accounts.push_back(funds(account, number, 1));
    block.storage.push_back({address_of(account), word(number % 7), number});
  }
  Bytes cursor(8);
  store_be64(cursor.data(), number);
  block.records = {{"cursor", cursor}};
  return block;
}

Expected<void> seal_next(Database& database, uint64_t number) {
  const uint64_t first = number == 0 ? 0 : 1 + (number - 1) * kBlocksPerBatch;
  const uint64_t last = number * kBlocksPerBatch;
  auto contents = build_batch(database, first, last);
  if (!contents) return contents.error();
  BatchRecord record;
  record.number = number;
  record.output.first_block = first;
  record.output.last_block = last;
  record.state_after = contents->state_after;
  record.tree_root = contents->tree.after.root;
  record.tree_next_index = contents->tree.after.next_index;
  return database.seal_batch(record, contents->pubdata, contents->tree);
}

/// Commits blocks and seals batches until it is killed, or until something fails.
[[noreturn]] void write_for_ever(const std::filesystem::path& directory, const Identity& identity) {
  auto database = Database::open(directory, identity);
  if (!database) ::_exit(1);
  for (;;) {
    const auto latest = (*database)->heads().latest;
    const auto last_batch = (*database)->last_batch();
    if (!last_batch) ::_exit(2);
    const uint64_t batch = *last_batch ? **last_batch + 1 : 0;
    if (latest && *latest >= batch * kBlocksPerBatch) {
      if (!seal_next(**database, batch)) ::_exit(3);
    } else if (!(*database)->commit(block_that_says(latest ? *latest + 1 : 0))) {
      ::_exit(4);
    }
  }
}

constexpr uint64_t kBlocksBeforeFull = 5;

void limit_files(rlim_t size_bytes) {
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = size_bytes;
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

uint64_t log_size_bytes(const std::filesystem::path& directory) {
  uint64_t out = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory))
    if (entry.path().extension() == ".log") out += entry.file_size();
  return out;
}

/// Commits blocks until no file may grow, then tries on with all the room there is.
[[noreturn]] void write_through_full_disk(const std::filesystem::path& directory,
                                          const Identity& identity, uint64_t room_bytes) {
  ::signal(SIGXFSZ, SIG_IGN);
  auto database = Database::open(directory, identity);
  if (!database) ::_exit(1);
  uint64_t number = 0;
  for (; number < kBlocksBeforeFull; ++number)
    if (!(*database)->commit(block_that_says(number))) ::_exit(2);
  limit_files(log_size_bytes(directory) + room_bytes);
  while ((*database)->commit(block_that_says(number))) ++number;
  limit_files(RLIM_INFINITY);
  for (int attempt = 0; attempt < 5; ++attempt) {
    const auto committed = (*database)->commit(block_that_says(number));
    if (committed) ++number;
    if (!committed && committed.error().text.find("restart the node") == std::string::npos)
      ::_exit(3);
  }
  const auto latest = (*database)->heads().latest;
  ::_exit(latest && *latest + 1 == number && (*database)->header(number - 1) ? 0 : 4);
}

class CrashTest : public DatabaseTest {
 protected:
  void check_block() {
    const auto latest = database_->heads().latest;
    if (!latest) return;
    EXPECT_EQ(database_->header(*latest)->hash, block_hash(*latest));
    EXPECT_EQ(database_->receipts(*latest)->at(0).gas_used, *latest);
    EXPECT_EQ(database_->transaction_place(block_hash(*latest, 9))->block, *latest);
    EXPECT_EQ(load_be64(database_->get_record("cursor")->data()), *latest);
    EXPECT_EQ(database_->header(*latest + 1).error().status, Status::not_found);
    for (uint64_t account = 0; account < kAccounts; ++account) {
      EXPECT_EQ(balance_at(*latest, account), static_cast<int64_t>(*latest));
      EXPECT_EQ(slot_at(*latest, account, *latest % 7), *latest);
      if (*latest > 0) {
        EXPECT_EQ(balance_at(*latest - 1, account), static_cast<int64_t>(*latest - 1));
      }
    }
  }
  void check_batch() {
    const auto last = *database_->last_batch();
    if (!last) return;
    const BatchRecord record = *database_->batch(*last);
    const TreeHead head = *database_->tree().head();
    EXPECT_EQ(head, (TreeHead{record.tree_root, record.tree_next_index}));
    EXPECT_EQ(*state_commitment(*database_, head, record.output.last_block), record.state_after);
    EXPECT_FALSE(database_->batch_pubdata(*last)->empty());
  }
};

TEST_F(CrashTest, finds_whole_blocks_and_batches_when_killed_at_any_moment) {
  const uint64_t seed = std::random_device()();
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  std::mt19937_64 random(seed);
  for (int round = 0; round < kRounds; ++round) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) write_for_ever(directory_, identity_);
    ::usleep(static_cast<useconds_t>(random() % 60'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the writer gave up with " << WEXITSTATUS(status);
    open();
    check_block();
    check_batch();
    database_.reset();
  }
  open();
  ASSERT_TRUE(database_->heads().latest);
  EXPECT_GT(*database_->heads().latest, 0u);
}

TEST_F(CrashTest, loses_nothing_when_the_disk_was_full_for_a_while) {
  for (const uint64_t room_bytes : {0, 3, 100, 5000, 40'000}) {
    std::filesystem::remove_all(directory_);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) write_through_full_disk(directory_, identity_, room_bytes);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    ASSERT_EQ(WEXITSTATUS(status), 0) << "with room for " << room_bytes << " bytes";
    open();
    ASSERT_NE(database_, nullptr) << "with room for " << room_bytes << " bytes";
    ASSERT_TRUE(database_->heads().latest);
    EXPECT_GE(*database_->heads().latest + 1, kBlocksBeforeFull);
    check_block();
    commit(block_that_says(*database_->heads().latest + 1));
    database_.reset();
  }
}

}  // namespace
}  // namespace dovetail::state
