# The system's own C++ compiler, where it is good enough: g++ before 13 (Debian 12's) miscompiles coroutines. There the newest clang is
# taken. Before project(), and only where the caller chose none; cmake/coroutine_probe.cmake then tries whatever was taken.
if(NOT DEFINED CMAKE_CXX_COMPILER AND NOT DEFINED ENV{CXX})
    execute_process(COMMAND c++ --version OUTPUT_VARIABLE default_compiler ERROR_QUIET)
    execute_process(COMMAND c++ -dumpversion OUTPUT_VARIABLE default_version OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(NOT default_version OR (default_compiler MATCHES "Free Software Foundation" AND default_version VERSION_LESS 13))
        find_program(CMAKE_CXX_COMPILER NAMES clang++-19 clang++-18 clang++-17 clang++-16 clang++-15 g++-14 g++-13 c++)
    endif()
endif()
