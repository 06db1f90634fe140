// The inspector's views of one call and one run: phases that did not happen, open phases, retries, replies that grow, and
// the tables' models under Qt's model tester.
#include "support/test_main.h"
#include "support/trace_builder.h"
#include "ui/compare/comparison_panel.h"
#include "ui/itemmodels/phase_rows.h"
#include "ui/itemmodels/phase_table_model.h"
#include "ui/itemmodels/report_table_model.h"
#include "ui/run/analysis_text.h"
#include "ui/run/attempt_text.h"
#include "ui/run/inspector_panel.h"
#include "ui/run/reply_text.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLabel>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>

using namespace interleave;
using interleave::test::simDetail;

static constexpr qint64 ms = 1'000'000;
static constexpr qint64 origin = 5'000'000 * ms;

/// A trace written by hand, times in milliseconds from the origin.
class Script
{
public:
    Script()
    {
        add(EventKind::RunBegin, 0);
        add(EventKind::Planned, 0, QStringLiteral("Describe neural networks"));
    }
    Script &span(Phase phase, qint64 begin, qint64 end = -1, qint16 attempt = 0, Outcome outcome = Outcome::Ok)
    {
        add(EventKind::SpanBegin, begin, {}, phase, attempt);
        if (end >= 0)
            add(EventKind::SpanEnd, end, {}, phase, attempt, outcome);
        return *this;
    }
    Script &done(qint64 at, Outcome outcome = Outcome::Ok, const QString &text = {})
    {
        add(EventKind::Done, at, text, Phase::Limiter, 0, outcome);
        return *this;
    }
    const std::shared_ptr<Trace> &trace() const { return m_trace; }

private:
    void add(EventKind kind, qint64 at, const QString &text, Phase phase = Phase::Limiter, qint16 attempt = 0,
             Outcome outcome = Outcome::Ok)
    {
        Event event;
        event.kind = kind;
        event.phase = phase;
        event.outcome = outcome;
        event.attempt = attempt;
        event.step = callOfJob(0);
        event.ns = origin + at * ms;
        event.text = text;
        m_trace->apply(event);
    }
    void add(EventKind kind, qint64 at) { add(kind, at, {}); }

    std::shared_ptr<Trace> m_trace = std::make_shared<Trace>();
};

static QString table(const PhaseTableModel &model)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < PhaseTableModel::ColumnCount; ++column)
            cells.append(model.index(row, column).data().toString().replace(QChar(0xA0), u' '));
        lines.append(cells.join(u'|'));
    }
    return lines.join(u'\n');
}

class TestInspector : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void phasesThatDidNotHappenHaveRowsToo();
    void anOpenPhaseGrowsWithNow();
    void retriesNameTheirAttempts();
    void anOverlapIsSaid();
    void betweenReplyAndAnalysisItIsReady();
    void waitingToStartIsARow();
    void tableKeepsItsRowsWhileACallGrows();
    void replyIsAppendedAndFollowedOnlyAtItsEnd();
    void aRetryStartsTheReplyAnew();
    void showsErrorsAndNoRunAtAll();
    void analysisInWords();
    void reportTableSaysWhatIsWithheld();
    void reportTableTellsBothJudgements();
    void aNarrowReportKeepsItsVerdict_data();
    void aNarrowReportKeepsItsVerdict();
    void reportTableHasVariantsAndWhatTheyCost();
    void attemptsSayHowTheyEndedAndWhatTheyCost();
};

void TestInspector::phasesThatDidNotHappenHaveRowsToo()
{
    const auto trace =
        Script().span(Phase::Pool, 0, 6).span(Phase::Connect, 6, 51).span(Phase::Send, 51, 55).span(Phase::Ttft, 55, 565).trace();
    PhaseTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.update(trace.get(), 0, origin + 565 * ms);
    QCOMPARE(
        table(model),
        QStringLiteral("limiter||none|\nready||none|\npool|0.000|6 ms|\nconnect|0.006|45 ms|\nsend|0.051|4 ms|\nwaiting|0.055|510 ms|\n"
                       "streaming||not yet|\nanalyze||not yet|\nso far||565 ms|phases tile"));
    model.update(nullptr, 0, 0);
    QCOMPARE(model.rowCount(), 0);
    model.update(trace.get(), 9, 0);
    QCOMPARE(model.rowCount(), 0);
}

