#include "plugins/compressor/none/none.hpp"

namespace dovetail::plugins::none {

Expected<Bytes> copy(ByteView bytes, uint64_t size_max) {
  if (bytes.size() <= size_max) return to_bytes(bytes);
  return Failure(Status::resource_exhausted,
                 "expected pubdata of at most " + std::to_string(size_max) + " bytes, found " +
                     std::to_string(bytes.size()) + "; codec 0 does not compress");
}

}  // namespace dovetail::plugins::none
