# DovetailPluginLint.cmake: passes a good library, refuses and removes each bad one by the rule that
# it breaks.
cmake_minimum_required(VERSION 3.25)
if(NOT CC OR NOT CXX)
  message("SKIPPED: expected gcc and g++, found none.")
  return()
endif()

set(entry "__attribute__((visibility(\"default\"))) extern const int dovetail_plugin;
const int dovetail_plugin = 1;\n")
set(manifest "static const char m[] __attribute__((used, retain, section(\".dovetail\"))) = {1};\n")
set(good_flags -shared -fPIC -Wl,-z,now -Wl,--version-script=${MODULES}/plugin.map)

# name, expected words ("" passes), language, source, flags
function(expect name words language source)
  set(compiler ${CC})
  if(language STREQUAL "cpp")
    set(compiler ${CXX})
  endif()
  file(WRITE ${WORK_DIR}/${name}.${language} "${source}")
  set(library ${WORK_DIR}/${name}.so)
  execute_process(COMMAND ${compiler} ${WORK_DIR}/${name}.${language} -o ${library} ${ARGN}
      COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${CMAKE_COMMAND} -DLIBRARY=${library} -DNM=${NM} -DREADELF=${READELF}
                          -P ${MODULES}/DovetailPluginLint.cmake
                  RESULT_VARIABLE code ERROR_VARIABLE text)
  string(REGEX REPLACE "[ \n]+" " " text "${text}")
  if(words STREQUAL "")
    if(NOT code EQUAL 0 OR NOT EXISTS ${library})
      message(FATAL_ERROR "${name}: expected it to pass, found: ${text}")
    endif()
  elseif(code EQUAL 0 OR NOT text MATCHES "${words}" OR EXISTS ${library})
    message(FATAL_ERROR
        "${name}: expected a refusal with \"${words}\" and no library, found ${code}: ${text}")
  endif()
endfunction()

file(REMOVE_RECURSE ${WORK_DIR})
expect(good "" c "${entry}${manifest}" ${good_flags})
expect(kept "" c "${entry}${manifest}" ${good_flags} -Wl,--gc-sections)
expect(extra "exports helper" c "${entry}${manifest}int helper(void) { return 1; }\n" -shared -fPIC
    -Wl,-z,now)
expect(unique "is UNIQUE" cpp "inline int& counter() { static int value; return value; }
int* address = &counter();\nextern \"C\" {\n${entry}}${manifest}" -shared -fPIC -Wl,-z,now)
expect(entryless "does not export dovetail_plugin" c "${manifest}" ${good_flags})
expect(function "of type T, expected data" c "int dovetail_plugin(void) { return 1; }\n${manifest}"
    ${good_flags})
expect(manifestless "manifest is missing" c "${entry}" ${good_flags})
expect(lazy "bound lazily" c "${entry}${manifest}" -shared -fPIC -Wl,-z,lazy
    -Wl,--version-script=${MODULES}/plugin.map)
expect(nodelete "nodelete" c "${entry}${manifest}" ${good_flags} -Wl,-z,nodelete)