void TestInspector::anOpenPhaseGrowsWithNow()
{
    const auto trace = Script().span(Phase::Send, 0, 1).span(Phase::Ttft, 1, 100).span(Phase::Stream, 100).trace();
    PhaseTableModel model;
    model.update(trace.get(), 0, origin + 400 * ms);
    const QModelIndex stream = model.index(6, PhaseTableModel::DurationColumn);
    QCOMPARE(stream.data().toString(), QStringLiteral("300\u00A0ms…"));
    QVERIFY(stream.data(PhaseTableModel::OpenRole).toBool());
    QCOMPARE(stream.data(PhaseTableModel::BarEndRole).toDouble(), 1.0);
    model.update(trace.get(), 0, origin + 2100 * ms);
    QCOMPARE(stream.data().toString(), QStringLiteral("2.00\u00A0s…"));
}

void TestInspector::retriesNameTheirAttempts()
{
    const auto trace = Script()
                           .span(Phase::Send, 0, 1)
                           .span(Phase::Ttft, 1, 50, 0, Outcome::RateLimited)
                           .span(Phase::Backoff, 50, 100)
                           .span(Phase::Send, 100, 101, 1)
                           .span(Phase::Ttft, 101, 150, 1)
                           .span(Phase::Stream, 150, 160, 1)
                           .done(160)
                           .trace();
    PhaseTableModel model;
    model.update(trace.get(), 0, origin + 160 * ms);
    const QString text = table(model);
    QVERIFY2(text.contains(QStringLiteral("waiting, failed (attempt 1)|0.001|49 ms")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("waiting (attempt 2)|0.101|49 ms")), qPrintable(text));
    QVERIFY2(text.endsWith(QStringLiteral("analyze||none|\nwhole call||160 ms|phases tile")), qPrintable(text));
}

void TestInspector::anOverlapIsSaid()
{
    const auto trace = Script().span(Phase::Ttft, 0, 50).span(Phase::Stream, 50, 60).span(Phase::Analyze, 59, 80).trace();
    PhaseTableModel model;
    model.update(trace.get(), 0, origin + 80 * ms);
    QVERIFY(table(model).endsWith(QStringLiteral("phases do not tile")));
}

void TestInspector::betweenReplyAndAnalysisItIsReady()
{
    const auto trace = Script()
                           .span(Phase::Send, 0, 1)
                           .span(Phase::Ttft, 1, 50)
                           .span(Phase::Stream, 50, 60)
                           .span(Phase::Ready, 60, 72)
                           .span(Phase::Analyze, 72, 80)
                           .trace();
    QVERIFY(phasesTile(phaseRows(*trace, 0, origin + 80 * ms, CpuSteps(*trace))));
    const auto overlapping = Script().span(Phase::Ttft, 1, 50).span(Phase::Stream, 50, 60).span(Phase::Analyze, 59, 80).trace();
    QVERIFY(!phasesTile(phaseRows(*overlapping, 0, origin + 80 * ms, CpuSteps(*overlapping))));
}

void TestInspector::waitingToStartIsARow()
{
    const auto waiting = Script().trace();
    const QList<PhaseRow> before = phaseRows(*waiting, 0, origin + 30 * ms, CpuSteps(*waiting));
    QVERIFY(!before.first().phase && before.first().isOpen);
    QCOMPARE(before.first().end - before.first().begin, 30 * ms);
    const auto started = Script().span(Phase::Send, 40, 41).trace();
    const QList<PhaseRow> after = phaseRows(*started, 0, origin + 41 * ms, CpuSteps(*started));
    const auto ready = std::ranges::find_if(after, [](const PhaseRow &row) { return row.phase == Phase::Ready && row.end > row.begin; });
    QVERIFY(ready != after.end() && !ready->isOpen);
    QCOMPARE(ready->end - ready->begin, 40 * ms);
    QVERIFY(phasesTile(after));
}

