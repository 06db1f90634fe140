#include "trace/other_programs.h"

#include "core/clock.h"
#include "trace/attempts.h"
#include "trace/degree.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QThread>
#include <QUrl>

#include <algorithm>
#include <map>

namespace interleave {

namespace {

constexpr double leastShare = 0.9;
constexpr double leastMissingNs = 10e6;
constexpr double leastTelling = 100e6; ///< ns of CPU steps that show whether something was missing
constexpr double muchOfMachine = 0.25;
constexpr double muchPressure = 0.2;

/// Growth of a counter over the run; nothing where the system does not tell it.
std::optional<double> grown(const Trace &trace, SystemCounter counter)
{
    std::optional<qint64> first;
    qint64 last = 0;
    for (const SystemSample &sample : trace.systemSamples()) {
        if (sample.counter != counter)
            continue;
        first = first ? std::min(*first, sample.value) : sample.value;
        last = std::max(last, sample.value);
    }
    return first && last >= *first ? std::optional(static_cast<double>(last - *first)) : std::nullopt;
}

/// CPU time of this program's processes. Worker processes begin within the run, so all of theirs counts: their start too.
double ownCpuNs(const Trace &trace)
{
    std::map<int, std::pair<qint64, qint64>> byExecutor;
    for (const CpuSample &sample : trace.cpuSamples()) {
        const auto [found, isNew] = byExecutor.try_emplace(sample.executor, sample.executor == 0 ? sample.cpuNs : 0, sample.cpuNs);
        found->second.second = std::max(found->second.second, sample.cpuNs);
    }
    double sum = grown(trace, SystemCounter::ServerCpu).value_or(0);
    for (const auto &[executor, firstAndLast] : byExecutor)
        sum += static_cast<double>(firstAndLast.second - firstAndLast.first);
    return sum;
}

/// What the CPU steps asked for and what they had.
struct Steps {
    int count = 0;
    double cpuNs = 0;
    double availableNs = 0; ///< integral of min(under way, cores)
    double fullNs = 0;      ///< time in which they asked for every core
};

Steps stepsOf(const Trace &trace, int cores)
{
    Steps steps;
    std::vector<Interval> times;
    for (const Span &span : trace.spans()) {
        // A tool may wait on purpose; one that used no CPU did nothing else.
        if (!isCpuStep(span) || (span.phase == Phase::Tool && span.cpuNs == 0))
            continue;
        times.push_back({span.begin, Trace::endOr(span, trace.last()), span.call});
        steps.cpuNs += static_cast<double>(span.cpuNs);
        ++steps.count;
    }
    const std::vector<Step> counts = countOverTime(times);
    for (size_t i = 0; i + 1 < counts.size(); ++i) {
        const auto length = static_cast<double>(counts[i + 1].ns - counts[i].ns);
        steps.availableNs += length * std::min(counts[i].count, cores);
        steps.fullNs += counts[i].count >= cores ? length : 0;
    }
    return steps;
}

class Machine
{
public:
    explicit Machine(const Trace &trace)
        : m_trace(trace)
        , m_cores(coresOf(trace))
        , m_elapsedNs(static_cast<double>(std::max<qint64>(1, trace.last() - trace.origin())))
        , m_ownNs(ownCpuNs(trace))
    {
        if (m_cores <= 0)
            m_cores = QThread::idealThreadCount();
        if (const std::optional<double> all = grown(trace, SystemCounter::MachineCpu))
            m_othersNs = std::max(0.0, *all - m_ownNs);
    }

    QString reason() const
    {
        const Steps steps = stepsOf(m_trace, m_cores);
        const double besideNs = std::max(0.0, m_ownNs - steps.cpuNs);
        const double couldNs = steps.availableNs - besideNs * std::min(1.0, steps.fullNs / m_elapsedNs);
        const double missingNs = couldNs - steps.cpuNs;
        if (steps.count > 0 && couldNs > 0 && steps.cpuNs < leastShare * couldNs && missingNs > leastMissingNs)
            return QStringLiteral("analyses had only %1 % of a core: ").arg(100 * steps.cpuNs / couldNs, 0, 'f', 0) + whoHad(missingNs);
        return couldNs < leastTelling ? pressureReason() : QString();
    }

private:
    QString coresText(double ns) const
    {
        return QStringLiteral("%1 of this machine's %2 %3")
            .arg(QString::number(ns / m_elapsedNs, 'f', 1), QString::number(m_cores),
                 m_cores == 1 ? QStringLiteral("core") : QStringLiteral("cores"));
    }

    QString whoHad(double missingNs) const
    {
        const QString closeThem = hasForeignServerHere() ? QStringLiteral("; the server here is one of them: run it on another machine")
                                                         : QStringLiteral("; close them and run it again");
        if (!m_othersNs)
            return QStringLiteral("other programs were running on this machine") + switchesText() + closeThem;
        if (*m_othersNs >= missingNs / 2)
            return QStringLiteral("other programs were running, and used %1").arg(coresText(*m_othersNs)) + closeThem;
        if (grown(m_trace, SystemCounter::Stolen).value_or(0) >= missingNs / 2)
            return QStringLiteral("the host of this virtual machine gave its CPU to others; run it again when the host is quiet");
        return QStringLiteral("hardly any other program was running, so a CPU quota (of a container, say) or the host of a virtual machine "
                              "holds this one back; lift the quota, or run it elsewhere");
    }

    QString switchesText() const
    {
        const double switches = grown(m_trace, SystemCounter::Switches).value_or(0);
        return switches < 1 ? QString() : QStringLiteral(" (they interrupted this one %1 times)").arg(switches, 0, 'f', 0);
    }

    QString pressureReason() const
    {
        const double pressure = grown(m_trace, SystemCounter::Pressure).value_or(0) / m_elapsedNs;
        if (!m_othersNs || pressure < muchPressure || *m_othersNs < muchOfMachine * m_cores * m_elapsedNs || hasForeignServerHere())
            return {};
        return QStringLiteral("other programs were running, and used %1; for %2 % of the run something waited for a core; "
                              "close them and run it again")
            .arg(coresText(*m_othersNs), QString::number(100 * std::min(1.0, pressure), 'f', 0));
    }

    bool hasForeignServerHere() const
    {
        const QJsonObject header = QJsonDocument::fromJson(m_trace.header().toUtf8()).object();
        const QJsonObject endpoint = header[QLatin1StringView("scenario")][QLatin1StringView("endpoint")].toObject();
        const QString host = QUrl(endpoint[QLatin1StringView("base_url")].toString()).host();
        return host == QLatin1StringView("localhost") || host == QLatin1StringView("::1") || host.startsWith(QLatin1StringView("127."));
    }

    const Trace &m_trace;
    int m_cores;
    double m_elapsedNs;
    double m_ownNs;
    std::optional<double> m_othersNs; // unset: the system does not tell
};

} // namespace

QString otherProgramsReason(const Trace &trace) { return Machine(trace).reason(); }

} // namespace interleave
