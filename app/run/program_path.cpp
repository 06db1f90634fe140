#include "run/program_path.h"

#include <QCoreApplication>

namespace interleave {

static QString &otherProgram()
{
    static QString path;
    return path;
}

void useProgram(const QString &path) { otherProgram() = path; }

QString programPath() { return otherProgram().isEmpty() ? QCoreApplication::applicationFilePath() : otherProgram(); }

} // namespace interleave
