#include "cli/console.h"

#include "core/log.h"

#include <cstdio>

namespace interleave::cli {

void print(const QByteArray &text)
{
    std::fwrite(text.constData(), 1, static_cast<size_t>(text.size()), stdout);
    std::fflush(stdout);
}

void print(const QString &text) { print(text.toUtf8()); }

int complain(const QString &sentence, int status)
{
    qCInfo(logProgram).noquote() << "ends with status" << status << "and says:" << sentence;
    std::fprintf(stderr, "interleave: %s\n", sentence.toUtf8().constData());
    return status;
}

} // namespace interleave::cli
