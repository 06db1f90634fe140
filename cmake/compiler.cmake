# Flags and definitions that every target of the project shares.
add_library(interleave_flags INTERFACE)
target_compile_features(interleave_flags INTERFACE cxx_std_20)
target_compile_definitions(interleave_flags INTERFACE
    QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_USE_QSTRINGBUILDER
    INTERLEAVE_VERSION="${PROJECT_VERSION}")
target_compile_options(interleave_flags INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # false alarms of g++: the first in Qt's own templates, the second where an object's member points to a flag on the stack
    # that its destructor sets
    target_compile_options(interleave_flags INTERFACE -Wno-maybe-uninitialized -Wno-dangling-pointer)
endif()
if(INTERLEAVE_WERROR)
    target_compile_options(interleave_flags INTERFACE -Werror)
endif()
if(INTERLEAVE_SANITIZE)
    target_compile_options(interleave_flags INTERFACE -fsanitize=${INTERLEAVE_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(interleave_flags INTERFACE -fsanitize=${INTERLEAVE_SANITIZE})
endif()
if(INTERLEAVE_FUZZ AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    target_compile_options(interleave_flags INTERFACE -fsanitize=fuzzer-no-link) # what libFuzzer steers by; tests may have it, too
endif()

if(NOT INTERLEAVE_FAST_BUILD)
    return()
endif()
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # time_macros and pch_defines let precompiled headers be cached; base_dir lets two checkouts share results
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE_PROGRAM})
    if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
        target_compile_options(interleave_flags INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
    endif()
endif()

find_program(LLD_PROGRAM NAMES ld.lld-19 ld.lld)
if(LLD_PROGRAM AND CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    add_link_options(--ld-path=${LLD_PROGRAM})
endif()
