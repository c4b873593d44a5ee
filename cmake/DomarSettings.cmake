# Settings that every target of the project shares.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# Where programs look for the plug-in with OpenTURNS: in the build, then once installed.
set(CMAKE_BUILD_RPATH ${PROJECT_BINARY_DIR}/lib/ensemble)
set(CMAKE_INSTALL_RPATH $ORIGIN/../${CMAKE_INSTALL_LIBDIR}/domar)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(DOMAR_CCACHE ccache)
if(DOMAR_CCACHE AND PROJECT_IS_TOP_LEVEL)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${DOMAR_CCACHE})
endif()

# x86-64-v2 runs on every machine of the last fifteen years; nothing here may depend on -ffast-math.
include(CheckCXXCompilerFlag)
check_cxx_compiler_flag(-march=x86-64-v2 DOMAR_HAS_X86_64_V2)
if(DOMAR_HAS_X86_64_V2)
  add_compile_options(-march=x86-64-v2)
endif()
add_compile_options(-ffp-contract=off)  # same bits whatever the compiler fuses

# Warnings for our own code only: link domar_warnings PRIVATE. They are errors with the compilers that
# we check with; another compiler's new warning shall not keep anybody from building.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION MATCHES "^12\\."
   OR CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION MATCHES "^16\\.")
  set(checked_compiler ON)
else()
  set(checked_compiler OFF)
endif()
option(DOMAR_WARNINGS_AS_ERRORS "Warnings in our own code are errors" ${checked_compiler})
add_library(domar_warnings INTERFACE)
target_compile_options(domar_warnings INTERFACE -Wall -Wextra -Wconversion -Wshadow
                       $<$<BOOL:${DOMAR_WARNINGS_AS_ERRORS}>:-Werror>)
