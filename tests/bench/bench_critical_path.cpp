// CPU milliseconds of what is computed from a finished trace of steps: the critical path, slack, effort, steps by name, widths, reasons of
// waits and the whole report; for many agents of six steps, and for few jobs of many steps and branches.
//
//     build/release/bench/bench_critical_path [steps]
#include "core/clock.h"
#include "trace/run_report.h"
#include "trace/slack.h"
#include "trace/wait_reasons.h"

#include <QCoreApplication>
#include <QRandomGenerator>

#include <cstdio>

using namespace interleave;

namespace {

class Maker
{
public:
    /// Turns and tools in turn, in branches of `branchSteps` steps, which wait for each other in fours.
    Trace make(int jobs, int stepsOfJob, int branchSteps)
    {
        for (int job = 0; job < jobs; ++job) {
            event(EventKind::Planned, {job, 0}, 0);
            qint64 at = 0;
            std::vector<qint64> before;
            int number = 0;
            for (int made = 0; made < stepsOfJob; made += 4 * (branchSteps + 1)) {
                std::vector<qint64> groups;
                qint64 end = at;
                for (int branch = 0; branch < 4; ++branch) {
                    const StepId group = StepId{job, 0}.child(++number);
                    begin(group, {StepKind::Group, QStringLiteral("branch"), 0, before}, at);
                    end = std::max(end, addSteps(group, branchSteps, at));
                    groups.push_back(group.step);
                }
                before = groups;
                at = end;
            }
            event(EventKind::JobEnd, {job, 0}, at);
            m_last = std::max(m_last, at);
        }
        event(EventKind::RunEnd, {}, m_last);
        return std::move(m_trace);
    }

private:
    qint64 addSteps(StepId group, int count, qint64 at)
    {
        for (int i = 1; i <= count; ++i) {
            const StepId id = group.child(i);
            const bool isCall = i % 3 == 1;
            StepFacts facts{isCall ? StepKind::Call : StepKind::Tool, QStringLiteral("step %1").arg(i % 7), group.step, {}};
            if (i > 1)
                facts.causes = {group.child(i - 1).step};
            begin(id, std::move(facts), at);
            span(id, Phase::Limiter, at, isCall ? at + 1'000 : at);
            const qint64 end = at + 2'000 + m_random.bounded(400'000);
            span(id, isCall ? Phase::Ttft : Phase::Tool, isCall ? at + 1'000 : at, end);
            event(isCall ? EventKind::Done : EventKind::StepEnd, id, end);
            at = end;
        }
        event(EventKind::StepEnd, group, at);
        return at;
    }
    void span(StepId id, Phase phase, qint64 from, qint64 to)
    {
        if (to <= from)
            return;
        for (const EventKind kind : {EventKind::SpanBegin, EventKind::SpanEnd}) {
            Event e;
            e.kind = kind;
            e.step = id;
            e.phase = phase;
            e.ns = kind == EventKind::SpanBegin ? from : to;
            e.executor = phase == Phase::Tool ? noExecutor : 0;
            m_trace.apply(e);
        }
    }
    void begin(StepId id, StepFacts facts, qint64 ns)
    {
        Event e;
        e.kind = EventKind::StepBegin;
        e.step = id;
        e.ns = ns;
        e.facts = std::make_shared<const StepFacts>(std::move(facts));
        m_trace.apply(e);
    }
    void event(EventKind kind, StepId id, qint64 ns)
    {
        Event e;
        e.kind = kind;
        e.step = id;
        e.ns = ns;
        m_trace.apply(e);
    }

    Trace m_trace;
    QRandomGenerator m_random{1};
    qint64 m_last = 0;
};

template<typename Work> double milliseconds(Work work)
{
    const qint64 start = threadCpuNs();
    work();
    return millisecondsFromNs(threadCpuNs() - start);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const int steps = QCoreApplication::arguments().value(1, QStringLiteral("100000")).toInt();
    std::printf("CPU ms of one thread, %d steps\n%28s  %8s  %8s  %8s  %8s  %8s  %8s  %8s  %10s\n", steps, "", "path", "segments", "slack",
                "effort", "names", "width", "reasons", "report");
    const std::tuple<const char *, int, int, int> kinds[] = {{"jobs of 8 steps", steps / 8, 8, 1},
                                                             {"jobs of 1,000 steps", steps / 1'000, 1'000, 9},
                                                             {"jobs of 20,000 steps", steps / 20'000, 20'000, 1'999}};
    for (const auto &[name, jobs, ofJob, branch] : kinds) {
        const Trace trace = Maker().make(std::max(1, jobs), ofJob, branch);
        CriticalPath path;
        const double pathMs = milliseconds([&] { path = criticalPathOf(trace); });
        const double slackMs = milliseconds([&] { slackOfSteps(trace); });
        const double effortMs = milliseconds([&] { effortOf(trace); });
        const double namesMs = milliseconds([&] { stepsByName(trace, path); });
        const double widthMs = milliseconds([&] { widthOf(trace, Scenario()); });
        const double reasonsMs = milliseconds([&] { WaitReasons reasons(trace); });
        const double reportMs = milliseconds([&] { makeRunReport(trace, Scenario(), QStringLiteral("concurrent"), 0); });
        std::printf("%28s  %8.1f  %8zu  %8.1f  %8.1f  %8.1f  %8.1f  %8.1f  %10.1f\n", name, pathMs, path.segments.size(), slackMs, effortMs,
                    namesMs, widthMs, reasonsMs, reportMs);
    }
    return 0;
}