void TestInspector::tableKeepsItsRowsWhileACallGrows()
{
    Script script;
    script.span(Phase::Send, 0, 1).span(Phase::Ttft, 1);
    PhaseTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.update(script.trace().get(), 0, origin + 10 * ms);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    for (int frame = 2; frame < 20; ++frame)
        model.update(script.trace().get(), 0, origin + 10 * frame * ms);
    QCOMPARE(reset.size(), 0);
}

void TestInspector::replyIsAppendedAndFollowedOnlyAtItsEnd()
{
    ReplyText reply;
    reply.resize(300, 100);
    reply.show();
    QString text;
    for (int line = 0; line < 50; ++line) {
        text += QStringLiteral("line\n");
        reply.showText(text, true);
    }
    QCOMPARE(reply.toPlainText(), text);
    QCOMPARE(reply.verticalScrollBar()->value(), reply.verticalScrollBar()->maximum());
    reply.verticalScrollBar()->setValue(3);
    reply.showText(text + QStringLiteral("more\nand more"), true);
    QCOMPARE(reply.verticalScrollBar()->value(), 3);
    QVERIFY(reply.toPlainText().endsWith(QStringLiteral("more\nand more")));
}

void TestInspector::aRetryStartsTheReplyAnew()
{
    ReplyText reply;
    reply.showText(QStringLiteral("first attempt"), true);
    reply.showText({}, false);
    reply.showText(QStringLiteral("second"), true);
    QCOMPARE(reply.toPlainText(), QStringLiteral("second"));
}

void TestInspector::showsErrorsAndNoRunAtAll()
{
    InspectorPanel panel;
    panel.resize(363, 700);
    panel.show();
    const auto isShown = [&panel](const QString &text) {
        const QList<QLabel *> labels = panel.findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    };
    QVERIFY(isShown(QStringLiteral("Nothing has run yet")));
    const auto trace =
        Script().span(Phase::Ttft, 0, 50, 0, Outcome::Timeout).done(50, Outcome::Timeout, QStringLiteral("No answer within 5 s.")).trace();
    panel.setRun(trace, nullptr);
    QVERIFY(isShown(QStringLiteral("No answer within 5 s.")));
    QVERIFY(isShown(QStringLiteral("Describe neural networks")));
    panel.setTab(InspectorPanel::RunTab);
    QVERIFY(isShown(QStringLiteral("come when it has ended")));
    RunReport report;
    report.model = QStringLiteral("hybrid");
    report.planned = 5;
    report.latency.n = 5;
    report.latency.p50 = 1.5;
    report.validity.valid = false;
    report.validity.reasons = {QStringLiteral("Loop lag p99 was 41 ms.")};
    panel.setRun(trace, &report);
    QVERIFY(isShown(QStringLiteral("Loop lag p99 was 41 ms.")));
    QVERIFY(isShown(QStringLiteral("n ≥ 299")));
}

void TestInspector::analysisInWords()
{
    QCOMPARE(
        analysisText(QStringLiteral(R"({"word-count":{"words":52,"sentences":3},"keywords":{"keywords":[{"word":"model","count":3}]}})")),
        QStringLiteral("Keywords: keywords model ×3\nWord count: sentences 3, words 52"));
    QCOMPARE(analysisText({}), QString());
}

