// Findings: what is claimed from which numbers, in which order, and what is not claimed.
#include "support/test_main.h"
#include "trace/findings.h"

#include <QHash>
#include <QTest>

using namespace interleave;

/// Runs of a comparison, made up: one entry per model, repeats alike.
struct Figures {
    const char *model;
    double makespan;
    double low, high; ///< interval of the speed-up; 0: none
    int concurrency;
    int parallelism;
    int failed = 0;
    bool valid = true;
    double unreadS = 0; ///< half of it in the reply of call 2, while call 3 was analyzed
};

static QList<Finding> findingsOf(const std::vector<Figures> &figures)
{
    QList<RunReport> runs;
    QList<ModelComparison> comparison;
    const double sequential = figures.front().makespan;
    for (const Figures &model : figures) {
        RunReport run;
        run.model = QString::fromLatin1(model.model);
        run.planned = 5;
        run.makespanS = model.makespan;
        run.outcomes[static_cast<size_t>(Outcome::Ok)] = 5 - model.failed;
        run.outcomes[static_cast<size_t>(Outcome::Timeout)] = model.failed;
        run.concurrency.max = model.concurrency;
        run.parallelism.max = model.parallelism;
        run.latency.max = 7.31;
        run.validity.valid = model.valid;
        run.unread.ns = static_cast<qint64>(model.unreadS * 1e9);
        run.unread.calls = 4;
        run.unread.longest = {0, run.unread.ns / 2, 0, 2, true};
        run.unread.longestOf = 1;
        if (!model.valid)
            run.validity.reasons.append(QStringLiteral("Loop lag p99 was 41 ms."));
        ModelComparison entry;
        entry.model = run.model;
        entry.repeats = model.high > 0 ? 5 : 1;
        entry.makespanMedianS = model.makespan;
        entry.isComplete = model.failed == 0;
        if (entry.isComplete && figures.front().failed == 0 && figures.front().model == QByteArray("sequential"))
            entry.speedup = sequential / model.makespan;
        if (model.high > 0) {
            entry.speedupLow95 = model.low;
            entry.speedupHigh95 = model.high;
        }
        entry.medianRun = static_cast<int>(runs.size());
        runs.append(run);
        comparison.append(entry);
    }
    return findings(runs, comparison,
                    {{QStringLiteral("concurrent"), QStringLiteral("Concurrent")}, {QStringLiteral("hybrid"), QStringLiteral("Hybrid")}});
}

static QList<FindingKind> kinds(const QList<Finding> &findings)
{
    QList<FindingKind> kinds;
    for (const Finding &finding : findings)
        kinds.append(finding.kind);
    return kinds;
}

using Kinds = QList<FindingKind>;

class TestFindings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void overlappingTheWaitingIsTheWholeGain();
    void parallelAnalysisPays();
    void overlappingIntervalsAreSaidFirst();
    void nothingIsClaimedWithoutABaseline();
    void oneModelAloneHasNoFinding();
    void noGainIsSaid();
    void failuresAndSuspectsComeFirst();
    void runsWithFailedCallsProveNothing();
    void otherWorkProvesNothing();
    void neverMoreThanFour();
    void aLoopThatDidNotListenIsNamed();
};

void TestFindings::overlappingTheWaitingIsTheWholeGain()
{
    const auto found = findingsOf({{"sequential", 15.1, 0, 0, 1, 1}, {"concurrent", 7.31, 0, 0, 4, 1}, {"hybrid", 7.2, 0, 0, 4, 2}});
    QCOMPARE(kinds(found), (Kinds{FindingKind::Overlap, FindingKind::NotParallel}));
    QCOMPARE(found[0].text(), QStringLiteral("Overlapping the waiting is the whole gain. Concurrent waits for up to 4 replies at once, so "
                                             "15.10\u00A0s becomes 7.31\u00A0s. The longest call alone takes 7.31\u00A0s."));
    QCOMPARE(found[0].model, QStringLiteral("concurrent"));
    QCOMPARE(found[1].text(),
             QStringLiteral("Concurrent is not parallel. At most 1 executor was ever on CPU, while up to 4 calls were in flight."));
}

void TestFindings::parallelAnalysisPays()
{
    const auto found = findingsOf({{"sequential", 20, 1, 1, 1, 1}, {"concurrent", 12, 1.6, 1.7, 5, 1}, {"hybrid", 6, 3.2, 3.4, 5, 3}});
    QCOMPARE(kinds(found), (Kinds{FindingKind::Overlap, FindingKind::Parallel, FindingKind::NotParallel}));
    QVERIFY(found[0].claim == QStringLiteral("Overlapping the waiting pays."));
    QVERIFY2(found[1].evidence.contains(QStringLiteral("up to 3 replies at once and takes 6.00\u00A0s")), qPrintable(found[1].evidence));
    QCOMPARE(found[1].model, QStringLiteral("hybrid"));
}

void TestFindings::overlappingIntervalsAreSaidFirst()
{
    const auto found =
        findingsOf({{"sequential", 15.1, 1, 1, 1, 1}, {"concurrent", 7.31, 2.05, 2.08, 4, 1}, {"hybrid", 7.2, 2.04, 2.09, 4, 2}});
    QCOMPARE(kinds(found), (Kinds{FindingKind::NotToldApart, FindingKind::Overlap, FindingKind::NotParallel}));
    QCOMPARE(found[0].text(), QStringLiteral("The two are not told apart. Their 95\u00A0% intervals overlap with 5 repeats."));
    QCOMPARE(found[1].claim, QStringLiteral("Overlapping the waiting is the whole gain."));
}

