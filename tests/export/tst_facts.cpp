// Facts: the figures are the report's, the parts of a makespan add up to it, the same runs give the same bytes, and what came from outside
// is text: it makes no heading, no link, no row of its own.
#include "export/exporters.h"
#include "support/test_main.h"
#include "support/trace_builder.h"

#include <QBuffer>
#include <QTest>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

static constexpr qint64 origin = 77'000'000'000'001;

static FinishedRun runOf(const QString &model, qint64 waitMs, const QString &failure = {})
{
    TraceBuilder run(
        origin,
        u"{\"environment\":{\"program\":\"interleave\",\"version\":\"9.8\",\"cores\":2,\"time_utc\":\"2026-11-22T09:30:00.250Z\"}}"_s);
    const qint64 t = origin;
    run.plan(0, t).span(0, Phase::Send, t, t + ms).span(0, Phase::Ttft, t + ms, t + waitMs * ms);
    run.attemptEnd(0, t + waitMs * ms, 0, {.status = failure.isEmpty() ? 200 : 500, .error = failure},
                   failure.isEmpty() ? Outcome::Ok : Outcome::HttpError);
    if (failure.isEmpty())
        run.done(0, t + waitMs * ms, Outcome::Ok, {5, 0, 42, 0}).analyze(0, 0, t + waitMs * ms, t + (waitMs + 20) * ms);
    else
        run.done(0, t + waitMs * ms, Outcome::HttpError, {}, failure);
    FinishedRun finished;
    finished.model = model;
    finished.trace = std::make_shared<const Trace>(run.end(t + (waitMs + 20) * ms));
    finished.report = makeRunReport(*finished.trace, Scenario(), model, 0);
    return finished;
}

static QString factsOf(const QString &name, const QList<FinishedRun> &runs)
{
    Scenario scenario;
    scenario.name = name;
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    writeFacts({scenario, runs}, buffer);
    return QString::fromUtf8(buffer.data());
}

/// The cells of the rows below this heading, without the table's own.
static QList<QStringList> rowsBelow(const QString &facts, const QString &heading)
{
    QList<QStringList> rows;
    const QString part = facts.section(u"\n## %1\n"_s.arg(heading), 1).section(u"\n## "_s, 0, 0);
    for (const QString &line : part.split(u'\n', Qt::SkipEmptyParts)) {
        QStringList cells = line.split(u" | "_s);
        cells.first().remove(0, 2);
        cells.last().chop(2);
        rows.append(cells);
    }
    return rows.mid(2);
}

class FactsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void the_figures_are_those_of_the_report_and_the_parts_add_up()
    {
        const QList<FinishedRun> runs{runOf(u"sequential"_s, 500), runOf(u"hybrid"_s, 250)};
        const QString facts = factsOf(u"two"_s, runs);
        QVERIFY(facts.startsWith(u"# two\n\ninterleave 9.8"_s));
        const QList<QStringList> table = rowsBelow(facts, u"Runs"_s);
        QCOMPARE(table.size(), 2);
        const QList<QStringList> parts = rowsBelow(facts, u"What the makespan consists of"_s);
        QVERIFY(parts.size() >= 3);
        for (int i = 0; i < 2; ++i) {
            QCOMPARE(table[i][0], runs[i].model);
            QCOMPARE(table[i][1], QString::number(runs[i].report.makespanS, 'f', 3) + u" s"_s);
            double sum = 0;
            for (const QStringList &row : parts)
                sum += row[i + 1].section(u' ', 0, 0).toDouble();
            QVERIFY(std::abs(sum - runs[i].report.makespanS) < 0.0005 * static_cast<double>(parts.size()));
        }
        QCOMPARE(table[1][2], QString::number(520.0 / 270.0, 'f', 2)); // speed-up
        QCOMPARE(factsOf(u"two"_s, runs), facts);
    }

    void what_came_from_outside_is_text()
    {
        const QString hostile = u"a\n# heading [link](http://x) | cell <b> `code` \u001b[2J *b*"_s;
        const QString facts = factsOf(hostile, {runOf(u"hybrid"_s, 100, hostile)});
        QCOMPARE(facts.count(u"\n# "_s), 0);
        QVERIFY(!facts.contains(QChar(0x1b)));
        QVERIFY(!facts.contains(u"[link]("_s) && facts.contains(u"\\[link\\]"_s));
        QVERIFY(!facts.contains(u" <b>"_s));
        for (const QStringList &row : rowsBelow(facts, u"Runs"_s))
            QCOMPARE(row.size(), 15);
        QVERIFY(facts.section(u"## Failures"_s, 1).contains(u"1 of 1 calls"_s));
    }
};

INTERLEAVE_TEST_MAIN(FactsTest)
#include "tst_facts.moc"
