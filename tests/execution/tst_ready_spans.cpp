// Where each execution model makes a call wait for an executor, to the millisecond: in virtual time, so nothing is told by luck.
#include "support/test_main.h"
#include "support/virtual_run.h"
#include "trace/invariants.h"
#include "trace/unread.h"

#include <QTest>

using namespace interleave;
using interleave::test::RunRecipe;
using interleave::test::VirtualRun;

Q_DECLARE_METATYPE(RunRecipe)

static QString ms(qint64 ns) { return QString::number(ns / 1'000'000); }

/// One line a call, of the phases that took time: "ttft 0-60, ready 60-80, analyze 80-100; unread 72-100 behind 1".
static QStringList linesOf(const Trace &trace)
{
    QStringList lines;
    const CpuSteps steps(trace);
    for (const CallRecord &call : trace.calls()) {
        QStringList phases;
        for (const qint32 index : call.spans) {
            const Span &span = trace.spans()[static_cast<size_t>(index)];
            if (span.end > span.begin)
                phases.append(phaseName(span.phase) + u' ' + ms(span.begin) + u'-' + ms(span.end));
        }
        QString line = phases.join(QStringLiteral(", "));
        for (const UnreadStretch &stretch : unreadOf(trace, call, steps))
            line += QStringLiteral("; unread %1-%2 behind %3").arg(ms(stretch.begin), ms(stretch.end)).arg(stretch.behind) +
                    (stretch.isExact ? QString() : QStringLiteral(" at most"));
        lines.append(line);
    }
    return lines;
}

class TestReadySpans : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void spans_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<RunRecipe>("recipe");
        QTest::addColumn<QStringList>("lines");
        // Two replies come at 60, one at 72; 20 ms of work on each.
        const RunRecipe three{.calls = {{.totalMs = 60, .chunkMs = {60}, .cpuMs = 20},
                                        {.totalMs = 60, .chunkMs = {60}, .cpuMs = 20},
                                        {.totalMs = 72, .chunkMs = {72}, .cpuMs = 20}}};
        const auto row = [&](const char *name, const char *model, RunRecipe recipe, const QStringList &lines) {
            recipe.calls = three.calls;
            QTest::newRow(name) << QString::fromLatin1(model) << recipe << lines;
        };
        const auto l = [](const char *line) { return QString::fromLatin1(line); };
        row("sequential: the one executor has another job", "sequential", {},
            {l("ttft 0-60, analyze 60-80"), l("ready 0-80, ttft 80-140, analyze 140-160"),
             l("ready 0-160, ttft 160-232, analyze 232-252")});
        // Both replies of 60 are read before either is analyzed; the third comes while the loop does not listen.
        row("concurrent: the loop has another's reply", "concurrent", {},
            {l("ttft 0-60, analyze 60-80"), l("ttft 0-60, ready 60-80, analyze 80-100"),
             l("ttft 0-100, analyze 100-120; unread 72-100 behind 1")});
        // The limit is the policy's until it lets the call in; then the loop is what it waits for.
        row("concurrent, one in flight", "concurrent", {.limit = 1},
            {l("ttft 0-60, analyze 60-80"), l("limiter 0-60, ready 60-80, ttft 80-140, analyze 140-160"),
             l("limiter 0-140, ready 140-160, ttft 160-232, analyze 232-252")});
        row("hybrid: the pool is busy", "hybrid", {.pool = 1},
            {l("ttft 0-60, analyze 60-80"), l("ttft 0-60, ready 60-80, analyze 80-100"), l("ttft 0-72, ready 72-100, analyze 100-120")});
        row("hybrid: a thread for each", "hybrid", {.pool = 3},
            {l("ttft 0-60, analyze 60-80"), l("ttft 0-60, analyze 60-80"), l("ttft 0-72, analyze 72-92")});
        row("hybrid: one core", "hybrid", {.pool = 3, .cores = 1},
            {l("ttft 0-60, analyze 60-80"), l("ttft 0-60, ready 60-80, analyze 80-100"), l("ttft 0-72, ready 72-100, analyze 100-120")});
        row("threads: no worker is up, none is free", "parallel_threads", {.workers = 2, .threadStartMs = 5},
            {l("ready 0-5, ttft 5-65, analyze 65-85"), l("ready 0-5, ttft 5-65, analyze 65-85"),
             l("ready 0-85, ttft 85-157, analyze 157-177")});
        row("processes: the same, later", "parallel_processes", {.workers = 2, .processStartMs = 40},
            {l("ready 0-40, ttft 40-100, analyze 100-120"), l("ready 0-40, ttft 40-100, analyze 100-120"),
             l("ready 0-120, ttft 120-192, analyze 192-212")});
        row("threads: one core", "parallel_threads", {.workers = 3, .cores = 1},
            {l("ttft 0-60, analyze 60-80"), l("ttft 0-60, ready 60-80, analyze 80-100"), l("ttft 0-72, ready 72-100, analyze 100-120")});
        // A worker has it, and the policy holds it.
        row("threads, one in flight", "parallel_threads", {.limit = 1, .workers = 3},
            {l("ttft 0-60, analyze 60-80"), l("limiter 0-60, ttft 60-120, analyze 120-140"),
             l("limiter 0-120, ttft 120-192, analyze 192-212")});
    }

    void spans()
    {
        QFETCH(QString, model);
        QFETCH(RunRecipe, recipe);
        QFETCH(QStringList, lines);
        Trace trace;
        trace.apply(VirtualRun(recipe, model).run());
        QCOMPARE(linesOf(trace).join(u'\n'), lines.join(u'\n'));
        QVERIFY(checkInvariants(trace, Scenario()).phasesTile);
    }

    /// Stopped at any moment, a call is in one phase up to then.
    void aStopLeavesNoBlank_data()
    {
        QTest::addColumn<QString>("model");
        for (const ExecutionModel &model : executionModels())
            QTest::newRow(qPrintable(model.id)) << model.id;
    }
    void aStopLeavesNoBlank()
    {
        QFETCH(QString, model);
        const RunRecipe recipe{
            .calls = {{.totalMs = 30, .cpuMs = 20}, {.totalMs = 30, .chunkMs = {10, 20}, .cpuMs = 20}, {.totalMs = 40, .cpuMs = 20}},
            .limit = 2,
            .workers = 2,
            .pool = 1,
            .cores = 1,
            .threadStartMs = 4,
            .processStartMs = 9};
        for (int untilMs = 1; untilMs < 200; untilMs += 3) {
            Trace trace;
            trace.apply(VirtualRun(recipe, model).run(untilMs));
            QCOMPARE(checkInvariants(trace, Scenario()).broken, QStringList());
        }
    }
};

INTERLEAVE_TEST_MAIN(TestReadySpans)
#include "tst_ready_spans.moc"
