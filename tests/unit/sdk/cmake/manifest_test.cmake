# DovetailManifest.cmake: completes a good manifest, refuses each bad one by what is wrong.
cmake_minimum_required(VERSION 3.25)

set(hash 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff)
set(good "{\"id\": \"da/acme\", \"kind\": \"da\", \"version\": \"1.2.3\", 
\"description\": \"[a]; \\\"b\\\"\", \"license\": \"MIT\", \"stability\": \"draft\", \"provides\": [\"dovetail.da/1\"],
\"requires\": [], \"exclusive\": [],
\"config_schema\": {}}")

function(complete json kind name out_code out_text)
  file(WRITE ${WORK_DIR}/manifest.json "${json}")
  execute_process(
    COMMAND ${CMAKE_COMMAND} -DKIND=${kind} -DNAME=${name} -DMANIFEST=${WORK_DIR}/manifest.json
            -DHEADERS_HASH=${hash} -DOUT=${WORK_DIR}/manifest.c
            -P ${MODULES}/DovetailManifest.cmake
    RESULT_VARIABLE code ERROR_VARIABLE text)
  string(REGEX REPLACE "[ \n]+" " " text "${text}")
  set(${out_code} ${code} PARENT_SCOPE)
  set(${out_text} "${text}" PARENT_SCOPE)
endfunction()

function(expect_refused words json)
  set(kind da)
  set(name acme)
  if(ARGC GREATER 2)
    set(kind ${ARGV2})
    set(name ${ARGV3})
  endif()
  complete("${json}" ${kind} ${name} code text)
  if(code EQUAL 0 OR NOT text MATCHES "${words}")
    message(FATAL_ERROR "expected a refusal with \"${words}\", found ${code}: ${text}")
  endif()
endfunction()

# The good manifest with one member replaced.
function(expect_refused_with words member value)
  string(JSON json SET "${good}" ${member} "${value}")
  expect_refused("${words}" "${json}")
endfunction()

file(REMOVE_RECURSE ${WORK_DIR})
complete("${good}" da acme code text)
if(NOT code EQUAL 0)
  message(FATAL_ERROR "expected the good manifest to pass, found: ${text}")
endif()
file(READ ${WORK_DIR}/manifest.c.json json)
string(JSON headers GET "${json}" abi headers)
string(JSON description GET "${json}" description)
string(LENGTH "${json}" size)
if(NOT headers STREQUAL hash OR NOT description STREQUAL "[a]; \"b\"")
  message(FATAL_ERROR "expected the members to survive, found ${headers} and ${description}")
endif()
file(READ ${WORK_DIR}/manifest.c source)
math(EXPR low "${size} % 256" OUTPUT_FORMAT HEXADECIMAL)
math(EXPR high "${size} / 256" OUTPUT_FORMAT HEXADECIMAL)
string(REGEX REPLACE "^0x(.)$" "0x0\\1" low ${low})
string(REGEX REPLACE "^0x(.)$" "0x0\\1" high ${high})
if(NOT source MATCHES "0x44,0x56,0x54,0x4d,0x01,0x00,0x00,0x00,${low},${high},0x00,0x00,0x7b,")
  message(FATAL_ERROR "expected DVTM, format 1 and the size ${size}, found: ${source}")
endif()

expect_refused("JSON object" "[]")
expect_refused("JSON object" "{")
expect_refused("as the build says" "${good}" da other)
expect_refused("as the build says" "${good}" l1 acme)
expect_refused("one of the kinds" "${good}" oracle acme)
expect_refused("expected a name" "${good}" da Acme)
expect_refused("expected a name" "${good}" da a123456789012345678901234567890123456789)
expect_refused_with("expected stability" stability "\"alpha\"")
expect_refused_with("a version like" version "\"1\"")
expect_refused_with("among provides" provides "[]")
expect_refused_with("\"config_schema\" of type OBJECT" config_schema "[]")
foreach(member id kind version description license stability)
  expect_refused_with("\"${member}\" of type STRING" ${member} 1)
endforeach()
foreach(member provides requires exclusive)
  expect_refused_with("\"${member}\" of type ARRAY" ${member} 1)
endforeach()
