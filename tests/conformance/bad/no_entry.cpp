// Exports nothing.
namespace {
[[maybe_unused]] int unused;
}
