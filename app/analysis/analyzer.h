// A CPU-bound function of a response. Stateless; any thread, and it blocks that thread: that is its purpose.
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <atomic>
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

/// Set from any thread to make CPU work in progress end early: a stopped run must not wait for it.
using StopFlag = std::atomic<bool>;

/// Burns `milliseconds` of CPU time of the calling thread, measured on its CPU clock, so that it is the same work when
/// cores are shared. Returns what was burnt, in milliseconds: less when `stop` was set meanwhile.
double burnCpu(double milliseconds, const StopFlag *stop = nullptr);

/// Runs the named analyzers and the burn, one after the other, in this thread: {"word-count": {...}, ...}, and
/// "cpu-burn" when `cpuMs` is more than 0. Unknown names are skipped.
QJsonObject analyze(const QString &text, const QStringList &names, double cpuMs, const StopFlag *stop = nullptr);

} // namespace interleave
