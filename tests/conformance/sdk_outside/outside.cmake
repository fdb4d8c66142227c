# One case: installs the SDK to a fresh prefix and builds a plugin there that knows nothing of this
# tree.
cmake_minimum_required(VERSION 3.25)

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE text ERROR_VARIABLE text)
  if(NOT code EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\nended with ${code}:\n${text}")
  endif()
endfunction()

function(pkg_config out)
  execute_process(COMMAND ${CMAKE_COMMAND} -E env PKG_CONFIG_PATH=${prefix}/lib/pkgconfig pkg-config
      ${ARGN} dovetail
                  OUTPUT_VARIABLE text COMMAND_ERROR_IS_FATAL ANY OUTPUT_STRIP_TRAILING_WHITESPACE)
  separate_arguments(words UNIX_COMMAND "${text}")
  set(${out} "${words}" PARENT_SCOPE)
endfunction()

# A folder with a CMakeLists.txt, configured for gcc and g++.
function(configure folder)
  run(${CMAKE_COMMAND} -S ${folder} -B ${folder}/build -DCMAKE_PREFIX_PATH=${prefix}
      -DCMAKE_C_COMPILER=${CC}
      -DCMAKE_CXX_COMPILER=${CXX})
endfunction()

function(build_and_test folder)
  configure(${folder})
  run(${CMAKE_COMMAND} --build ${folder}/build)
  run(${CMAKE_CTEST_COMMAND} --test-dir ${folder}/build --output-on-failure --no-tests=error)
endfunction()

# Plain compilers and pkg-config: a plugin in C11, tested from C++.
function(build_by_hand folder)
  pkg_config(cflags --cflags)
  pkg_config(libs --libs)
  pkg_config(hash --variable=headers_hash)
  pkg_config(manifest_script --variable=manifest_script)
  pkg_config(lint_script --variable=lint_script)
  pkg_config(plugin_cflags --variable=plugin_cflags)
  pkg_config(plugin_ldflags --variable=plugin_ldflags)
  run(${CMAKE_COMMAND} -DKIND=compressor -DNAME=plain -DMANIFEST=${folder}/manifest.json
      -DHEADERS_HASH=${hash}
      -DOUT=${folder}/manifest.c -P ${manifest_script})
  run(${CC} -std=c11 -pedantic -Wall -Wextra -Werror ${cflags} ${plugin_cflags} ${plugin_ldflags} -o
      ${folder}/plain.so
      ${folder}/plugin.c ${folder}/manifest.c)
  run(${CMAKE_COMMAND} -DLIBRARY=${folder}/plain.so -DNM=nm -DREADELF=readelf -P ${lint_script})
  run(${CXX} -std=c++20 ${cflags} -o ${folder}/plain_test ${folder}/test.cpp ${libs})
  run(${folder}/plain_test ${folder}/plain.so)
endfunction()

# The C plugin with one text in its source replaced: its build must fail, saying words, and leave no
# library.
function(expect_build_refused folder old new words)
  file(REMOVE_RECURSE ${folder})
  file(COPY ${SOURCE_DIR}/plain/ DESTINATION ${folder})
  file(READ ${folder}/plugin.c source)
  string(REPLACE "${old}" "${new}" changed "${source}")
  if(changed STREQUAL source)
    message(FATAL_ERROR "expected \"${old}\" in plugin.c, found none.")
  endif()
  file(CONFIGURE OUTPUT ${folder}/plugin.c CONTENT "${changed}" @ONLY)
  configure(${folder})
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${folder}/build
                  RESULT_VARIABLE code OUTPUT_VARIABLE text ERROR_VARIABLE text)
  if(code EQUAL 0 OR NOT text MATCHES "${words}" OR EXISTS ${folder}/build/plain.so)
    message(FATAL_ERROR "expected the build to fail with \"${words}\", found ${code}:\n${text}")
  endif()
endfunction()

foreach(tool CC CXX)
  if(NOT ${tool})
    message("SKIPPED: expected gcc and g++ for ${CASE}, found none.")
    return()
  endif()
endforeach()

set(prefix ${WORK_DIR}/prefix)
set(plugin ${WORK_DIR}/plugin)
file(REMOVE_RECURSE ${WORK_DIR})
run(${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${prefix} --component sdk)
if(CASE MATCHES "^c_|refused")
  file(COPY ${SOURCE_DIR}/plain/ DESTINATION ${plugin})
else()
  run(${TOOL} ${prefix}/share/dovetail/template ${CASE} stranger ${plugin})
endif()
if(CASE STREQUAL "c_pkgconfig")
  find_program(pkg_config_program pkg-config)
  if(NOT pkg_config_program)
    message("SKIPPED: expected pkg-config, found none.")
    return()
  endif()
  build_by_hand(${plugin})
elseif(CASE STREQUAL "refused")
  expect_build_refused(${plugin} " dovetail_plugin = {" " renamed = {"
                       "does not export dovetail_plugin")
  expect_build_refused(${plugin} "free(instance)" "missing_function(instance)"
                       "undefined reference")
else()
  build_and_test(${plugin})
endif()
