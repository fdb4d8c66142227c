# Compiles each ABI header alone, twice in one unit, with every warning an error.
cmake_minimum_required(VERSION 3.25)
find_program(program ${COMPILER})
if(NOT program)
  message("SKIPPED: expected ${COMPILER}, found none.")
  return()
endif()
set(language c)
if(STANDARD MATCHES "\\+\\+")
  set(language c++)
endif()
file(GLOB headers RELATIVE ${ROOT} ${ROOT}/sdk/abi/*.h)
list(APPEND headers sdk/abi/headers_hash.h)
set(count 0)
foreach(header IN LISTS headers)
  file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/abi_headers/${COMPILER}_${STANDARD}.${language}
       "#include \"${header}\"\n#include \"${header}\"\nextern int nothing;\n")
  execute_process(
    COMMAND ${program} -x ${language} -std=${STANDARD} -Wall -Wextra -pedantic -Werror -fsyntax-only
            -I${ROOT} -I${GENERATED}
            ${CMAKE_CURRENT_BINARY_DIR}/abi_headers/${COMPILER}_${STANDARD}.${language}
    RESULT_VARIABLE code ERROR_VARIABLE text)
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "${COMPILER} -std=${STANDARD} refuses ${header}:\n${text}")
  endif()
  math(EXPR count "${count} + 1")
endforeach()
message("${COMPILER} -std=${STANDARD}: ${count} headers")
if(count LESS 10)
  message(FATAL_ERROR "expected at least 10 headers, found ${count}")
endif()
