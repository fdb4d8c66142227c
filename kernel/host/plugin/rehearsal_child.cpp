// The child's side of the rehearsal: rehearsal.hpp describes the protocol.

#include <fcntl.h>
#include <signal.h>
#include <spdlog/sinks/null_sink.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <iostream>
#include <iterator>
#include <map>
#include <thread>

#include "kernel/host/plugin/files.hpp"
#include "kernel/host/plugin/rehearsal.hpp"

namespace dovetail::plugin {
namespace {

namespace json = boost::json;

constexpr int kResultDescriptor = 3;

struct Request {
  PluginChoice choice;
  HostAbi abi;
  uint64_t chain_id = 0;
  bool full = true;
  uint64_t address_space_bytes = 0;
  uint64_t cpu_seconds = 0;
  pid_t parent = 0;
};

void report(const json::object& line) {
  const std::string text = json::serialize(line) + "\n";
  if (::write(kResultDescriptor, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    ::_exit(2);
}

void report_step(std::string_view step) {
  report({{"step", step}});
}

/// The parent's request; it is ours, so a malformed one ends in an exception.
Request parse_request(const std::string& text) {
  const json::value value = json::parse(text);
  Request out;
  auto kind = parse_kind(std::string_view(value.at("kind").as_string()));
  auto headers = fixed_from_hex<32>(std::string_view(value.at("abi_headers").as_string()));
  if (!kind || !headers) throw std::runtime_error("malformed request");
  out.choice.kind = *kind;
  out.choice.name = std::string(value.at("name").as_string());
  out.choice.config = value.at("config").as_object();
  out.abi = {value.at("abi_version").to_number<uint32_t>(), *headers};
  out.chain_id = value.at("chain_id").to_number<uint64_t>();
  out.full = value.at("full").as_bool();
  out.address_space_bytes = value.at("address_space_bytes").to_number<uint64_t>();
  out.cpu_seconds = value.at("cpu_seconds").to_number<uint64_t>();
  out.parent = value.at("parent").to_number<pid_t>();
  return out;
}

void limit(int resource, uint64_t value) {
  const rlimit both{value, value};
  ::setrlimit(static_cast<__rlimit_resource_t>(resource), &both);
}

/// Dies with the parent, leaves no core file, and stays within the request's limits.
void confine(const Request& request) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != request.parent) ::_exit(2);
  limit(RLIMIT_CORE, 0);
  if (request.address_space_bytes != 0) limit(RLIMIT_AS, request.address_space_bytes);
  const uint64_t cores = std::max(1u, std::thread::hardware_concurrency());
  limit(RLIMIT_CPU, request.cpu_seconds * cores);
  const Descriptor null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  ::dup2(null.get(), STDIN_FILENO);
}

/// A store for one rehearsal: what is put is gone with the process.
class MemoryStore : public KeyValue {
 public:
  Expected<Bytes> get(ByteView key) override {
    const std::lock_guard lock(mutex_);
    const auto found = values_.find(to_bytes(key));
    if (found == values_.end()) return Failure(Status::not_found, "no such key");
    return found->second;
  }
  Expected<void> put(ByteView key, ByteView value) override {
    const std::lock_guard lock(mutex_);
    values_[to_bytes(key)] = to_bytes(value);
    return {};
  }
  Expected<void> remove(ByteView key) override {
    const std::lock_guard lock(mutex_);
    values_.erase(to_bytes(key));
    return {};
  }

 private:
  std::mutex mutex_;
  std::map<Bytes, Bytes> values_;
};

/// What services refer to; outlives the instance.
struct Surroundings {
  spdlog::logger logger{"rehearsal", std::make_shared<spdlog::sinks::null_sink_mt>()};
  prometheus::Registry metrics;
  MemoryStore store;

  std::unique_ptr<HostServices> services(const Request& request, const Manifest& manifest) {
    return std::make_unique<HostServices>(
        ServiceContext{request.choice.kind, request.choice.name, manifest.id}, logger, metrics,
        store, []() -> Expected<Lease<dovetail_l1_v1>> {
          return Failure(Status::unavailable, "there is no L1 client in a rehearsal");
        });
  }
};

Expected<void> create_and_test(const Request& request, const Manifest& manifest, Library library,
                               Surroundings& around) {
  report_step("create");
  const CreateArgs args{request.choice.name, json::serialize(request.choice.config),
                        request.chain_id, 1};
  auto instance =
      Instance::create(library, request.choice.kind, args, around.services(request, manifest));
  if (!instance) return instance.error();
  report_step("self_test");
  if (auto passed = (*instance)->self_test(); !passed) return passed;
  report_step("destroy");
  instance->reset();
  return {};
}

Expected<void> run_steps(const Request& request, const std::filesystem::path& path,
                         Surroundings& around) {
  auto bytes = read_file(path, kLibrarySizeMax);
  if (!bytes) return bytes.error();
  auto manifest = read_manifest(*bytes);
  if (!manifest) return manifest.error();
  report_step("load");
  auto library = load_library(path, *manifest, request.abi);
  if (!library) return library.error();
  if (!request.full) return {};
  return create_and_test(request, *manifest, *library, around);
}

}  // namespace

int rehearse_main(int argc, char** argv) try {
  const std::string text{std::istreambuf_iterator<char>(std::cin), {}};
  const Request request = parse_request(text);
  confine(request);
  Surroundings around;
  auto done = run_steps(request, argv[argc - 1], around);
  if (done) report_step("exit");
  if (done)
    report({{"ok", true}});
  else
    report({{"error", done.error().text}, {"status", static_cast<int>(done.error().status)}});
  return 0;
} catch (const std::exception& error) {
  std::cerr << "plugin rehearse is started by the node alone: " << error.what() << "\n";
  return 2;
}

}  // namespace dovetail::plugin
