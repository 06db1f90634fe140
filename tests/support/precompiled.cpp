// Carries a precompiled header (tests/CMakeLists.txt).
