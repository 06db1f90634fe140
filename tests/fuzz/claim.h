// A claim that must hold for every input; where it does not, the fuzzer keeps the input and shows the words. Used by all
// fuzz targets.
#pragma once

#include <QString>

#include <cstdio>
#include <cstdlib>

namespace interleave::fuzz {

inline void claim(bool holds, const char *words, const QString &detail = {})
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s %s\n", words, qPrintable(detail));
    std::abort();
}

} // namespace interleave::fuzz
