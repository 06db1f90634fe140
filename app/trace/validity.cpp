#include "trace/validity.h"

#include "core/clock.h"
#include "trace/attempts.h"
#include "trace/client_parts.h"
#include "trace/other_programs.h"
#include "trace/own_share.h"
#include "trace/statistics.h"

#include <QThread>

#include <algorithm>
#include <map>

namespace interleave {

static std::optional<double> percentileMs(std::vector<qint64> samples, int permille)
{
    std::sort(samples.begin(), samples.end());
    const std::optional<qint64> ns = percentile(samples, permille);
    return ns ? std::optional(millisecondsFromNs(*ns)) : std::nullopt;
}

static std::vector<qint64> loopLags(const Trace &trace)
{
    std::vector<qint64> samples;
    for (const LoopLagSample &sample : trace.loopLags())
        samples.push_back(sample.lagNs);
    return samples;
}

static std::vector<qint64> scheduleDelays(const Trace &trace)
{
    std::vector<qint64> samples;
    for (size_t number = 0; number < trace.calls().size(); ++number) {
        const CallRecord &call = trace.calls()[number];
        if (call.planned >= 0 && call.released >= 0 && trace.isMeasured(static_cast<qint32>(number)))
            samples.push_back(call.released - call.planned);
    }
    return samples;
}

static std::vector<qint64> observerErrors(const Trace &trace)
{
    std::vector<qint64> samples;
    for (const CallRecord &call : trace.calls()) {
        for (const Chunk &chunk : call.chunks) {
            if (chunk.trueNs > 0)
                samples.push_back(chunk.ns - chunk.trueNs);
        }
    }
    return samples;
}

/// CPU time of all processes of the client between their first and their last sample.
static qint64 clientCpuNs(const Trace &trace)
{
    std::map<int, std::pair<qint64, qint64>> byExecutor;
    for (const CpuSample &sample : trace.cpuSamples()) {
        const auto [found, isNew] = byExecutor.try_emplace(sample.executor, sample.cpuNs, sample.cpuNs);
        found->second.second = std::max(found->second.second, sample.cpuNs);
    }
    qint64 sum = 0;
    for (const auto &[executor, firstAndLast] : byExecutor)
        sum += firstAndLast.second - firstAndLast.first;
    return sum;
}

static void judgeCpu(const Trace &trace, Validity &validity)
{
    const Interval window = windowOf(trace);
    if (window.end <= window.begin)
        return;
    const auto inCores = [&](qint64 ns) { return static_cast<double>(ns) / static_cast<double>(window.end - window.begin); };
    qint64 stepsNs = 0;
    for (const Span &span : trace.spans())
        stepsNs += isCpuStep(span) ? span.cpuNs : 0;
    const qint64 clientNs = clientCpuNs(trace);
    validity.clientCpuCores = inCores(clientNs);
    const double overhead = inCores(std::max<qint64>(0, clientNs - stepsNs));
    const int recorded = coresOf(trace);
    const int cores = recorded > 0 ? recorded : QThread::idealThreadCount();
    if (overhead > 0.8 * cores)
        validity.doubt(QStringLiteral("beside the analyses, the program used %1 of %2 CPU cores, more than 80 %: calls waited for the "
                                      "CPU of this machine; lower the concurrency, or run the simulator on another machine")
                           .arg(QString::number(overhead, 'f', 2), QString::number(cores)));
}

/// What a part is called in a sentence, and what helps against it.
static std::pair<QString, QString> wordsOf(ClientPart part)
{
    switch (part) {
    case ClientPart::Schedule:
        return {QStringLiteral("calls were started later than planned"),
                QStringLiteral("plan fewer calls at once, or close other programs")};
    case ClientPart::Connection:
        return {QStringLiteral("calls were held up before they had a connection"), QStringLiteral("lower the concurrency")};
    case ClientPart::Late:
        return {QStringLiteral("its event loop ran late"), QStringLiteral("lower the concurrency, or close other programs")};
    case ClientPart::Cpu:
        break;
    }
    return {QStringLiteral("its own CPU work on each call"),
            QStringLiteral("read it as a figure of client and server together, or measure longer replies")};
}

/// The parts that make up a fifth or more of the whole, the largest first; and what helps against that one.
static QString causes(const FigureParts &figure)
{
    std::array<size_t, clientParts> order{0, 1, 2, 3};
    std::sort(order.begin(), order.end(),
              [&](size_t a, size_t b) { return figure.sums[a] != figure.sums[b] ? figure.sums[a] > figure.sums[b] : a < b; });
    qint64 all = 0;
    for (const qint64 sum : figure.sums)
        all += sum;
    QStringList names;
    for (const size_t part : order) {
        if (figure.sums[part] * 5 >= all)
            names.append(wordsOf(static_cast<ClientPart>(part)).first);
    }
    return names.join(QStringLiteral(", ")) + QStringLiteral("; ") + wordsOf(static_cast<ClientPart>(order[0])).second;
}

static void judgeFigure(const QString &name, const FigureParts &figure, const std::vector<qint64> &cpu, Validity &validity)
{
    if (const std::optional<Shift> shift = shiftOf(figure.samples, figure.own)) {
        validity.doubt(QStringLiteral("the client is part of the figure: ") + name + shift->text() + QStringLiteral(", because of this: ") +
                       causes(figure));
        return;
    }
    if (const std::optional<Shift> shift = shiftOf(figure.samples, cpu, cpuFloorNs); shift && !shift->isTail) {
        const auto [what, remedy] = wordsOf(ClientPart::Cpu);
        validity.doubt(QStringLiteral("the client is part of the figure: ") + name + shift->text() + QStringLiteral(", because of this: ") +
                       what + QStringLiteral("; ") + remedy);
    }
}

Validity judge(const Trace &trace)
{
    Validity validity;
    if (trace.wasCancelled())
        validity.doubt(QStringLiteral("stopped before the end: figures are of the calls that ended; run it again for all of them"));
    validity.loopLagMsP99 = percentileMs(loopLags(trace), 990);
    validity.scheduleDelayMsP99 = percentileMs(scheduleDelays(trace), 990);
    const std::vector<qint64> observed = observerErrors(trace);
    validity.observerErrorMsP50 = percentileMs(observed, 500);
    validity.observerErrorMsP99 = percentileMs(observed, 990);

    const CallParts parts = partsOf(trace, BusyOnLoop(trace));
    judgeFigure(QStringLiteral("latency "), parts.latency, parts.cpuOfLatency, validity);
    judgeFigure(QStringLiteral("first chunk "), parts.ttft, parts.cpuOfTtft, validity);
    if (const QString reason = otherProgramsReason(trace); !reason.isEmpty())
        validity.doubt(reason);
    judgeCpu(trace, validity);
    return validity;
}

} // namespace interleave
