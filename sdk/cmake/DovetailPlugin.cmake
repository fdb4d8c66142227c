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

  get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
  set(depends "")
  if(COMMAND dovetail_library)
    foreach(folder IN LISTS P_DEPENDS)
      dovetail_target(${folder} other)
      list(APPEND depends ${other})
    endforeach()
    list(APPEND depends dovetail_flags)
    dovetail_layer(plugins/${P_KIND}/${P_NAME} "" ${P_DEPENDS})
    set(output ${CMAKE_BINARY_DIR}/plugins/${P_KIND})
  else()
    set(depends Dovetail::sdk)
    if(NOT CXX IN_LIST languages)
      set(depends Dovetail::abi)
    endif()
    set(output ${CMAKE_CURRENT_BINARY_DIR})
  endif()
  dovetail_plugin_logic(plugins_${P_KIND}_${P_NAME} "${P_SOURCES}" "${depends}" "${P_LINKS}")

  get_filename_component(manifest ${P_MANIFEST} ABSOLUTE)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${manifest})
  get_property(headers_hash GLOBAL PROPERTY DOVETAIL_HEADERS_HASH)
  set(extension cpp)
  set(compiler "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}")
  if(C IN_LIST languages)
    set(extension c)
  endif()
  if(NOT CXX IN_LIST languages)
    set(compiler "${CMAKE_C_COMPILER_ID} ${CMAKE_C_COMPILER_VERSION}")
  endif()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${P_NAME}_manifest.${extension})
  dovetail_manifest_source(${P_KIND} ${P_NAME} ${manifest} ${headers_hash} "${compiler}" ${source})

  set(target plugin_${P_KIND}_${P_NAME})
  add_library(${target} MODULE ${entry} ${source})
  target_link_libraries(${target} PRIVATE plugins_${P_KIND}_${P_NAME})
  dovetail_plugin_flags(${target} ${CMAKE_CURRENT_FUNCTION_LIST_DIR})
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${P_NAME}
                        LIBRARY_OUTPUT_DIRECTORY ${output})
  add_custom_command(TARGET ${target} POST_BUILD VERBATIM
    COMMAND ${CMAKE_COMMAND} -DLIBRARY=$<TARGET_FILE:${target}> -DNM=${CMAKE_NM}
            -DREADELF=${CMAKE_READELF}
            -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/DovetailPluginLint.cmake)
  install(TARGETS ${target} LIBRARY DESTINATION lib/dovetail/plugins/${P_KIND} COMPONENT node)
endfunction()
