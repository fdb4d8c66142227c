#include "kernel/host/plugin/rehearsal.hpp"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json.hpp>

#include "kernel/host/plugin/child.hpp"

namespace dovetail::plugin {
namespace {

namespace json = boost::json;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

std::string request_text(const RehearsalOptions& options, const HostAbi& abi,
                         const PluginChoice& choice, uint64_t chain_id, RehearsalDepth depth) {
  return json::serialize(
      json::object{{"kind", kind_name(choice.kind)},
                   {"name", slot_name(choice)},
                   {"config", choice.config},
                   {"chain_id", chain_id},
                   {"full", depth == RehearsalDepth::full},
                   {"abi_version", abi.version},
                   {"abi_headers", to_hex(abi.headers.view())},
                   {"address_space_bytes", kSanitized ? 0 : options.address_space_bytes},
                   {"cpu_seconds", options.timeout.count() / 1000 + 1},
                   {"parent", ::getpid()}});
}

/// What the child's lines say. A line that is none of ours makes it unsound: the plugin wrote to
/// the channel.
struct Account {
  bool sound = true;
  std::string step = "start";
  bool ok = false;
  std::optional<Failure> refusal;
};

void read_line(const json::object& line, Account& out) {
  const auto* step = line.if_contains("step");
  const auto* ok = line.if_contains("ok");
  const auto* error = line.if_contains("error");
  const auto* status = line.if_contains("status");
  if (step && step->is_string())
    out.step = std::string(step->get_string());
  else if (ok)
    out.ok = true;
  else if (error && error->is_string() && status && status->is_int64())
    out.refusal =
        Failure(static_cast<Status>(status->get_int64()), std::string(error->get_string()));
  else
    out.sound = false;
}

Account read_account(std::string_view text) {
  Account out;
  while (!text.empty() && out.sound) {
    const size_t end = text.find('\n');
    boost::system::error_code error;
    const json::value line = json::parse(text.substr(0, end), error);
    out.sound = end != std::string_view::npos && !error && line.is_object();
    if (out.sound) read_line(line.get_object(), out);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

std::string signal_name(int number) {
  const char* name = ::sigabbrev_np(number);
  return name ? std::string("SIG") + name : "signal " + std::to_string(number);
}

std::string seconds(std::chrono::milliseconds time) {
  return time.count() % 1000 == 0 ? std::to_string(time.count() / 1000) + " s"
                                  : std::to_string(time.count()) + " ms";
}

/// What a plugin printed, without what could steer a terminal.
std::string printable(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < ' ' && c != '\n') c = '?';
  return text;
}

Expected<void> judge(const ChildEnd& end, const Account& account, const RehearsalOptions& options) {
  const auto refuse = [&](Status status, std::string text) {
    if (!end.output.empty()) text += "; it printed: " + printable(end.output);
    return Failure(status, std::move(text));
  };
  const std::string in_step = " in " + account.step + ", in its rehearsal";
  if (end.timed_out)
    return refuse(Status::timeout, "it did not finish " + account.step + " within " +
                                       seconds(options.timeout) + ", in its rehearsal");
  if (!account.sound)
    return refuse(Status::corrupt, "it wrote to a descriptor that is not its own" + in_step);
  if (account.refusal) return Failure(account.refusal->status, account.refusal->text);
  if (WIFSIGNALED(end.wait_status))
    return refuse(Status::internal,
                  "it crashed with " + signal_name(WTERMSIG(end.wait_status)) + in_step);
  if (WEXITSTATUS(end.wait_status) != 0 || !account.ok)
    return refuse(Status::internal, "it ended the process with exit status " +
                                        std::to_string(WEXITSTATUS(end.wait_status)) + in_step);
  return {};
}

}  // namespace

bool rehearsal_limits_memory() {
  return !kSanitized;
}

Expected<void> rehearse(const RehearsalOptions& options, const std::filesystem::path& library,
                        const HostAbi& abi, const PluginChoice& choice, uint64_t chain_id,
                        RehearsalDepth depth) {
  ChildSpec spec;
  spec.command = options.program;
  if (spec.command.empty()) spec.command = {"/proc/self/exe", "plugin", "rehearse"};
  spec.command.push_back(library.string());
  spec.input = request_text(options, abi, choice, chain_id, depth);
  spec.timeout = options.timeout;
  auto end = run_child(spec);
  if (!end) return end.error();
  return judge(*end, read_account(end->result), options);
}

}  // namespace dovetail::plugin
