#include "kernel/host/plugin/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "kernel/host/plugin/files.hpp"

namespace dovetail::plugin {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kFirstFreeDescriptor = 10;  // above those that the child gets
constexpr int kResultDescriptor = 3;
constexpr std::array<std::string_view, 12> kEnvironment = {
    "PATH=", "HOME=", "LANG=", "LC_ALL=", "TMPDIR=", "LD_LIBRARY_PATH=",
    "CUDA_", "OCL_",  "POCL_", "ASAN_",   "TSAN_",   "UBSAN_"};

Failure failure(const char* what, int error) {
  return {Status::unavailable,
          std::string("could not ") + what + " for a child process: " + std::strerror(error)};
}

/// The same open file under a number that cannot collide with the child's.
Descriptor moved_up(Descriptor low) {
  return Descriptor(::fcntl(low.get(), F_DUPFD_CLOEXEC, kFirstFreeDescriptor));
}

struct Pipe {
  Descriptor read, write;
};

Expected<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return failure("make a pipe", errno);
  Pipe out{Descriptor(ends[0]), moved_up(Descriptor(ends[1]))};
  if (!out.write || ::fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0)
    return failure("make a pipe", errno);
  return out;
}

/// A file in memory, at its beginning: the child reads it at its own pace.
Expected<Descriptor> make_input(const std::string& text) {
  Descriptor file = moved_up(Descriptor(::memfd_create("rehearsal", MFD_CLOEXEC)));
  if (!file) return failure("make an input", errno);
  for (size_t done = 0; done < text.size();) {
    const ssize_t put = ::write(file.get(), text.data() + done, text.size() - done);
    if (put < 0) return failure("write the input", errno);
    done += static_cast<size_t>(put);
  }
  ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

std::vector<char*> clean_environment() {
  std::vector<char*> out;
  for (char** variable = environ; *variable; ++variable)
    if (std::any_of(kEnvironment.begin(), kEnvironment.end(), [&](std::string_view prefix) {
          return std::string_view(*variable).starts_with(prefix);
        }))
      out.push_back(*variable);
  out.push_back(nullptr);
  return out;
}

/// posix_spawn's two objects, so that each path frees them.
struct SpawnPlan {
  SpawnPlan() {
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
};

/// All signals as by default and none blocked, in a process group of its own.
void plan_attributes(SpawnPlan& plan) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&plan.attributes, &none);
  posix_spawnattr_setsigdefault(&plan.attributes, &all);
  posix_spawnattr_setpgroup(&plan.attributes, 0);
  posix_spawnattr_setflags(&plan.attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
}

Expected<pid_t> spawn(const std::vector<std::string>& command, int input, int output, int result) {
  SpawnPlan plan;
  plan_attributes(plan);
  posix_spawn_file_actions_adddup2(&plan.files, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&plan.files, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&plan.files, output, STDERR_FILENO);
  posix_spawn_file_actions_adddup2(&plan.files, result, kResultDescriptor);
  posix_spawn_file_actions_addclosefrom_np(&plan.files, kResultDescriptor + 1);
  std::vector<char*> arguments;
  for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  auto environment = clean_environment();
  pid_t pid = 0;
  const int error = ::posix_spawn(&pid, arguments[0], &plan.files, &plan.attributes,
                                  arguments.data(), environment.data());
  if (error != 0) return failure(("start " + command[0]).c_str(), error);
  return pid;
}

/// More than a pipe holds; and no more at once, so that one that is filled without pause cannot
/// keep its reader from the deadline.
constexpr int kPartsMax = 32;

/// Takes what a pipe holds now.  @return false at its end.
bool drain(const Descriptor& pipe, std::string& out) {
  char part[4096];
  for (int parts = 0; parts < kPartsMax; ++parts) {
    const ssize_t got = ::read(pipe.get(), part, sizeof part);
    if (got > 0)
      out.append(part, static_cast<size_t>(got));
    else
      return got < 0 && (errno == EAGAIN || errno == EINTR);
    if (static_cast<size_t>(got) < sizeof part) return true;
  }
  return true;
}

/// glibc 2.36 declares pidfd_open without C linkage.
int open_pidfd(pid_t pid) {
  return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
}

/// Collects until the child ends, writes too much or the deadline is over.
class Watch {
 public:
  Watch(pid_t pid, Descriptor result, Descriptor output, const ChildSpec& spec)
      : pidfd_(open_pidfd(pid)),
        result_(std::move(result)),
        output_(std::move(output)),
        spec_(spec) {}

  /// @return false if the deadline was over first.
  bool run(ChildEnd& end) {
    const auto deadline = Clock::now() + spec_.timeout;
    while (true) {
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
      if (left <= 0) return false;
      std::array<pollfd, 3> wait = {
          {{pidfd_.get(), POLLIN, 0}, {result_.get(), POLLIN, 0}, {output_.get(), POLLIN, 0}}};
      ::poll(wait.data(), wait.size(), static_cast<int>(left));
      collect(end);
      if (wait[0].revents != 0) return true;
      if (end.result.size() > spec_.result_size_max) return true;
    }
  }

  void collect(ChildEnd& end) {
    if (result_ && !drain(result_, end.result)) result_.close();
    if (output_ && !drain(output_, end.output)) output_.close();
    if (end.output.size() > spec_.output_size_max)
      end.output.erase(0, end.output.size() - spec_.output_size_max);
  }

 private:
  Descriptor pidfd_, result_, output_;
  const ChildSpec& spec_;
};

}  // namespace

Expected<ChildEnd> run_child(const ChildSpec& spec) {
  auto input = make_input(spec.input);
  if (!input) return input.error();
  auto result = make_pipe();
  if (!result) return result.error();
  auto output = make_pipe();
  if (!output) return output.error();
  auto pid = spawn(spec.command, input->get(), output->write.get(), result->write.get());
  result->write.close();
  output->write.close();
  if (!pid) return pid.error();

  ChildEnd end;
  Watch watch(*pid, std::move(result->read), std::move(output->read), spec);
  end.timed_out = !watch.run(end);
  ::kill(-*pid, SIGKILL);
  while (::waitpid(*pid, &end.wait_status, 0) < 0 && errno == EINTR) {
  }
  watch.collect(end);
  end.result.resize(std::min(end.result.size(), spec.result_size_max));
  return end;
}

}  // namespace dovetail::plugin
