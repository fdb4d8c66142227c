# The hash of the ABI headers, by which a host and a plugin of the draft recognise each other.
#
# It is the SHA-256 of what `sha256sum` prints for sdk/abi/*.h in the order of their names, without
# headers_hash.h:
#   cd sdk/abi && sha256sum $(ls *.h | grep -v headers_hash.h) | sha256sum
include_guard(GLOBAL)

# Writes <out_dir>/sdk/abi/headers_hash.h, sets the global property DOVETAIL_HEADERS_HASH to 64 hex
# digits and configures again whenever a header changes.
function(dovetail_headers_hash abi_dir out_dir)
  file(GLOB headers CONFIGURE_DEPENDS RELATIVE ${abi_dir} ${abi_dir}/*.h)
  list(REMOVE_ITEM headers headers_hash.h)
  list(SORT headers)
  set(lines "")
  foreach(header IN LISTS headers)
    file(SHA256 ${abi_dir}/${header} digest)
    string(APPEND lines "${digest}  ${header}\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${abi_dir}/${header})
  endforeach()
  string(SHA256 hash "${lines}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1, " bytes "${hash}")
  string(REGEX REPLACE ", $" "" bytes "${bytes}")
  string(REPEAT "0x.., " 8 eight)
  string(REGEX REPLACE "(${eight})" "\\1\\\\\n   " bytes "${bytes}")
  file(CONFIGURE OUTPUT ${out_dir}/sdk/abi/headers_hash.h @ONLY CONTENT
"/* Made by DovetailHeadersHash.cmake: the hash of the ABI headers beside this file. */
#ifndef DOVETAIL_ABI_HEADERS_HASH_H
#define DOVETAIL_ABI_HEADERS_HASH_H

#define DOVETAIL_HEADERS_HASH \\
  {@bytes@}
#define DOVETAIL_HEADERS_HASH_HEX \\
  \"@hash@\"

#endif
")
  set_property(GLOBAL PROPERTY DOVETAIL_HEADERS_HASH ${hash})
endfunction()
