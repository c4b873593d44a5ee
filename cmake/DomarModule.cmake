# One call per lib/<module>/CMakeLists.txt:
#
#   domar_module(network HEADERS network.hpp SOURCES network.cpp TESTS network_test.cpp
#                USES base accounts numerics LINKS fmt::fmt PRIVATE_LINKS Eigen3::Eigen)
#
# USES lists every arrow out of the module. Other modules' headers are not on its include path, so an
# include that points upward does not compile.
function(domar_module name)
  cmake_parse_arguments(M "" "" "HEADERS;SOURCES;TESTS;USES;LINKS;PRIVATE_LINKS" ${ARGN})
  list(TRANSFORM M_HEADERS PREPEND include/domar/${name}/)
  list(TRANSFORM M_SOURCES PREPEND src/)
  list(TRANSFORM M_TESTS PREPEND test/)
  list(TRANSFORM M_USES PREPEND domar::)
  add_library(domar_${name} STATIC ${M_SOURCES})
  add_library(domar::${name} ALIAS domar_${name})
  set_target_properties(domar_${name} PROPERTIES EXPORT_NAME ${name})
  target_sources(domar_${name} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${M_HEADERS})
  target_compile_features(domar_${name} PUBLIC cxx_std_20)
  target_link_libraries(domar_${name} PUBLIC ${M_USES} ${M_LINKS}
                        PRIVATE ${M_PRIVATE_LINKS} $<BUILD_INTERFACE:domar_warnings>)
  set_property(GLOBAL APPEND PROPERTY DOMAR_MODULES domar_${name})
  if(DOMAR_BUILD_TESTS AND M_TESTS)
    add_executable(domar_${name}_test ${M_TESTS})
    target_link_libraries(domar_${name}_test PRIVATE domar::${name} domar_warnings
                          domar_test_support ${M_PRIVATE_LINKS} GTest::gtest_main)
    target_include_directories(domar_${name}_test PRIVATE src)
    gtest_discover_tests(domar_${name}_test TEST_PREFIX ${name}. PROPERTIES LABELS unit)
  endif()
endfunction()
