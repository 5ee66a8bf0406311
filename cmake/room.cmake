# guildhall_room(feel USES base LIBRARIES PkgConfig::x)
#
# A room is a folder under src/: its .cpp files (and those of internal/) make one static library,
# its *_test.cpp files one test program `<room>_test`. USES lists the rooms it may include.

add_library(guildhall_pch OBJECT ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
target_precompile_headers(guildhall_pch PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch.hpp)
target_link_libraries(guildhall_pch PUBLIC fmt::fmt Threads::Threads)

if(GUILDHALL_TESTS)
  # Tests have a precompiled header of their own, with GoogleTest in it.
  add_library(guildhall_test_pch OBJECT ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
  target_precompile_headers(guildhall_test_pch PRIVATE ${CMAKE_SOURCE_DIR}/cmake/test_pch.hpp)
  target_link_libraries(guildhall_test_pch PUBLIC fmt::fmt Threads::Threads GTest::gtest GTest::gmock)
  add_library(test_support STATIC
    ${CMAKE_SOURCE_DIR}/tests/support/source_directory.cpp
    ${CMAKE_SOURCE_DIR}/tests/support/thorough.cpp)
  target_include_directories(test_support PUBLIC ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(test_support PRIVATE GUILDHALL_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
endif()

function(guildhall_room name)
  cmake_parse_arguments(ROOM "" "" "USES;LIBRARIES;TEST_USES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp internal/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/src>)
  target_link_libraries(${name} PUBLIC ${ROOM_USES} fmt::fmt Threads::Threads PRIVATE ${ROOM_LIBRARIES})
  target_precompile_headers(${name} REUSE_FROM guildhall_pch)

  if(GUILDHALL_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE ${name} test_support ${ROOM_TEST_USES} ${ROOM_LIBRARIES} GTest::gtest GTest::gmock GTest::gtest_main)
    target_precompile_headers(${name}_test REUSE_FROM guildhall_test_pch)
    set_target_properties(${name}_test PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    add_test(NAME ${name} COMMAND ${name}_test)
  endif()
endfunction()
