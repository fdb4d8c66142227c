// tidy ROOT LAYERS [PLUGINS]: the layers of the sources under ROOT, judged by CMake's own DEPENDS
// lists, and the exported symbols of the plugins under PLUGINS. tidy --sizes ROOT: the distribution
// of sizes. Exit status 0 only without a breach.

#include <array>
#include <cstdio>
#include <cstring>

#include "tests/tidy/layers.hpp"
#include "tests/tidy/sizes.hpp"

namespace {

namespace fs = std::filesystem;

std::vector<std::string> exported_symbols(const fs::path& library) {
  std::vector<std::string> out;
  FILE* pipe =
      popen(("nm -D --defined-only --format=posix '" + library.string() + "'").c_str(), "r");
  if (pipe == nullptr) return {"nm cannot be run"};
  std::array<char, 4096> line{};
  while (std::fgets(line.data(), line.size(), pipe) != nullptr)
    out.emplace_back(line.data(), std::strcspn(line.data(), " \n"));
  if (pclose(pipe) != 0) out.emplace_back("nm failed");
  return out;
}

std::vector<std::string> check_plugins(const fs::path& folder, size_t& count) {
  std::vector<std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".so") continue;
    ++count;
    const auto symbols = exported_symbols(entry.path());
    if (symbols == std::vector<std::string>{"dovetail_plugin"}) continue;
    std::string found;
    for (const std::string& symbol : symbols) found += " " + symbol;
    out.push_back(entry.path().string() + " must export dovetail_plugin alone, found:" + found);
  }
  if (count == 0) out.push_back(folder.string() + " holds no plugin");
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace dovetail::tidy;
  if (argc == 3 && std::string(argv[1]) == "--sizes") {
    print_sizes(argv[2], sources(argv[2]));
    return 0;
  }
  if (argc < 3) {
    std::fprintf(stderr, "usage: tidy ROOT LAYERS [PLUGINS] | tidy --sizes ROOT\n");
    return 2;
  }
  const Layers layers = read_layers(argv[2]);
  std::vector<std::string> breaches = check_declarations(layers);
  if (layers.empty()) breaches.push_back(std::string(argv[2]) + " declares no library");
  const auto files = sources(argv[1]);
  for (const std::string& file : files)
    for (std::string& breach : check_includes(layers, argv[1], file))
      breaches.push_back(std::move(breach));
  size_t plugins_count = 0;
  if (argc > 3)
    for (std::string& breach : check_plugins(argv[3], plugins_count))
      breaches.push_back(std::move(breach));
  for (const std::string& breach : breaches) std::printf("%s\n", breach.c_str());
  std::printf("tidy: %zu libraries, %zu files, %zu plugins, %zu breaches\n", layers.size(),
              files.size(), plugins_count, breaches.size());
  return breaches.empty() ? 0 : 1;
}
