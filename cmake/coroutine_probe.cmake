# Refuses a compiler that miscompiles ordinary coroutines (g++ 12 does), before anything is built with it.
if(NOT DEFINED INTERLEAVE_COROUTINES_WORK)
    try_run(probe_exit probe_compiles
        ${CMAKE_BINARY_DIR}/probe ${CMAKE_CURRENT_LIST_DIR}/coroutine_probe.cpp
        CMAKE_FLAGS -DCMAKE_CXX_STANDARD=20 -DCMAKE_CXX_STANDARD_REQUIRED=ON
        COMPILE_OUTPUT_VARIABLE probe_output)
    if(NOT probe_compiles OR NOT probe_exit STREQUAL "0")
        message(FATAL_ERROR "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION} gets C++20 coroutines wrong: "
            "configure with clang 15 or later, or g++ 13 or later (on Debian 12: apt install clang-19, then cmake --fresh --preset release).")
    endif()
    set(INTERLEAVE_COROUTINES_WORK ON CACHE INTERNAL "the compiler passed cmake/coroutine_probe.cpp")
endif()
