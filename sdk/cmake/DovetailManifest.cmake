# Completes a plugin's manifest.json and writes the C file that puts it into the section .dovetail
# (sdk/abi/plugin.h says how it lies there). Included by DovetailPlugin.cmake; for other build
# systems it is a script:
#
#   cmake -DKIND=compressor -DNAME=acme -DMANIFEST=manifest.json -DHEADERS_HASH=<hex> \
#         -DOUT=manifest.c         [-DBUILT_WITH="gcc 12.2"] -P DovetailManifest.cmake
cmake_minimum_required(VERSION 3.25)
set(DOVETAIL_ABI_VERSION 1)
set(DOVETAIL_KINDS bridge compressor da fee_oracle l1 prover)

# A member of the manifest that must be there with this JSON type.
function(dovetail_manifest_member json file member type out)
  string(JSON found ERROR_VARIABLE error TYPE "${json}" ${member})
  if(NOT found STREQUAL type)
    message(FATAL_ERROR "${file}: expected \"${member}\" of type ${type}, found ${found}. "
                        "Write it as sdk/README.md shows.")
  endif()
  string(JSON value GET "${json}" ${member})
  set(${out} "${value}" PARENT_SCOPE)
endfunction()

# Refuses a manifest that the host would refuse.
function(dovetail_manifest_check json file kind name)
  if(NOT kind IN_LIST DOVETAIL_KINDS)
    list(JOIN DOVETAIL_KINDS ", " kinds)
    message(FATAL_ERROR "${file}: expected one of the kinds ${kinds}, found \"${kind}\".")
  endif()
  string(LENGTH "${name}" size)
  if(NOT name MATCHES "^[a-z][a-z0-9_]*$" OR size GREATER 39)
    message(FATAL_ERROR "${file}: expected a name of at most 39 characters a-z, 0-9 and _, "
                        "found \"${name}\".")
  endif()
  dovetail_manifest_member("${json}" ${file} id STRING id)
  dovetail_manifest_member("${json}" ${file} kind STRING manifest_kind)
  dovetail_manifest_member("${json}" ${file} version STRING version)
  dovetail_manifest_member("${json}" ${file} description STRING description)
  dovetail_manifest_member("${json}" ${file} license STRING license)
  dovetail_manifest_member("${json}" ${file} stability STRING stability)
  dovetail_manifest_member("${json}" ${file} provides ARRAY provides)
  dovetail_manifest_member("${json}" ${file} requires ARRAY requires)
  dovetail_manifest_member("${json}" ${file} exclusive ARRAY exclusive)
  dovetail_manifest_member("${json}" ${file} config_schema OBJECT schema)
  if(NOT id STREQUAL "${kind}/${name}" OR NOT manifest_kind STREQUAL kind)
    message(FATAL_ERROR "${file}: expected id \"${kind}/${name}\" and kind \"${kind}\" "
                        "as the build says, found \"${id}\" and \"${manifest_kind}\".")
  endif()
  if(NOT stability MATCHES "^(draft|beta|stable)$")
    message(FATAL_ERROR "${file}: expected stability draft, beta or stable, "
                        "found \"${stability}\".")
  endif()
  if(NOT version MATCHES "^[0-9]+\\.[0-9]+\\.[0-9]+([-+].*)?$")
    message(FATAL_ERROR "${file}: expected a version like 1.2.3, found \"${version}\".")
  endif()
  if(NOT provides MATCHES "\"dovetail\\.${kind}/1\"")
    message(FATAL_ERROR "${file}: expected \"dovetail.${kind}/1\" among provides: "
                        "every ${kind} plugin offers it.")
  endif()
endfunction()

# A 32-bit number as four hex bytes, least significant first.
function(dovetail_manifest_le32 value out)
  math(EXPR hex "${value} + 4294967296" OUTPUT_FORMAT HEXADECIMAL)
  string(REGEX REPLACE "^0x1(..)(..)(..)(..)$" "\\4\\3\\2\\1" bytes ${hex})
  set(${out} ${bytes} PARENT_SCOPE)
endfunction()

# Writes the C (and C++) source out from the manifest file.
function(dovetail_manifest_source kind name file headers_hash built_with out)
  file(READ ${file} json)
  string(JSON top ERROR_VARIABLE error TYPE "${json}")
  if(NOT top STREQUAL "OBJECT")
    message(FATAL_ERROR "${file}: expected a JSON object: ${error}")
  endif()
  dovetail_manifest_check("${json}" ${file} ${kind} ${name})
  set(version ${DOVETAIL_ABI_VERSION})
  string(JSON json SET "${json}" abi
         "{\"min\":${version},\"max\":${version},\"headers\":\"${headers_hash}\"}")
  string(JSON json SET "${json}" built_with "\"${built_with}\"")
  file(CONFIGURE OUTPUT ${out}.json CONTENT "@json@\n" @ONLY)
  file(READ ${out}.json payload HEX)
  string(LENGTH "${payload}" digits)
  math(EXPR size "${digits} / 2")
  dovetail_manifest_le32(1 format)
  dovetail_manifest_le32(${size} size)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "4456544d${format}${size}${payload}")
  string(REPEAT "0x..," 16 sixteen)
  string(REGEX REPLACE "(${sixteen})" "\\1\n    " bytes "${bytes}")
  file(CONFIGURE OUTPUT ${out} @ONLY CONTENT
"/* Made by DovetailManifest.cmake. */
static const unsigned char dovetail_manifest[]
    __attribute__((used, retain, section(\".dovetail\"))) = {
    @bytes@};
")
endfunction()

if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  foreach(argument KIND NAME MANIFEST HEADERS_HASH OUT)
    if(NOT ${argument})
      message(FATAL_ERROR "expected -D${argument}=…, found none.")
    endif()
  endforeach()
  if(NOT BUILT_WITH)
    set(BUILT_WITH unknown)
  endif()
  get_filename_component(OUT ${OUT} ABSOLUTE)
  dovetail_manifest_source(${KIND} ${NAME} ${MANIFEST} ${HEADERS_HASH} ${BUILT_WITH} ${OUT})
endif()
