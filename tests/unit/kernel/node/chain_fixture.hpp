#pragma once
// A chain of its own in a directory that vanishes, and blocks made by the real builder.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/null_sink.h>
#include <stdlib.h>

#include "kernel/node/batch/sealing.hpp"
#include "kernel/node/block/builder.hpp"
#include "kernel/node/genesis.hpp"
#include "tests/unit/kernel/node/signed_tx.hpp"

namespace dovetail::node {

class ChainTest : public testing::Test {
 protected:
  ChainTest() {
    char name[] = "/tmp/dovetail-node-XXXXXX";
    directory_ = ::mkdtemp(name);
    settings_.id = kTestChainId;
    settings_.development_accounts = true;
    open();
  }
  ~ChainTest() override {
    close();
    std::filesystem::remove_all(directory_);
  }
  void close() {
    builder_.reset();
    chain_.reset();
    database_.reset();
  }
  void open() {
    close();
    auto opened = open_chain(directory_, settings_);
    DOVETAIL_ASSERT(static_cast<bool>(opened));
    database_ = std::move(*opened);
    chain_ = std::make_unique<Chain>(*database_,
                                     ChainParameters{kTestChainId, Address{{0xfe}}, 100'000'000});
    builder_ = std::make_unique<BlockBuilder>(*chain_);
  }
  BuildResult build(const std::vector<TxRef>& candidates, const BlockLimits& limits = {},
                    uint64_t timestamp = kGenesisTimestamp + 100) {
    auto result = builder_->build(candidates, timestamp, kGwei, limits);
    EXPECT_TRUE(result) << result.error().text;
    return std::move(*result);
  }
  /// Makes and writes a block of these.
  BuiltBlock block(const std::vector<TxRef>& candidates,
                   uint64_t timestamp = kGenesisTimestamp + 100) {
    BuildResult result = build(candidates, {}, timestamp);
    DOVETAIL_ASSERT(result.block.has_value());
    const auto written = database_->commit(result.block->commit);
    EXPECT_TRUE(written) << written.error().text;
    chain_->events().block.raise(result.block->commit.header.number);
    return std::move(*result.block);
  }
  /// Seals the blocks after the last batch, as the batcher does.
  void seal() {
    const uint64_t last = **database_->last_batch();
    auto batch = make_batch(*chain_, last + 1, database_->batch(last)->output.last_block + 1,
                            chain_->latest(), 31'337);
    ASSERT_TRUE(batch) << batch.error().text;
    ASSERT_TRUE(database_->seal_batch(batch->record, batch->pubdata, batch->tree));
  }

  config::ChainSettings settings_;
  std::filesystem::path directory_;
  std::unique_ptr<state::Database> database_;
  std::unique_ptr<Chain> chain_;
  std::unique_ptr<BlockBuilder> builder_;
  spdlog::logger logger_{"test", std::make_shared<spdlog::sinks::null_sink_mt>()};
};

}  // namespace dovetail::node
