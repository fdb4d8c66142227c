# What `cmake --install … --component sdk` gives: all that a plugin's author needs, relocatable.
#
#   include/dovetail/sdk/…   headers      lib/libdovetail_{base,cpp,crypto}.a
#   lib/cmake/Dovetail/      find_package, dovetail_plugin() and its scripts
#   lib/pkgconfig/           dovetail.pc
#   share/dovetail/template/ what `dovetail plugin new` copies
include_guard(GLOBAL)

set(cmake_dir lib/cmake/Dovetail)
get_property(DOVETAIL_HASH GLOBAL PROPERTY DOVETAIL_HEADERS_HASH)

foreach(folder abi base cpp crypto)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/sdk/${folder} DESTINATION include/dovetail/sdk COMPONENT
      sdk
          FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")
endforeach()
install(FILES ${CMAKE_BINARY_DIR}/generated/sdk/abi/headers_hash.h DESTINATION
    include/dovetail/sdk/abi COMPONENT sdk)
foreach(library base cpp crypto)
  install(FILES $<TARGET_FILE:sdk_${library}> DESTINATION lib RENAME libdovetail_${library}.a
      COMPONENT sdk)
endforeach()

set(generated ${CMAKE_BINARY_DIR}/generated/install)
configure_file(${CMAKE_CURRENT_LIST_DIR}/DovetailConfig.cmake.in ${generated}/DovetailConfig.cmake
    @ONLY)
configure_file(${CMAKE_CURRENT_LIST_DIR}/dovetail.pc.in ${generated}/dovetail.pc @ONLY)
include(CMakePackageConfigHelpers)
write_basic_package_version_file(${generated}/DovetailConfigVersion.cmake COMPATIBILITY
    SameMinorVersion)
install(FILES ${generated}/DovetailConfig.cmake ${generated}/DovetailConfigVersion.cmake
              ${CMAKE_CURRENT_LIST_DIR}/DovetailPlugin.cmake
              ${CMAKE_CURRENT_LIST_DIR}/DovetailManifest.cmake
              ${CMAKE_CURRENT_LIST_DIR}/DovetailPluginLint.cmake
              ${CMAKE_CURRENT_LIST_DIR}/plugin.map
        DESTINATION ${cmake_dir} COMPONENT sdk)
install(FILES ${generated}/dovetail.pc DESTINATION lib/pkgconfig COMPONENT sdk)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/sdk/template/ DESTINATION share/dovetail/template COMPONENT
    sdk)
