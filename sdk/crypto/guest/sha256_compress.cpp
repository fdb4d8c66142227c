#include "sdk/crypto/sha256_compress.hpp"

namespace dovetail::detail {

void sha256_compress(uint32_t state[8], const uint8_t* blocks, size_t count) {
  sha256_compress_portable(state, blocks, count);
}

}  // namespace dovetail::detail
