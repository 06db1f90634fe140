#include "reader_fuzzer.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return interleave::fuzz::fuzzReader("openai", data, size); }
