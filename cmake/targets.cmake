# What all targets of this project share. Nothing of this reaches a user of the library.

set(wryneck_x86_levels x86-64-v2 x86-64-v3 x86-64-v4 native)
if(WRYNECK_ARCH AND NOT WRYNECK_ARCH IN_LIST wryneck_x86_levels)
  message(FATAL_ERROR "WRYNECK_ARCH is '${WRYNECK_ARCH}'; it can be empty or one of ${wryneck_x86_levels}.")
endif()

# Options of the compiler without the instruction set. Contraction of a*b+c is off so that scalar code, lanes and
# every instruction set round alike where they compute the same expression (docs/decisions/0001-instruction-sets.md).
function(wryneck_compile_options target)
  target_compile_features(${target} PRIVATE cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF VISIBILITY_INLINES_HIDDEN ON)
  target_compile_options(${target} PRIVATE -ffp-contract=off
    $<$<BOOL:${PROJECT_IS_TOP_LEVEL}>:-Wall -Wextra -Wpedantic -Wshadow>
    -Wno-psabi)  # vectors wider than the instruction set has are passed within our own code only
endfunction()

function(wryneck_own_target target)
  wryneck_compile_options(${target})
  if(WRYNECK_ARCH)
    target_compile_options(${target} PRIVATE -march=${WRYNECK_ARCH})
  endif()
  if(WRYNECK_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${WRYNECK_SANITIZE} -fno-sanitize-recover=all
      -fno-omit-frame-pointer)
    target_compile_definitions(${target} PRIVATE _GLIBCXX_ASSERTIONS)
    target_link_options(${target} PUBLIC -fsanitize=${WRYNECK_SANITIZE})
  endif()
endfunction()

# Sources of this folder with the fibre as straight code, thousands of operations long: sanitizers take compilers half an
# hour there. The stepper itself is sanitized in the unit tests, on small systems.
function(wryneck_unsanitized)
  if(WRYNECK_SANITIZE)
    set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS "-fno-sanitize=all;-U_GLIBCXX_ASSERTIONS")
  endif()
endfunction()

# The shared library exports wryneck's own functions only, and calls its own copies. Templates of Eigen and of the
# standard library that were compiled here for one instruction set never mix with a client's copies for another.
function(wryneck_hide_foreign_symbols target)
  get_target_property(type ${target} TYPE)
  if(NOT type STREQUAL "SHARED_LIBRARY" OR NOT CMAKE_SYSTEM_NAME STREQUAL "Linux")
    return()
  endif()
  set(map ${PROJECT_SOURCE_DIR}/cmake/exports.map)
  target_compile_options(${target} PRIVATE -fno-semantic-interposition)
  target_link_options(${target} PRIVATE -Wl,--version-script=${map} -Wl,-Bsymbolic-functions)
  set_target_properties(${target} PROPERTIES LINK_DEPENDS ${map})
endfunction()
