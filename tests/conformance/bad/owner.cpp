// Sound and exclusive: its config names a file that only one instance may hold, in any process.
// With {"fail": …} in the config it takes the file but does not start.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <string>

#include "tests/conformance/bad/sound.hpp"

namespace {

struct Owner {
  int fd;
};

dovetail_status create(const dovetail_host*, const dovetail_create_args* args,
                       dovetail_instance** instance, dovetail_error* error) noexcept {
  const std::string config(reinterpret_cast<const char*>(args->config_json.data),
                           args->config_json.size);
  const size_t begin = config.find("\"file\":\"") + 8;
  const std::string path = config.substr(begin, config.find('"', begin) - begin);
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0 || ::flock(fd, LOCK_EX | LOCK_NB) != 0)
    return dovetail::sound::fail(error, DOVETAIL_CONFLICT, "the file is held by another");
  if (config.find("\"fail\"") != config.npos) {
    ::close(fd);
    return dovetail::sound::fail(error, DOVETAIL_INVALID_ARGUMENT, "it was told to fail");
  }
  *instance = reinterpret_cast<dovetail_instance*>(new Owner{fd});
  return DOVETAIL_OK;
}

void destroy(dovetail_instance* instance) noexcept {
  auto* owner = reinterpret_cast<Owner*>(instance);
  ::close(owner->fd);
  delete owner;
}

}  // namespace

EXPORT_ENTRY_WITH(entry.create = create, entry.destroy = destroy)