void TestInspector::reportTableSaysWhatIsWithheld()
{
    RunReport run;
    run.model = QStringLiteral("concurrent");
    run.planned = run.attempts = 3;
    run.outcomes[static_cast<size_t>(Outcome::Ok)] = 3;
    run.makespanS = 7.31;
    run.concurrency = {5, 1.94};
    run.parallelism = {1, 0.17};
    ModelComparison figures;
    figures.model = run.model;
    figures.repeats = 1;
    figures.makespanMedianS = 7.31;
    figures.speedup = 2.066;
    figures.medianRun = 0;
    ReportTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRuns({run}, {figures});
    QStringList cells;
    for (int column = 0; column < ReportTableModel::ColumnCount; ++column) {
        if (model.isWanted(column))
            cells.append(model.index(0, column).data().toString().replace(QChar(0xA0), u' '));
    }
    QCOMPARE(cells.join(u'|'), QStringLiteral("Concurrent|7.31 s|2.07|needs n ≥ 5|needs n ≥ 5|5|1|VALID"));
    QVERIFY(model.index(0, ReportTableModel::LatencyColumn).data(ReportTableModel::WithheldRole).toBool());
    QCOMPARE(model.index(0, ReportTableModel::ConcurrencyColumn).data(ReportTableModel::MeanRole).toString(), QStringLiteral("1.94"));

    run.validity.valid = false;
    run.outcomes[static_cast<size_t>(Outcome::Timeout)] = 2;
    model.setRuns({run}, {figures});
    QCOMPARE(model.index(0, ReportTableModel::VerdictColumn).data().toString(), QStringLiteral("SUSPECT"));
}

/// Runs of every model, of four calls each; the last `failed` of each were refused.
static QList<RunReport> fiveRuns(int failed)
{
    QList<RunReport> runs;
    for (const char *name : {"sequential", "concurrent", "parallel_threads", "parallel_processes", "hybrid"}) {
        RunReport run;
        run.model = QString::fromLatin1(name);
        run.planned = 4;
        run.attempts = 8;
        run.wastedTokens = 24;
        run.costUsd = 0.0125;
        run.outcomes[static_cast<size_t>(Outcome::Ok)] = 4 - failed;
        run.outcomes[static_cast<size_t>(Outcome::HttpError)] = failed;
        run.makespanS = 7.31;
        run.validity.valid = name != QByteArray("hybrid");
        runs.append(run);
    }
    return runs;
}

void TestInspector::reportTableTellsBothJudgements()
{
    const auto verdicts = [](int failed) {
        ReportTableModel model;
        const QList<RunReport> runs = fiveRuns(failed);
        model.setRuns(runs, compareRuns(runs));
        const auto cell = [&](int row, int column) { return model.index(row, column).data().toString(); };
        return QStringList{cell(0, ReportTableModel::VerdictColumn), cell(4, ReportTableModel::VerdictColumn),
                           cell(1, ReportTableModel::SpeedupColumn)};
    };
    QCOMPARE(verdicts(0), QStringList({QStringLiteral("VALID"), QStringLiteral("SUSPECT"), QStringLiteral("1.00")}));
    QCOMPARE(verdicts(3), QStringList({QStringLiteral("VALID \u00b7 3 of 4 failed"), QStringLiteral("SUSPECT \u00b7 3 of 4 failed"),
                                       QStringLiteral("not compared")}));
    QCOMPARE(verdicts(4).first(), QStringLiteral("VALID \u00b7 all 4 failed"));
}

void TestInspector::aNarrowReportKeepsItsVerdict_data()
{
    QTest::addColumn<int>("width"); // of the report in a window of 1440 and of 1280 px
    QTest::newRow("1440") << 748;
    QTest::newRow("1280") << 588;
}

void TestInspector::aNarrowReportKeepsItsVerdict()
{
    QFETCH(int, width);
    ComparisonPanel panel;
    panel.resize(width, 400);
    panel.show();
    const QList<RunReport> runs = fiveRuns(3);
    panel.setRuns(runs, compareRuns(runs));
    const auto *table = panel.findChild<QTableView *>();
    QVERIFY(table && !table->isColumnHidden(ReportTableModel::ModelColumn) && !table->isColumnHidden(ReportTableModel::MakespanColumn));
    const int verdict = ReportTableModel::VerdictColumn;
    QVERIFY(!table->isColumnHidden(verdict));
    QVERIFY(table->columnViewportPosition(verdict) + table->columnWidth(verdict) <= width);
    QVERIFY(table->columnWidth(verdict) >= static_cast<const QAbstractItemView *>(table)->sizeHintForColumn(verdict)); // not elided
}

