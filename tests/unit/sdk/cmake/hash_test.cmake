# headers_hash.h of this build holds what its recipe says: the SHA-256 of sha256sum's own lines.
cmake_minimum_required(VERSION 3.25)
file(GLOB headers RELATIVE ${MODULES}/../abi ${MODULES}/../abi/*.h)
list(SORT headers)
execute_process(COMMAND ${CMAKE_COMMAND} -E sha256sum ${headers} WORKING_DIRECTORY ${MODULES}/../abi
                OUTPUT_VARIABLE lines COMMAND_ERROR_IS_FATAL ANY)
string(SHA256 expected "${lines}")
file(READ ${BUILD_DIR}/generated/sdk/abi/headers_hash.h header)
if(NOT header MATCHES "\"${expected}\"")
  message(FATAL_ERROR "expected the hash ${expected}, found ${header}")
endif()
