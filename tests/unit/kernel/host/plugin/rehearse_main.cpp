// The rehearsal's child alone, as `dovetail plugin rehearse` runs it.
#include "kernel/host/plugin/rehearsal.hpp"

int main(int argc, char** argv) {
  return dovetail::plugin::rehearse_main(argc, argv);
}
