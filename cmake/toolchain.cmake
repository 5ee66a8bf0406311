# How everything is compiled: warnings are errors, ccache when present, mold as linker,
# one precompiled header (the standard library and fmt) that every room shares.

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=true
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE_PROGRAM})
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # std::stable_sort of libstdc++ 12 uses what C++17 deprecates, and clang reports it where it is used.
  add_compile_options(-Wno-deprecated-declarations)
  # A catalogue of words is embedded as one literal, longer than what the standard asks of every compiler.
  add_compile_options(-Wno-overlength-strings)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # False alarms of g++ 12 in optimised standard library code (GCC PR 105329, 105651, 107852).
  add_compile_options(-fpch-preprocess -Wno-restrict -Wno-dangling-pointer -Wno-maybe-uninitialized
                      -Wno-stringop-overflow -Wno-array-bounds)
endif()

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  find_program(MOLD_PROGRAM mold)
  if(MOLD_PROGRAM)
    add_link_options(-fuse-ld=mold)
  endif()
endif()

if(GUILDHALL_SANITIZE)
  add_compile_options(-fsanitize=${GUILDHALL_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${GUILDHALL_SANITIZE})
  if(GUILDHALL_SANITIZE MATCHES undefined)
    # A check at every access makes up 40 % of the time to compile, and AddressSanitizer sees bad pointers as well. The
    # fuzz targets are built with all of them.
    add_compile_options(-fno-sanitize=null,alignment,object-size,vptr)
  endif()
endif()

find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(PkgConfig REQUIRED)
if(GUILDHALL_TESTS)
  find_package(GTest REQUIRED)
endif()
