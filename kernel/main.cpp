// The program `dovetail`: kernel/cli has its subcommands.

#include <csignal>
#include <exception>
#include <iostream>

#include "kernel/cli/command.hpp"

int main(int argc, char** argv) try {
  std::signal(SIGPIPE, SIG_IGN);
  return dovetail::cli::dispatch({argv + 1, argv + argc});
} catch (const std::exception& error) {
  std::cerr << "error: " << error.what() << "\n";
  return dovetail::cli::kFailure;
}
