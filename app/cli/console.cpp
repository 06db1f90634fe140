#include "cli/console.h"

#include "cli/standard_output.h"

#include <cstdio>

namespace interleave::cli {

void print(const QByteArray &text) { writeStandardOutput(text); }

void print(const QString &text) { print(text.toUtf8()); }

int complain(const QString &sentence, int status)
{
    std::fprintf(stderr, "interleave: %s\n", sentence.toUtf8().constData());
    return status;
}

} // namespace interleave::cli
