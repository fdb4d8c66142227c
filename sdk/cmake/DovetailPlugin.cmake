# dovetail_plugin(): a plugin from sources, in this tree and, unchanged, from the installed SDK.
#
#   dovetail_plugin(KIND fee_oracle NAME fixed
#     SOURCES plugin.cpp fixed.cpp MANIFEST manifest.json
#     [DEPENDS sdk/cpp …]     our folders (in this tree only)
#     [LINKS Boost::json …])  foreign libraries
#
# makes plugin_<kind>_<name>, the shared library <name>.so: <build>/plugins/<kind>/ in this tree,
# the folder's build directory elsewhere. SOURCES other than plugin.c and plugin.cpp are the logic:
# they become the static library plugins_<kind>_<name>, which tests link. Properties of the plugin:
# one exported symbol, no undefined and no UNIQUE ones, bound at load, unloadable, a build id, and
# its manifest in the section .dovetail; the build fails otherwise.
include_guard(GLOBAL)
include(${CMAKE_CURRENT_LIST_DIR}/DovetailManifest.cmake)

# The static library of what tests can link without the entry.
function(dovetail_plugin_logic target sources depends links)
  if(sources)
    add_library(${target} STATIC ${sources})
    set(scope PUBLIC)
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_link_libraries(${target} ${scope} ${depends} ${links})
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON
                        CXX_VISIBILITY_PRESET hidden C_VISIBILITY_PRESET hidden
                        VISIBILITY_INLINES_HIDDEN ON)
  if(sources)
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
  endif()
endfunction()

# What the linker and the compiler must be told, because their defaults are wrong for a library that
# is swapped.
function(dovetail_plugin_flags target module_dir)
  set_target_properties(${target} PROPERTIES PREFIX "" LINK_DEPENDS ${module_dir}/plugin.map
                        CXX_VISIBILITY_PRESET hidden C_VISIBILITY_PRESET hidden
                        VISIBILITY_INLINES_HIDDEN ON)
  target_compile_options(${target} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
  target_link_options(${target} PRIVATE LINKER:--version-script=${module_dir}/plugin.map
                      LINKER:-z,defs LINKER:-z,now LINKER:--build-id=sha1 LINKER:--gc-sections)
endfunction()

function(dovetail_plugin_lint target module_dir)
  add_custom_command(TARGET ${target} POST_BUILD VERBATIM
    COMMAND ${CMAKE_COMMAND} -DLIBRARY=$<TARGET_FILE:${target}> -DNM=${CMAKE_NM}
            -DREADELF=${CMAKE_READELF}
            -P ${module_dir}/DovetailPluginLint.cmake)
endfunction()

# Completes the manifest and sets out to the source that holds it, in C where the project has it.
function(dovetail_plugin_manifest kind name file out)
  get_filename_component(file ${file} ABSOLUTE)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  get_property(headers_hash GLOBAL PROPERTY DOVETAIL_HEADERS_HASH)
  get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
  set(extension cpp)
  if(C IN_LIST languages)
    set(extension c)
  endif()
  set(compiler "${CMAKE_C_COMPILER_ID} ${CMAKE_C_COMPILER_VERSION}")
  if(CXX IN_LIST languages)
    set(compiler "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}")
  endif()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${name}_manifest.${extension})
  dovetail_manifest_source(${kind} ${name} ${file} ${headers_hash} "${compiler}" ${source})
  set(${out} ${source} PARENT_SCOPE)
endfunction()

# The libraries that a plugin links for its DEPENDS, and where it is built.
function(dovetail_plugin_place kind name depends out_links out_folder)
  get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
  set(links Dovetail::sdk)
  set(folder ${CMAKE_CURRENT_BINARY_DIR})
  if(COMMAND dovetail_library)
    set(links dovetail_flags)
    set(folder ${CMAKE_BINARY_DIR}/plugins/${kind})
    foreach(depend IN LISTS depends)
      dovetail_target(${depend} other)
      list(APPEND links ${other})
    endforeach()
    dovetail_layer(plugins/${kind}/${name} "" ${depends})
  elseif(NOT CXX IN_LIST languages)
    set(links Dovetail::abi)
  endif()
  set(${out_links} ${links} PARENT_SCOPE)
  set(${out_folder} ${folder} PARENT_SCOPE)
endfunction()

function(dovetail_plugin)
  cmake_parse_arguments(P "" "KIND;NAME;MANIFEST" "SOURCES;DEPENDS;LINKS" ${ARGN})
  foreach(argument KIND NAME MANIFEST SOURCES)
    if(NOT P_${argument})
      message(FATAL_ERROR "dovetail_plugin: expected ${argument}, found none.")
    endif()
  endforeach()
  set(entry ${P_SOURCES})
  list(FILTER entry INCLUDE REGEX "(^|/)plugin\\.(c|cc|cpp|cxx)$")
  list(FILTER P_SOURCES EXCLUDE REGEX "(^|/)plugin\\.(c|cc|cpp|cxx)$")
  if(NOT entry)
    message(FATAL_ERROR "dovetail_plugin: expected plugin.cpp or plugin.c among SOURCES, "
                        "found ${P_SOURCES}.")
  endif()

  dovetail_plugin_place(${P_KIND} ${P_NAME} "${P_DEPENDS}" depends output)
  dovetail_plugin_logic(plugins_${P_KIND}_${P_NAME} "${P_SOURCES}" "${depends}" "${P_LINKS}")

  dovetail_plugin_manifest(${P_KIND} ${P_NAME} ${P_MANIFEST} manifest_source)
  set(target plugin_${P_KIND}_${P_NAME})
  add_library(${target} MODULE ${entry} ${manifest_source})
  target_link_libraries(${target} PRIVATE plugins_${P_KIND}_${P_NAME})
  dovetail_plugin_flags(${target} ${CMAKE_CURRENT_FUNCTION_LIST_DIR})
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${P_NAME}
                        LIBRARY_OUTPUT_DIRECTORY ${output})
  dovetail_plugin_lint(${target} ${CMAKE_CURRENT_FUNCTION_LIST_DIR})
  install(TARGETS ${target} LIBRARY DESTINATION lib/dovetail/plugins/${P_KIND} COMPONENT node)
endfunction()
