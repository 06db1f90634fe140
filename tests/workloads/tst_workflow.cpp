// Workflows under every execution model, live and in virtual time, plain and streamed: the same steps with the same names, values and
// answers; what is given up is drained; fewer workers than branches never wait for each other.
#include "async/task.h"
#include "run/program_path.h"
#include "setup/catalog.h"
#include "support/made_run.h"
#include "support/test_main.h"
#include "support/workload_scenarios.h"

#include <QRegularExpression>

using namespace interleave;
using test::MadeRun, test::runOf, test::runVirtually;
using namespace Qt::StringLiterals;

namespace {

/// Steps of a job by number: name, outcome, and what tools gave.
QStringList stepsOf(const Trace &trace, int job)
{
    QStringList texts;
    for (const qint32 index : trace.jobs()[static_cast<size_t>(job)].steps) {
        const StepRecord &step = trace.steps()[static_cast<size_t>(index)];
        const QString gave = step.kind == StepKind::Tool ? u" = "_s + step.result : QString();
        texts.append(u"%1 %2 %3%4"_s.arg(stepNumber(step.id.step), step.label, QString(outcomeName(step.outcome)), gave));
    }
    texts.sort();
    return texts;
}

const StepRecord *stepNamed(const Trace &trace, const QString &label)
{
    for (const StepRecord &step : trace.steps()) {
        if (step.label == label && step.kind != StepKind::Group)
            return &step;
    }
    return nullptr;
}

void addRows()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<bool>("isLive");
    QTest::addColumn<bool>("isStreamed");
    for (const CatalogEntry &model : catalogOfModels()) {
        for (const bool isLive : {false, true}) {
            for (const bool isStreamed : {false, true})
                QTest::addRow("%s, %s, %s", qPrintable(model.id), isLive ? "live" : "virtual", isStreamed ? "streamed" : "plain")
                    << model.id << isLive << isStreamed;
        }
    }
}

} // namespace

class WorkflowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        useProgram(QStringLiteral(INTERLEAVE_PROGRAM));
        QDir(RunController::runsFolder()).removeRecursively();
        m_steps = stepsOf(*runVirtually(test::scenarioOf(test::graph), u"sequential"_s).trace, 0);
    }

    /// The graph's own arithmetic: 2·23 + (100 + 9) + 7 = 162, whatever the order in which it came about.
    void every_kind_of_step_gives_what_it_should()
    {
        for (const char *expected : {"1 outline", "sum ok = 23", "double ok = 46", "step 1 ok", "step 3 ok = 9", "yes ok = 109",
                                     "bad protocol_error", "gone protocol_error", "total ok = 162", "draft ok", "mark ok"})
            QVERIFY2(!m_steps.filter(QString::fromUtf8(expected)).isEmpty(),
                     qPrintable(QString::fromUtf8(expected) + u" is not in:\n"_s + m_steps.join(u'\n')));
        QCOMPARE(m_steps.filter(u"step 4"_s), QStringList());
        QCOMPARE(m_steps.filter(QRegularExpression(u"^[0-9.]+ no "_s)), QStringList());
        QCOMPARE(m_steps.filter(u"draft ok"_s).size(), 3);
        QCOMPARE(m_steps.filter(u"bad protocol_error"_s).size(), 2); // tried twice
    }

    void steps_are_the_same_under_every_model_data() { addRows(); }
    void steps_are_the_same_under_every_model()
    {
        QFETCH(QString, model);
        QFETCH(bool, isLive);
        QFETCH(bool, isStreamed);
        Scenario scenario = test::scenarioOf(test::graph);
        scenario.stream = isStreamed;
        const MadeRun made = runOf(scenario, model, isLive);
        QVERIFY(made.trace);
        QCOMPARE(made.trace->jobs().size(), size_t(2));
        for (int job = 0; job < 2; ++job)
            QCOMPARE(stepsOf(*made.trace, job), m_steps);
        QCOMPARE(made.report.jobsOk, 2);
        QCOMPARE(made.report.ok(), 8);
        QVERIFY2(made.report.invariants.broken.isEmpty(), qPrintable(made.report.invariants.broken.join(u'\n')));
        for (const JobRecord &job : made.trace->jobs()) { // nothing begins before what it waited for
            for (const qint32 index : job.steps) {
                const StepRecord &step = made.trace->steps()[static_cast<size_t>(index)];
                for (const StepRecord &other : made.trace->steps()) {
                    const auto cause = std::find(step.causes.begin(), step.causes.end(), other.id.step);
                    QVERIFY(other.id.job != step.id.job || cause == step.causes.end() || other.end <= step.begin);
                }
            }
        }
    }

    void what_loses_a_race_is_given_up_and_drained_data() { addRows(); }
    void what_loses_a_race_is_given_up_and_drained()
    {
        QFETCH(QString, model);
        QFETCH(bool, isLive);
        QFETCH(bool, isStreamed);
        Scenario scenario = test::scenarioOf(test::race);
        scenario.stream = isStreamed;
        scenario.workers = 4;
        {
            const MadeRun made = runOf(scenario, model, isLive);
            QVERIFY(made.trace);
            QCOMPARE(made.report.jobsOk, 1);
            QVERIFY(made.report.result().isComplete()); // calls that lost are no failures
            QVERIFY2(made.report.invariants.broken.isEmpty(), qPrintable(made.report.invariants.broken.join(u'\n')));
            QVERIFY(isLive || made.report.makespanS < 1); // nobody waited for what takes 1.5 s
            QVERIFY(!stepNamed(*made.trace, u"never"_s));
            QCOMPARE(stepNamed(*made.trace, u"quick"_s)->outcome, Outcome::Ok);
            QCOMPARE(stepNamed(*made.trace, u"say"_s)->outcome, Outcome::Ok);
            if (model != "sequential"_L1) // there the others never begin
                QCOMPARE(stepNamed(*made.trace, u"slow"_s)->outcome, Outcome::Cancelled);
            const StepRecord *late = stepNamed(*made.trace, u"late"_s);
            QCOMPARE(late->outcome, Outcome::Timeout);
            for (const StepRecord &step : made.trace->steps())
                QVERIFY2(step.finished && step.end <= made.trace->jobs().front().end, qPrintable(step.label));
            for (const Span &span : made.trace->spans())
                QVERIFY(span.end >= span.begin);
        }
        QTRY_COMPARE_WITH_TIMEOUT(liveTaskFrames.load(), 0, 60'000);
    }

    /// Units that wait give their workers away: maps in lines in jobs end with any number of workers.
    void few_workers_suffice_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("workers");
        QTest::addColumn<bool>("isLive");
        for (const char *model : {"parallel_threads", "parallel_processes"}) {
            for (const int workers : {1, 2, 3}) {
                QTest::addRow("%s, %d, virtual", model, workers) << QString::fromLatin1(model) << workers << false;
                QTest::addRow("%s, %d, live", model, workers) << QString::fromLatin1(model) << workers << true;
            }
        }
    }
    void few_workers_suffice()
    {
        QFETCH(QString, model);
        QFETCH(int, workers);
        QFETCH(bool, isLive);
        Scenario scenario = test::scenarioOf(test::graph);
        scenario.workers = workers;
        const MadeRun made = runOf(scenario, model, isLive);
        QVERIFY(made.trace);
        QCOMPARE(made.report.jobsOk, 2);
        QCOMPARE(stepsOf(*made.trace, 1), m_steps);
        QVERIFY(made.report.parallelism.max <= workers);
    }

    /// Closed form, at time scale 0.05: two lines of two steps, of which one in turn takes four times as long. A barrier waits for the
    /// longest of each.
    void a_barrier_waits_for_the_slowest_of_each_step()
    {
        const auto makespanOf = [&](const char *barrier, const char *model) {
            const Scenario scenario = test::scenarioOf(QByteArray(test::barrier).replace("BARRIER", barrier));
            return runVirtually(scenario, QString::fromLatin1(model)).report.makespanS;
        };
        QVERIFY(std::abs(makespanOf("false", "concurrent") - 0.03) < 0.002);
        QVERIFY(std::abs(makespanOf("true", "concurrent") - 0.045) < 0.002);
        QVERIFY(std::abs(makespanOf("false", "parallel_threads") - 0.03) < 0.002);
        QVERIFY(std::abs(makespanOf("true", "parallel_threads") - 0.045) < 0.002);
        QVERIFY(std::abs(makespanOf("false", "sequential") - 0.055) < 0.002);
    }

    /// A step that fails fails its job, in one sentence that names it; what runs beside it is given up.
    void a_failed_step_fails_its_job_data() { addRows(); }
    void a_failed_step_fails_its_job()
    {
        QFETCH(QString, model);
        QFETCH(bool, isLive);
        const Scenario scenario = test::scenarioOf(test::failing);
        const MadeRun made = runOf(scenario, model, isLive);
        QVERIFY(made.trace);
        QCOMPARE(made.report.jobsFailed, 1);
        QCOMPARE(made.report.result().text(), u"the only job failed"_s); // though no call did
        QCOMPARE(made.report.jobFailure, made.trace->jobs().front().message);
        const QString message = made.trace->jobs().front().message;
        QVERIFY2(message.contains(u"\"wrong\""_s) && message.contains(u"{{ask.json.nothing}}"_s), qPrintable(message));
        QVERIFY(model == "sequential"_L1 || isLive || made.report.makespanS < 1); // nobody waited for what takes 1.5 s
    }

private:
    QStringList m_steps;
};

INTERLEAVE_TEST_MAIN(WorkflowTest)
#include "tst_workflow.moc"
