// The knee of a load sweep: where more users stop bringing throughput and only bring latency. Values; any thread.
#pragma once

#include "trace/run_report.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace interleave {

/// One level of load: so many users who send their next call as soon as they have the reply to the one before.
struct LoadPoint {
    int users = 0;
    double throughputRps = 0;
    double goodputRps = 0;
    double latencyS = 0; ///< mean
    std::optional<double> latencyP50S, latencyP90S, ttftP50S;
    int failed = 0;
    bool valid = true;
};

LoadPoint loadPointOf(const RunReport &report, int users);

/// Two ways to find it, told side by side. Power (Kleinrock 1979): the level with the greatest throughput / mean latency. Bounds
/// (Denning and Buzen 1978): with R1 the latency of a single user and X the greatest throughput, queues must form beyond
/// X · R1 users, by Little's law.
struct Knee {
    int point = -1;             ///< index of the level with the greatest power; -1: the sweep does not show one
    double saturationUsers = 0; ///< X · R1; 0: unknown
    QString sentence;           ///< how it is known, or why it is not
};

/// `points` ascending by users.
Knee findKnee(const QList<LoadPoint> &points);

QJsonObject toJson(const QList<LoadPoint> &points, const Knee &knee);

} // namespace interleave
