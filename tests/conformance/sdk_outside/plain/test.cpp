// Loads the built plugin (argument 1) as a node does, encodes once and decodes again.

#include <cstdio>

#include "sdk/cpp/calls.hpp"
#include "sdk/cpp/mock_host.hpp"

using namespace dovetail;

namespace {

Expected<void> run(const char* path) {
  const sdk::MockHost host;
  auto plugin = sdk::MockPlugin::load(host, path);
  if (!plugin) return plugin.error();
  if (auto passed = (*plugin)->self_test(); !passed) return passed;
  const auto codec = (*plugin)->calls<sdk::CompressorCalls>();
  const Bytes pubdata = {0, 7, 0, 0, 255};
  auto encoded = codec.encode(pubdata, 1000);
  if (!encoded) return encoded.error();
  auto decoded = codec.decode(*encoded, 1000);
  if (!decoded) return decoded.error();
  if (*decoded != pubdata)
    return Failure(Status::internal, "expected the pubdata again, found " + to_hex(*decoded));
  return {};
}

}  // namespace

int main(int, char** argv) {
  const auto done = run(argv[1]);
  if (!done) std::fprintf(stderr, "%s\n", done.error().text.c_str());
  return done ? 0 : 1;
}
