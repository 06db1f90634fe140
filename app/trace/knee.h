// The knee of a load sweep: where more users stop bringing throughput and only bring latency. Values; any thread.
#pragma once

#include "trace/run_report.h"

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

/// The knee is the least level from which on more users bring (nearly) no more throughput: it has nine tenths of what the levels that have
/// the most bring together. That needs no model of the server: it holds for one that batches, whose service time grows with the load, as
/// for one with slots, a rate limit, or failures under load. Bounds (Denning and Buzen 1978): with R1 the latency of a single user and X
/// the greatest throughput, queues must form beyond X · R1 users, by Little's law; but only where the service time of a call does not
/// depend on the load, which is told by whether throughput follows these bounds up to the knee.
struct Knee {
    int point = -1;             ///< index of the level; -1: the sweep does not show one
    double saturationUsers = 0; ///< X · R1; 0: unknown, or it says nothing here
    QString sentence;           ///< how it is known, or why it is not
};

/// `points` ascending by users.
Knee findKnee(const QList<LoadPoint> &points);

nlohmann::ordered_json toJson(const QList<LoadPoint> &points, const Knee &knee);

} // namespace interleave
