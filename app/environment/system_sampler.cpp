#include "environment/system_sampler.h"

#include "core/clock.h"

#include <QDir>
#include <QFile>

#include <sys/resource.h>
#include <unistd.h>

namespace interleave {

namespace {

constexpr int intervalMs = 100;

/// Small files of /proc, whole; empty: there is none, or it may not be read.
QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly | QIODevice::Unbuffered) ? file.read(4096) : QByteArray();
}

/// The first line of /proc/stat: ticks of all cores as user, nice, system, idle, iowait, irq, softirq, steal. Interrupts are
/// nobody's program; time of guests is in user already.
QList<qint64> machineTicks()
{
    QList<qint64> ticks;
    const QByteArray text = contentOf(QStringLiteral("/proc/stat"));
    const QList<QByteArray> words = text.left(text.indexOf('\n')).simplified().split(' ');
    for (qsizetype i = 1; i < words.size() && words.first() == "cpu"; ++i)
        ticks.append(words[i].toLongLong());
    return ticks.size() >= 8 ? ticks : QList<qint64>();
}

qint64 nsOfTicks(qint64 ticks) { return ticks * (1'000'000'000 / std::max(1L, sysconf(_SC_CLK_TCK))); }

/// "some avg10=0.00 avg60=0.00 avg300=0.00 total=1234": the total is in microseconds.
std::optional<qint64> pressureNs()
{
    const QByteArray text = contentOf(QStringLiteral("/proc/pressure/cpu"));
    const QByteArray line = text.left(text.indexOf('\n'));
    const qsizetype at = line.indexOf("total=");
    return line.startsWith("some") && at > 0 ? std::optional(line.mid(at + 6).trimmed().toLongLong() * 1000) : std::nullopt;
}

std::optional<qint64> switchesOfProcess()
{
    rusage usage{};
    return getrusage(RUSAGE_SELF, &usage) == 0 ? std::optional<qint64>(usage.ru_nivcsw) : std::nullopt;
}

/// The names of QNetworkAccessManager's threads, of which the system keeps 15 characters ("QNetworkAccessManager thread").
bool isHttpThread(const QByteArray &name) { return name.startsWith("QNetworkAccessM") || name.startsWith("Qt HTTP"); }

/// The first figure of a thread's schedstat is the time that it ran.
std::optional<qint64> httpThreadsNs()
{
    const QDir tasks(QStringLiteral("/proc/self/task"));
    if (!tasks.exists())
        return std::nullopt;
    qint64 sum = 0;
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (isHttpThread(contentOf(tasks.filePath(task) + QStringLiteral("/comm"))))
            sum += contentOf(tasks.filePath(task) + QStringLiteral("/schedstat")).split(' ').first().toLongLong();
    }
    return sum;
}

std::optional<qint64> cpuOfProcess(qint64 process)
{
    clockid_t clock{};
    timespec time{};
    if (process <= 0 || clock_getcpuclockid(static_cast<pid_t>(process), &clock) != 0 || clock_gettime(clock, &time) != 0)
        return std::nullopt;
    return static_cast<qint64>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

Event eventOf(SystemCounter counter, qint64 value, int executor)
{
    Event event;
    event.kind = EventKind::System;
    event.executor = static_cast<qint16>(executor);
    event.text = systemCounterName(counter);
    event.value = value;
    event.ns = monotonicNs();
    return event;
}

} // namespace

Event loopCpuEvent(int executor) { return eventOf(SystemCounter::LoopCpu, threadCpuNs(), executor); }

SystemSampler::SystemSampler(RecorderBuffer &buffer, int executor, qint64 serverProcess)
    : m_buffer(buffer)
    , m_executor(executor)
    , m_serverProcess(serverProcess)
{
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { sampleOften(); });
    m_timer.start(intervalMs);
}

void SystemSampler::sampleAll()
{
    const QList<qint64> ticks = machineTicks();
    if (!ticks.isEmpty()) {
        record(SystemCounter::MachineCpu, nsOfTicks(ticks[0] + ticks[1] + ticks[2]));
        record(SystemCounter::Stolen, nsOfTicks(ticks[7]));
    }
    record(SystemCounter::HttpCpu, httpThreadsNs());
    record(SystemCounter::ServerCpu, cpuOfProcess(m_serverProcess));
    sampleOften();
}

void SystemSampler::sampleOften()
{
    record(SystemCounter::Pressure, pressureNs());
    record(SystemCounter::Switches, switchesOfProcess());
    m_buffer.add(loopCpuEvent(m_executor));
}

void SystemSampler::record(SystemCounter counter, std::optional<qint64> value)
{
    if (value)
        m_buffer.add(eventOf(counter, *value, m_executor));
}

} // namespace interleave
