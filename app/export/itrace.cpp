// The event log of a run, byte for byte as it was written while the run went on.
#include "export/exporters.h"

#include <QFile>

namespace interleave {

QString writeRunFile(const ExportInput &input, QIODevice &device)
{
    const FinishedRun &run = input.runs.front();
    if (run.file.isEmpty())
        return QStringLiteral("the run of ") + run.model + QStringLiteral(" was not saved; run it, and export it then");
    QFile log(run.file);
    if (!log.open(QIODevice::ReadOnly))
        return run.file + QStringLiteral(": cannot be read: ") + log.errorString();
    QByteArray block;
    do {
        block = log.read(1 << 20);
        if (!block.isEmpty() && device.write(block) != block.size())
            return QString(); // the device's caller sees why
    } while (!block.isEmpty());
    if (log.error() != QFileDevice::NoError)
        return run.file + QStringLiteral(": cannot be read to its end: ") + log.errorString();
    return {};
}

} // namespace interleave
