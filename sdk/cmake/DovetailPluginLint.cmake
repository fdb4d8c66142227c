# Judges a linked plugin by what would break it in a host; removes it and fails if one rule is
# broken:
#   cmake -DLIBRARY=x.so -DNM=nm -DREADELF=readelf -P DovetailPluginLint.cmake
cmake_minimum_required(VERSION 3.25)

function(refuse)
  string(CONCAT text ${ARGN})
  file(REMOVE ${LIBRARY})
  message(FATAL_ERROR "${LIBRARY}: ${text}")
endfunction()

function(tool out)
  execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE text ERROR_VARIABLE error RESULT_VARIABLE code)
  if(NOT code EQUAL 0)
    refuse("${ARGN} failed: ${error}")
  endif()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

tool(symbols ${NM} -D --defined-only ${LIBRARY})
if(symbols MATCHES " u ([^\n]+)")
  refuse("symbol ${CMAKE_MATCH_1} is UNIQUE: the library could never be unloaded. "
         "Compile with -fno-gnu-unique.")
endif()
string(REGEX MATCHALL "[^\n]+" symbols "${symbols}")
set(found FALSE)
foreach(line IN LISTS symbols)
  string(REGEX REPLACE "^[0-9a-f]* *(.) (.*)$" "\\1" type "${line}")
  string(REGEX REPLACE "^[0-9a-f]* *(.) (.*)$" "\\2" symbol "${line}")
  if(symbol STREQUAL "dovetail_plugin")
    if(NOT type MATCHES "^[DRBG]$")
      refuse("dovetail_plugin is of type ${type}, expected data. "
             "Define it by DOVETAIL_PLUGIN() or as a struct.")
    endif()
    set(found TRUE)
  else()
    refuse("exports ${symbol}, expected dovetail_plugin alone. "
           "Link with --version-script=plugin.map.")
  endif()
endforeach()
if(NOT found)
  refuse("does not export dovetail_plugin. Write DOVETAIL_PLUGIN(YourClass) in plugin.cpp.")
endif()

tool(sections ${READELF} -S -W ${LIBRARY})
if(NOT sections MATCHES " \\.dovetail +PROGBITS")
  refuse("has no section .dovetail: the manifest is missing. "
         "Compile the file that DovetailManifest.cmake writes.")
endif()
tool(dynamic ${READELF} -d -W ${LIBRARY})
if(dynamic MATCHES "NODELETE")
  refuse("is linked with -z nodelete: it could never be unloaded. Leave that option away.")
endif()
if(NOT dynamic MATCHES "NOW")
  refuse("is bound lazily: an undefined symbol would end the host at the first call. "
         "Link with -z now.")
endif()