void TestInspector::reportTableHasVariantsAndWhatTheyCost()
{
    QList<RunReport> runs;
    for (const auto *name : {"plain", "retries"}) {
        RunReport run;
        run.model = QStringLiteral("hybrid");
        run.variant = QString::fromLatin1(name);
        run.planned = 4;
        run.attempts = runs.isEmpty() ? 4 : 6;
        run.outcomes[static_cast<size_t>(Outcome::Ok)] = runs.isEmpty() ? 3 : 4;
        run.outcomes[static_cast<size_t>(Outcome::RateLimited)] = runs.isEmpty() ? 1 : 0;
        run.makespanS = 2;
        run.costUsd = 0.0125;
        run.wastedTokens = runs.isEmpty() ? 0 : 24;
        run.simulated = true;
        runs.append(run);
    }
    ReportTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRuns(runs, compareRuns(runs));
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (const int column : {ReportTableModel::ModelColumn, ReportTableModel::CallsColumn, ReportTableModel::AttemptsColumn,
                                 ReportTableModel::CostColumn, ReportTableModel::WastedColumn})
            cells.append(model.isWanted(column) ? model.index(row, column).data().toString() : QStringLiteral("hidden"));
        rows.append(cells.join(u'|'));
    }
    QCOMPARE(rows.join(u'\n'), QStringLiteral("plain|3 of 4|4|$0.0125|0\nretries|4 of 4|6|$0.0125|24"));
    QVERIFY(!model.isWanted(ReportTableModel::SpeedupColumn) && !model.isWanted(ReportTableModel::TailColumn));
    QCOMPARE(model.index(1, 0).data(ReportTableModel::ModelIdRole).toString(), QStringLiteral("hybrid/retries"));
    QCOMPARE(model.headerData(0, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Variant"));
    QCOMPARE(model.headerData(ReportTableModel::CostColumn, Qt::Horizontal, ReportTableModel::KindRole).toString(),
             QStringLiteral("simulated"));

    runs[1].model = QStringLiteral("concurrent");
    model.setRuns(runs, compareRuns(runs));
    QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("Hybrid, plain"));
    QCOMPARE(model.index(1, 0).data().toString(), QStringLiteral("Concurrent, retries"));
}

void TestInspector::attemptsSayHowTheyEndedAndWhatTheyCost()
{
    CallRecord call;
    PriceRow row;
    row.provider = QStringLiteral("simulator");
    row.model = QStringLiteral("sim");
    row.input = 1;
    row.output = 2;
    const PriceTable prices({row});
    QCOMPARE(attemptText(call, prices), QString());
    AttemptEnd end;
    end.outcome = Outcome::RateLimited;
    end.detail = simDetail(429, QStringLiteral("1.1"));
    call.attemptEnds.push_back(end);
    end.outcome = Outcome::Ok;
    end.usage.input = 1000;
    end.usage.output = 500;
    end.detail = simDetail(200, QStringLiteral("2"));
    call.attemptEnds.push_back(end);
    QCOMPARE(attemptText(call, prices), QStringLiteral("1  HTTP 429, %1, HTTP/1.1, sim\n2  HTTP 200, HTTP/2, sim\nCost $0.0020, simulated")
                                            .arg(outcomeTitle(Outcome::RateLimited)));
    QVERIFY(attemptText(call, PriceTable()).endsWith(QStringLiteral("Cost not known: no price for this model")));
}

INTERLEAVE_UI_TEST_MAIN(TestInspector)
#include "tst_inspector.moc"
