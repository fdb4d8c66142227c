// dovetail run: the node, from its configuration to a clean stop.

#include <csignal>
#include <future>

#include "kernel/admin/admin_server.hpp"
#include "kernel/admin/metrics_server.hpp"
#include "kernel/cli/assembly.hpp"
#include "kernel/cli/banner.hpp"
#include "kernel/cli/logging.hpp"
#include "kernel/cli/stopping.hpp"
#include "kernel/rpc/service.hpp"

namespace dovetail::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kStatusEvery = 1s;
/// Without a terminal.
constexpr auto kStatusLogEvery = 30s;

/// The parts of a running node, in the order in which they start.
class RunningNode {
 public:
  RunningNode(config::LoadedConfig config, config::Overrides overrides, bool unlocked,
              Console& console)
      : config_(std::move(config)),
        overrides_(std::move(overrides)),
        unlocked_(unlocked),
        console_(console),
        logger_(make_logger(console, config_.settings.log)) {}
  ~RunningNode() { stop(); }

  Expected<void> start();
  /// Serves until SIGINT or SIGTERM.
  void serve();

 private:
  Expected<void> start_servers();
  void reload();
  void show_status();
  void stop();

  config::LoadedConfig config_;
  const config::Overrides overrides_;
  const bool unlocked_;
  Console& console_;
  const std::shared_ptr<spdlog::logger> logger_;
  OpenChain chain_;
  std::unique_ptr<node::Node> node_;
  std::unique_ptr<rpc::Service> rpc_;
  std::unique_ptr<admin::MetricsServer> metrics_;
  std::unique_ptr<admin::Control> control_;
  std::unique_ptr<admin::AdminServer> admin_;
  std::future<void> reloading_;
  bool l1_shown_ = false;
  std::chrono::steady_clock::time_point logged_at_{};
};

Expected<void> RunningNode::start() {
  auto chain = open(config_, {unlocked_, {}}, logger_);
  if (!chain) return chain.error();
  chain_ = std::move(*chain);
  auto node = node::Node::start(config_.settings, *chain_.database, *chain_.plugins, logger_,
                                contract_artifacts());
  if (!node) return node.error();
  node_ = std::move(*node);
  chain_.rules->start_serving(*chain_.plugins);
  if (auto started = start_servers(); !started) return started;
  console_.print(banner_text({config_.settings, *chain_.plugins, rpc_->address(),
                              metrics_->address(), config_.settings.admin.socket, unlocked_}));
  return {};
}

Expected<void> RunningNode::start_servers() {
  auto rpc = rpc::Service::start(*node_, config_.settings.rpc, *chain_.metrics);
  if (!rpc) return Failure(rpc.error().status, "rpc.listen: " + rpc.error().text);
  rpc_ = std::move(*rpc);
  auto metrics = admin::MetricsServer::start(*node_, config_.settings.metrics, *chain_.metrics);
  if (!metrics) return metrics.error();
  metrics_ = std::move(*metrics);
  const auto apply = [logger = logger_](const config::Settings& settings) {
    logger->set_level(level_of(settings.log.level));
  };
  control_ = std::make_unique<admin::Control>(
      *node_, *chain_.plugins, *logger_,
      admin::ControlOptions{config_, overrides_, search_path(config_.settings.plugins), apply});
  auto server = admin::AdminServer::start(*control_, config_.settings.admin);
  if (!server) return server.error();
  admin_ = std::move(*server);
  return {};
}

void RunningNode::serve() {
  for (;;) {
    const int signal = wait_for_signal(kStatusEvery);
    if (signal == SIGHUP) reload();
    if (signal == SIGINT || signal == SIGTERM) {
      logger_->info("{}: stopping", signal == SIGINT ? "SIGINT" : "SIGTERM");
      return;
    }
    if (signal == 0) show_status();
  }
}

void RunningNode::reload() {
  if (reloading_.valid() && reloading_.wait_for(0s) != std::future_status::ready) {
    logger_->warn("SIGHUP: a reload is going on; this one is left out");
    return;
  }
  reloading_ = std::async(std::launch::async, [this] {
    if (auto done = control_->reload(); !done)
      logger_->error("SIGHUP: reload refused: {}", done.error().text);
    else
      logger_->info("SIGHUP: reloaded {}", config_.file);
  });
}

void RunningNode::show_status() {
  const auto status = node_->status();
  if (!l1_shown_ && status.contracts) {
    console_.print(l1_text(status));
    l1_shown_ = true;
  }
  const std::string line = status_line(status, *chain_.plugins, console_.has_colour());
  if (console_.is_live()) return console_.set_live(line);
  const auto now = std::chrono::steady_clock::now();
  if (logged_at_ != std::chrono::steady_clock::time_point{} && now - logged_at_ < kStatusLogEvery)
    return;
  logged_at_ = now;
  logger_->info("{}", line);
}

void RunningNode::stop() {
  StopWatchdog watchdog(console_);
  console_.set_live("");
  watchdog.stopping("admin API");
  admin_.reset();
  if (reloading_.valid()) reloading_.wait();
  control_.reset();
  watchdog.stopping("metrics server");
  metrics_.reset();
  watchdog.stopping("JSON-RPC service");
  rpc_.reset();
  watchdog.stopping("node: sequencer, batcher, settler or fees");
  node_.reset();
  watchdog.stopping("plugins");
  chain_.plugins.reset();
  watchdog.stopping("database");
  chain_.store.reset();
  chain_.database.reset();
}

}  // namespace

int run_node(const Arguments& arguments) {
  Usage usage;
  usage.synopsis = "dovetail run [--config FILE] [--data-dir DIR] [--set KEY=VALUE]… [--unlocked]";
  usage.text =
      "Runs the node until SIGINT or SIGTERM; SIGHUP makes it read its configuration again. Log\n"
      "lines go to standard error, the banner and the live line of figures to standard output.\n"
      "Plugins must be in dovetail.lock beside the configuration: dovetail plugin lock.";
  usage.examples =
      "  dovetail run --config configs/dev.yaml --unlocked\n"
      "  dovetail run -c node.yaml --data-dir /var/lib/dovetail --set rpc.listen=0.0.0.0:3050\n"
      "  dovetail run -c configs/dev.yaml --unlocked --set plugins.da.use=da/validium\n";
  add_config_options(usage.options);
  usage.options.add_options()("unlocked",
                              "load plugins that are not in dovetail.lock: for development");
  const Parsed parsed = parse(usage, arguments);
  if (parsed.exit_code) return *parsed.exit_code;
  auto loaded = load(parsed);
  if (!loaded.config) return loaded.exit_code;
  block_signals();
  Console console;
  RunningNode node(std::move(*loaded.config), overrides_of(parsed), parsed.has("unlocked"),
                   console);
  if (auto started = node.start(); !started) {
    console.log("error: " + started.error().text + "\n");
    return started.error().status == Status::invalid_argument ? kConfiguration : kFailure;
  }
  node.serve();
  return kOk;
}

}  // namespace dovetail::cli
