// new_plugin_tool TEMPLATES KIND NAME FOLDER: what `dovetail plugin new` does, for the tests beside
// this file.

#include <cstdio>

#include "kernel/host/new_plugin/new_plugin.hpp"

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const auto written = dovetail::host::write_new_plugin(argv[1], argv[2], argv[3], argv[4]);
  if (!written) std::fprintf(stderr, "%s\n", written.error().text.c_str());
  return written ? 0 : 1;
}
