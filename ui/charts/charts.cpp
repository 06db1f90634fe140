#include "ui/charts/charts.h"

namespace interleave {

QList<CatalogEntry> catalogOfCharts()
{
    return {
        {QStringLiteral("makespan"),
         QStringLiteral("Makespan and speed-up"),
         QStringLiteral("How long each model took, and how many times sooner than sequential it was done."),
         {}},
        {QStringLiteral("quadrant"),
         QStringLiteral("Concurrency and parallelism"),
         QStringLiteral("Which models overlap waiting, which overlap work, which do both."),
         {}},
        {QStringLiteral("load"),
         QStringLiteral("Load sweep"),
         QStringLiteral("Throughput and latency against the number of users, with the knee marked."),
         {}},
        {QStringLiteral("counters"),
         QStringLiteral("Counters"),
         QStringLiteral("Calls in flight, busy executors and tokens per second over the time of a run."),
         {}},
    };
}

} // namespace interleave
