// A CPU-bound function of a response. Stateless; any thread, and it blocks that thread: that is its purpose.
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <vector>

namespace interleave {

struct Analyzer {
    QString id;       ///< "word-count"
    QString title;    ///< "Word count"
    QString sentence; ///< one sentence that explains it
    QJsonObject (*analyze)(const QString &text);
};

/// All analyzers, in menu order.
const std::vector<Analyzer> &analyzers();
/// Null: no such analyzer.
const Analyzer *findAnalyzer(const QString &id);

/// Burns `milliseconds` of CPU time of the calling thread, measured on its CPU clock, so that it is the same work when
/// cores are shared. Returns what was burnt, in milliseconds.
double burnCpu(double milliseconds);

/// Runs the named analyzers and the burn, one after the other, in this thread: {"word-count": {...}, ...}, and
/// "cpu-burn" when `cpuMs` is more than 0. Unknown names are skipped.
QJsonObject analyze(const QString &text, const QStringList &names, double cpuMs);

} // namespace interleave
