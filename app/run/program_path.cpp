#include "run/program_path.h"

#include <QCoreApplication>

namespace interleave {

QString programPath()
{
    const QString other = qEnvironmentVariable("INTERLEAVE_PROGRAM");
    return other.isEmpty() ? QCoreApplication::applicationFilePath() : other;
}

} // namespace interleave