void TestFindings::nothingIsClaimedWithoutABaseline()
{
    QCOMPARE(kinds(findingsOf({{"concurrent", 7.31, 0, 0, 4, 1}, {"hybrid", 7.2, 0, 0, 4, 2}})), (Kinds{FindingKind::NotParallel}));
}

void TestFindings::oneModelAloneHasNoFinding() { QVERIFY(findingsOf({{"sequential", 15.1, 0, 0, 1, 1}}).isEmpty()); }

void TestFindings::noGainIsSaid()
{
    const auto found = findingsOf({{"sequential", 5, 0, 0, 1, 1}, {"concurrent", 4.9, 0, 0, 1, 1}});
    QCOMPARE(kinds(found), (Kinds{FindingKind::NoGain}));
    QVERIFY2(found[0].evidence.contains(QStringLiteral("Concurrent takes 4.90\u00A0s, sequential 5.00\u00A0s")),
             qPrintable(found[0].evidence));
}

void TestFindings::failuresAndSuspectsComeFirst()
{
    const auto found =
        findingsOf({{"sequential", 15.1, 0, 0, 1, 1}, {"concurrent", 7.31, 0, 0, 4, 1}, {"hybrid", 7.2, 0, 0, 4, 2, 2, false}});
    QCOMPARE(kinds(found), (Kinds{FindingKind::Failures, FindingKind::Suspect, FindingKind::Overlap, FindingKind::NotParallel}));
    QCOMPARE(found[0].claim, QStringLiteral("2 calls failed."));
    QVERIFY2(found[0].evidence.contains(QStringLiteral("Of 15 planned: 2 of Hybrid")), qPrintable(found[0].evidence));
    QCOMPARE(found[1].claim, QStringLiteral("1 run is SUSPECT."));
    QVERIFY2(found[1].evidence.contains(QStringLiteral("1 of Hybrid: Loop lag p99 was 41 ms.")), qPrintable(found[1].evidence));
}

void TestFindings::runsWithFailedCallsProveNothing()
{
    // Fast because nothing was answered, parallel on paper: neither is a gain.
    const auto failed =
        findingsOf({{"sequential", 15.1, 0, 0, 1, 1}, {"concurrent", 0.01, 0, 0, 4, 1, 5}, {"hybrid", 0.02, 0, 0, 4, 2, 1}});
    QCOMPARE(kinds(failed), (Kinds{FindingKind::Failures}));
    QVERIFY2(failed[0].evidence.endsWith(QStringLiteral("No speed-up can be told.")), qPrintable(failed[0].evidence));
    const auto noBaseline = findingsOf({{"sequential", 0.01, 0, 0, 1, 1, 1}, {"hybrid", 7.2, 0, 0, 4, 2}});
    QCOMPARE(kinds(noBaseline), (Kinds{FindingKind::Failures}));
}

void TestFindings::otherWorkProvesNothing()
{
    // A duration: every run ends when it ends, with as many calls as it managed.
    QList<RunReport> runs;
    for (const char *model : {"sequential", "hybrid"}) {
        RunReport run;
        run.model = QString::fromLatin1(model);
        run.planned = runs.isEmpty() ? 5 : 9;
        run.outcomes[static_cast<size_t>(Outcome::Ok)] = run.planned;
        run.makespanS = 10;
        run.concurrency.max = run.parallelism.max = 2;
        runs.append(run);
    }
    QVERIFY(findings(runs, compareRuns(runs)).isEmpty());
}

void TestFindings::aLoopThatDidNotListenIsNamed()
{
    const auto withUnread = [](double unreadS) {
        return findingsOf(
            {{"sequential", 15.1, 0, 0, 1, 1}, {"concurrent", 7.4, 0, 0, 5, 1, 0, true, unreadS}, {"hybrid", 7.3, 0, 0, 5, 2}});
    };
    const QList<Finding> said = withUnread(1.2);
    const auto found = std::find_if(said.begin(), said.end(), [](const Finding &finding) { return finding.kind == FindingKind::Unread; });
    QVERIFY(found != said.end());
    QCOMPARE(found->model, QStringLiteral("concurrent"));
    QCOMPARE(found->claim, QStringLiteral("Concurrent\u2019s loop did not listen."));
    QCOMPARE(found->evidence, QStringLiteral("The reply of call 2 lay unread for 0.60\u00A0s while the loop analyzed others, call 3 for "
                                             "the longest; 1.20\u00A0s in all, of 4 "
                                             "calls. TTFT and chunk gaps hold that time."));
    QVERIFY(!kinds(withUnread(0.02)).contains(FindingKind::Unread)); // too little to be named
}

void TestFindings::neverMoreThanFour()
{
    const auto found = findingsOf({{"sequential", 20, 1, 1, 1, 1},
                                   {"concurrent", 12, 1.6, 1.7, 5, 1},
                                   {"parallel_threads", 6.1, 3.1, 3.4, 5, 3, 0, false},
                                   {"parallel_processes", 6.1, 3.1, 3.4, 5, 3, 1},
                                   {"hybrid", 6, 3.2, 3.4, 5, 3}});
    QCOMPARE(kinds(found), (Kinds{FindingKind::Failures, FindingKind::Suspect, FindingKind::NotToldApart, FindingKind::Overlap}));
}

INTERLEAVE_TEST_MAIN(TestFindings)
#include "tst_findings.moc"
