// A tool with a limit of one, under every execution model, live and in virtual time: it never runs twice at once, over workers too, and who
// waits for it is seen waiting for a limit. A tool's delay, and its work, are those of the scenario.
#include "core/clock.h"
#include "forecast/prediction.h"
#include "run/program_path.h"
#include "run/run_controller.h"
#include "setup/catalog.h"
#include "support/test_main.h"

#include <QDir>
#include <QSignalSpy>

using namespace interleave;
using namespace Qt::StringLiterals;

namespace {

/// Three jobs of three branches, each of which waits with a tool: nine waits of 10 ms.
Scenario scenarioOf(const QString &model, int limit)
{
    Scenario scenario;
    scenario.name = u"limits"_s;
    scenario.workload = u"fan_out"_s;
    for (int i = 0; i < 3; ++i)
        scenario.prompts.emplaceBack().text = u"Explain topic %1 in 10 words"_s.arg(i);
    scenario.models = {model};
    scenario.workers = 4;
    scenario.concurrency = 9;
    scenario.endpoint.profile = u"instant"_s;
    scenario.timeScale = 0.1;
    scenario.tools = {{u"burn"_s, {}, 0, 2, 0}, {u"wait"_s, {}, 0.1, 0, limit}};
    return scenario;
}

struct Seen {
    int waits = 0, mostAtOnce = 0, limited = 0;
};

Seen seenIn(const Trace &trace)
{
    Seen seen;
    QList<std::pair<qint64, int>> changes;
    for (const Span &span : trace.spans()) {
        const StepRecord *step = span.step >= 0 ? &trace.steps()[static_cast<size_t>(span.step)] : nullptr;
        if (!step || step->label != u"wait")
            continue;
        seen.limited += span.phase == Phase::Limiter && span.end > span.begin;
        if (span.phase != Phase::Tool)
            continue;
        ++seen.waits;
        changes += {{span.begin, 1}, {span.end, -1}};
    }
    std::sort(changes.begin(), changes.end()); // at one instant, who ends goes first
    int now = 0;
    for (const auto &[ns, change] : changes)
        seen.mostAtOnce = std::max(seen.mostAtOnce, now += change);
    return seen;
}

void verify(const Trace &trace, const QString &model, int limit)
{
    const Seen seen = seenIn(trace);
    QCOMPARE(seen.waits, 9);
    for (const Span &span : trace.spans()) {
        const bool isTool = span.phase == Phase::Tool && span.step >= 0;
        const QString label = isTool ? trace.steps()[static_cast<size_t>(span.step)].label : QString();
        QVERIFY(label != u"wait" || span.end - span.begin >= 10'000'000);
        QVERIFY(label != u"burn" || span.cpuNs >= 2'000'000);
    }
    if (model == u"sequential") {
        QCOMPARE(seen.limited, 0);
        QCOMPARE(seen.mostAtOnce, 1);
    } else if (limit == 1) {
        QCOMPARE(seen.mostAtOnce, 1);
        QVERIFY(seen.limited > 0);
    } else {
        QVERIFY(seen.mostAtOnce > 1);
        QCOMPARE(seen.limited, 0);
    }
}

void addRows()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<int>("limit");
    for (const CatalogEntry &model : catalogOfModels()) {
        for (const int limit : {0, 1})
            QTest::addRow("%s, %d", qPrintable(model.id), limit) << model.id << limit;
    }
}

} // namespace

class ToolLimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        useProgram(QStringLiteral(INTERLEAVE_PROGRAM));
        QDir(RunController::runsFolder()).removeRecursively();
    }

    void in_virtual_time_data() { addRows(); }
    void in_virtual_time()
    {
        QFETCH(QString, model);
        QFETCH(int, limit);
        const Scenario scenario = scenarioOf(model, limit);
        const PredictedRun predicted = predict(scenario, model);
        QCOMPARE(predicted.problem, QString());
        verify(*predicted.trace, model, limit);
        const RunReport report = makeRunReport(*predicted.trace, scenario, model, 0);
        QVERIFY2(report.invariants.broken.isEmpty(), qPrintable(report.invariants.broken.join(u'\n')));
        QCOMPARE(report.jobsOk, 3);
    }

    void live_data() { addRows(); }
    void live()
    {
        QFETCH(QString, model);
        QFETCH(int, limit);
        RunController controller;
        QSignalSpy finished(&controller, &RunController::finished);
        controller.start(scenarioOf(model, limit));
        QVERIFY(finished.count() == 1 || finished.wait(60'000));
        QCOMPARE(controller.finishedRuns().size(), 1);
        const FinishedRun &run = controller.finishedRuns().front();
        QCOMPARE(run.report.jobsOk, 3);
        verify(*run.trace, model, limit);
        QVERIFY2(run.report.invariants.broken.isEmpty(), qPrintable(run.report.invariants.broken.join(u'\n')));
    }

    void a_tool_that_is_none_keeps_a_run_from_starting()
    {
        Scenario scenario = scenarioOf(u"concurrent"_s, 0);
        scenario.tools = {{u"embed"_s, u"fly"_s, 0, 0, 0}};
        RunController controller;
        QSignalSpy failed(&controller, &RunController::failed);
        controller.start(scenario);
        QCOMPARE(failed.count(), 1);
        QVERIFY(failed.front().front().toString().contains(u"tools: \"fly\" is no tool"_s));
    }
};

INTERLEAVE_TEST_MAIN(ToolLimitsTest)
#include "tst_tool_limits.moc"
