# Each dependency is taken from the system; where it is missing, from its project at a pinned hash.
include(FetchContent)

macro(wryneck_fetch name url hash)
  message(STATUS "wryneck: ${name} is not on this system and is fetched from ${url}")
  FetchContent_Declare(${name} URL ${url} URL_HASH SHA256=${hash} ${ARGN})
  FetchContent_MakeAvailable(${name})
endmacro()

find_package(Threads REQUIRED)

# Without a version argument: Eigen's own check refuses any other major version, and newer ones work.
if(NOT TARGET Eigen3::Eigen)
  find_package(Eigen3 QUIET NO_MODULE)
endif()
if(Eigen3_FOUND AND Eigen3_VERSION VERSION_LESS 3.4)
  message(FATAL_ERROR "wryneck needs Eigen 3.4 or newer and found ${Eigen3_VERSION} in ${Eigen3_DIR}.")
endif()
if(NOT TARGET Eigen3::Eigen)
  wryneck_fetch(eigen https://gitlab.com/libeigen/eigen/-/archive/3.4.0/eigen-3.4.0.tar.gz
    8586084f71f9bde545ee7fa6d00288b264a2b7ac3607b974e54d13e7162c1c72
    SOURCE_SUBDIR headers_only)  # no such folder: only unpacked, its own build is not run
  add_library(Eigen3::Eigen INTERFACE IMPORTED GLOBAL)
  target_include_directories(Eigen3::Eigen INTERFACE ${eigen_SOURCE_DIR})
endif()

# Boost's headers are too many to fetch.
if(NOT TARGET Boost::headers)
  find_package(Boost 1.74 CONFIG REQUIRED COMPONENTS headers)
endif()

macro(wryneck_find_catch2)
  find_package(Catch2 QUIET)
  if(NOT TARGET Catch2::Catch2)
    wryneck_fetch(Catch2 https://github.com/catchorg/Catch2/archive/refs/tags/v3.5.2.tar.gz
      269543a49eb76f40b3f93ff231d4c24c27a7e16c90e47d2e45bcc564de470c6e)
  endif()
endmacro()

macro(wryneck_find_pybind11)
  execute_process(COMMAND ${Python_EXECUTABLE} -m pybind11 --cmakedir OUTPUT_VARIABLE pybind11_hint
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  find_package(pybind11 2.10 QUIET CONFIG HINTS ${pybind11_hint})
  if(NOT pybind11_FOUND)
    wryneck_fetch(pybind11 https://github.com/pybind/pybind11/archive/refs/tags/v2.13.6.tar.gz
      e08cb87f4773da97fa7b5f035de8763abc656d87d5773e62f6da0587d1f0ec20)
  endif()
endmacro()
