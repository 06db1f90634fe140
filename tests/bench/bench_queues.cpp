// What leaving a queue costs, by its length: waits for a semaphore that are cancelled, and a prediction of an overload, in which nearly
// every call gives up in the queue before the client's limit. Per call; the ratio of the longest to the shortest is 1 where it is O(1).
// Then what a prediction of 100,000 calls at once takes, and the process at its most.
// Usage: bench_queues
#include "async/semaphore.h"
#include "async/task_group.h"
#include "async/virtual_loop.h"
#include "core/clock.h"
#include "forecast/prediction.h"
#include "setup/catalog.h"

#include <QCoreApplication>

#include <cstdio>
#include <sys/resource.h>

using namespace interleave;

static Task<void> waitFor(Semaphore &semaphore) { const Permit permit = co_await semaphore.acquire(); }

/// Nanoseconds for each of so many queued waits that are cancelled, the last first.
static double nsPerCancel(int waits)
{
    VirtualLoop loop;
    Semaphore semaphore(0);
    std::vector<std::unique_ptr<TaskGroup>> groups;
    loop.enter([&] {
        for (int i = 0; i < waits; ++i) {
            groups.push_back(std::make_unique<TaskGroup>());
            groups.back()->add(waitFor(semaphore));
        }
    });
    const qint64 begin = monotonicNs();
    while (!groups.empty())
        groups.pop_back();
    return static_cast<double>(monotonicNs() - begin) / waits;
}

static double usPerPredictedCall(int calls)
{
    Scenario scenario = *loadScenario(QStringLiteral("article"));
    scenario.arrival = *arrivalFromText(QStringLiteral("rate:250"));
    scenario.requests = calls;
    const qint64 begin = monotonicNs();
    const TracePtr trace = predict(scenario, QStringLiteral("concurrent")).trace;
    return trace ? static_cast<double>(monotonicNs() - begin) / 1e3 / calls : -1;
}

/// CPU seconds of a prediction of so many calls at once under a model.
static double predictionS(int calls, const QString &model)
{
    Scenario scenario = *loadScenario(QStringLiteral("article"));
    scenario.requests = calls;
    const qint64 begin = threadCpuNs();
    const PredictedRun predicted = predict(scenario, model);
    return predicted.trace ? secondsFromNs(threadCpuNs() - begin) : -1;
}

static long peakKb()
{
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const double few = nsPerCancel(1'000), many = nsPerCancel(100'000);
    std::printf("cancelled waits: %.0f ns each of 1,000, %.0f ns each of 100,000, ratio %.2f\n", few, many, many / few);
    double first = 0, last = 0;
    for (const int calls : {6'250, 12'500, 25'000, 50'000}) {
        last = usPerPredictedCall(calls);
        first = first > 0 ? first : last;
        std::printf("rate:250, concurrency 5, %6d calls: %.1f us a call\n", calls, last);
        std::fflush(stdout);
    }
    std::printf("ratio %.2f\n", last / first);
    for (const char *model : {"parallel_threads", "sequential", "concurrent", "hybrid"}) { // the peak of the whole process only grows
        const double seconds = predictionS(100'000, QString::fromLatin1(model));
        std::printf("100,000 calls at once, %s: %.2f s of CPU, peak %ld MB so far\n", model, seconds, peakKb() / 1000);
    }
    return 0;
}
