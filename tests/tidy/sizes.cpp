#include "tests/tidy/sizes.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>

namespace dovetail::tidy {
namespace {

struct Named {
  size_t size;
  std::string name;
};

struct Sizes {
  std::vector<Named> files, functions;
  size_t lines = 0, long_lines = 0;
};

bool opens_function(const std::string& line) {
  if (line.empty() || line.back() != '{' || line.find(')') == std::string::npos) return false;
  const size_t first = line.find_first_not_of(" \t");
  const std::string word = line.substr(first, line.find_first_of(" (", first) - first);
  for (const char* control :
       {"if", "for", "while", "switch", "else", "do", "}", "namespace", "return"})
    if (word == control) return false;
  return true;
}

bool closes(const std::string& line, size_t indent) {
  const size_t first = line.find_first_not_of(" \t");
  return first != std::string::npos && first <= indent && line[first] == '}';
}

/// A heuristic: a block whose first line ends with "{" after a ")", up to the next "}" that is
/// indented no deeper (a constructor's list is).
void measure_functions(const std::string& path, const std::vector<std::string>& lines, Sizes& out) {
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!opens_function(lines[i])) continue;
    const size_t indent = lines[i].find_first_not_of(" \t");
    size_t end = i + 1;
    while (end < lines.size() && !closes(lines[end], indent)) ++end;
    out.functions.push_back({end - i - 1, path + ":" + std::to_string(i + 1)});
  }
}

Sizes measure(const std::filesystem::path& root, const std::vector<std::string>& sources) {
  Sizes out;
  for (const std::string& path : sources) {
    if (path.starts_with("tests/") || path.find("generated/") != std::string::npos) continue;
    std::ifstream in(root / path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    out.files.push_back({lines.size(), path});
    out.lines += lines.size();
    for (const std::string& line : lines) out.long_lines += line.size() > 100;
    measure_functions(path, lines, out);
  }
  const auto longer = [](const Named& a, const Named& b) { return a.size > b.size; };
  std::sort(out.files.begin(), out.files.end(), longer);
  std::sort(out.functions.begin(), out.functions.end(), longer);
  return out;
}

/// @param share  0.5: the median of a list sorted longest first.
size_t quantile(const std::vector<Named>& sorted, double share) {
  return sorted.empty()
             ? 0
             : sorted[static_cast<size_t>((1 - share) * static_cast<double>(sorted.size() - 1))]
                   .size;
}

void print_longest(const char* what, const std::vector<Named>& sorted) {
  std::printf("\nlongest %s\n", what);
  for (size_t i = 0; i < std::min<size_t>(8, sorted.size()); ++i)
    std::printf("  %5zu  %s\n", sorted[i].size, sorted[i].name.c_str());
}

}  // namespace

void print_sizes(const std::filesystem::path& root, const std::vector<std::string>& sources) {
  const Sizes sizes = measure(root, sources);
  std::printf("%-12s %6s %8s %7s %5s %11s %11s %9s\n", "", "files", "lines", "median", "p90",
              "median fn", "p99 fn", ">100 cols");
  std::printf("%-12s %6zu %8zu %7zu %5zu %11zu %11zu %9zu\n", "dovetail", sizes.files.size(),
              sizes.lines, quantile(sizes.files, 0.5), quantile(sizes.files, 0.9),
              quantile(sizes.functions, 0.5), quantile(sizes.functions, 0.99), sizes.long_lines);
  std::printf("%-12s %6d %8s %7d %5d %11d %11d %9d\n", "evmone", 55, "11 k", 143, 445, 7, 176, 4);
  std::printf("%-12s %6d %8s %7d %5d %11d %11d %9d\n", "leveldb", 90, "17 k", 106, 393, 6, 93, 0);
  std::printf("%-12s %6d %8s %7d %5d %11s %11s %9d\n", "clap", 68, "5 k", 61, 153, "-", "-", 19);
  print_longest("files", sizes.files);
  print_longest("functions", sizes.functions);
}

}  // namespace dovetail::tidy
