// The grammar by which runs are found.
#include "history/run_filter.h"

#include "support/test_main.h"

#include <QTimeZone>

using namespace interleave;
using namespace Qt::StringLiterals;

class RunFilterTest : public QObject
{
    Q_OBJECT

    static RunEntry entry()
    {
        RunEntry entry;
        entry.id = u"ab12cd34ef"_s;
        entry.scenario = u"Rate-limit lab"_s;
        entry.model = u"hybrid"_s;
        entry.variant = u"naive"_s;
        entry.endpoint = u"simulator (gemini-free)"_s;
        entry.makespanS = 20.45;
        entry.planned = 60;
        entry.failed = 3;
        entry.resultState = u"partial"_s;
        entry.isValid = false;
        entry.marks = {{u"paper"_s, u"two words"_s}, u"The path goes \"by\" point 2."_s};
        entry.startedMs = QDateTime(QDate(2026, 11, 22), QTime(9, 0)).toMSecsSinceEpoch();
        return entry;
    }
    static QDateTime now() { return QDateTime(QDate(2026, 11, 23), QTime(12, 0)); }

private Q_SLOTS:
    void a_term_holds_or_not_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("holds");
        const auto row = [](const char *text, bool holds) { QTest::newRow(text) << QString::fromUtf8(text) << holds; };
        row("", true);
        row("rate", true);
        row("RATE hybrid", true);
        row("rate sequential", false);
        row("\"rate-limit lab\"", true);
        row("\"limit rate\"", false);
        row("point", true);
        row("ab12", true);
        row("model:hybrid", true);
        row("model:naive", true);
        row("model:hyb", false);
        row("tag:paper", true);
        row("tag:\"two words\"", true);
        row("tag:pap", false);
        row("-tag:paper", false);
        row("-tag:scratch", true);
        row("-sequential", true);
        row("scenario:lab", true);
        row("endpoint:gemini", true);
        row("note:\"goes \"\"by\"\"\"", true);
        row("verdict:suspect", true);
        row("verdict:valid", false);
        row("result:partial", true);
        row("makespan>20s", true);
        row("makespan>21", false);
        row("makespan<=20450ms", true);
        row("calls>=60", true);
        row("calls<60", false);
        row("calls:60", true);
        row("failed>0", true);
        row("since:2026-11-22", true);
        row("since:2026-11-23", false);
        row("since:yesterday", true);
        row("since:today", false);
        row("since:2d", true);
        row("since:26h", false);
        row("before:today", true);
        row("id:ab", true);
        row("makespan>20s -tag:scratch rate", true);
    }
    void a_term_holds_or_not()
    {
        QFETCH(QString, text);
        QFETCH(bool, holds);
        const Result<RunFilter> filter = RunFilter::parse(text, now());
        QVERIFY2(filter, filter ? "" : qPrintable(filter.error()));
        QCOMPARE(filter->matches(entry()), holds);
        QCOMPARE(filter->isEmpty(), text.isEmpty());
    }

    void what_makes_no_sense_is_named_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("key") << u"colour:red"_s << u"there is no key \"colour\""_s;
        QTest::newRow("number") << u"makespan>long"_s << u"\"long\" is no number"_s;
        QTest::newRow("time") << u"since:soon"_s << u"\"soon\" is no time"_s;
        QTest::newRow("comparison") << u"tag>paper"_s << u"compared by : alone"_s;
    }
    void what_makes_no_sense_is_named()
    {
        QFETCH(QString, text);
        QFETCH(QString, sentence);
        const Result<RunFilter> filter = RunFilter::parse(text, now());
        QVERIFY(!filter);
        QVERIFY2(filter.error().contains(sentence), qPrintable(filter.error()));
    }

    void a_term_made_of_any_value_finds_that_value()
    {
        RunEntry odd = entry();
        odd.scenario = u"a \"b\" -c: d"_s;
        const Result<RunFilter> filter = RunFilter::parse(RunFilter::term(u"scenario"_s, odd.scenario), now());
        QVERIFY(filter);
        QVERIFY(filter->matches(odd));
        QVERIFY(!filter->matches(entry()));
    }

    void a_run_that_cannot_be_read_has_no_figures()
    {
        RunEntry broken;
        broken.state = RunEntry::State::Unreadable;
        QVERIFY(!RunFilter::parse(u"makespan<1"_s, now())->matches(broken));
        QVERIFY(RunFilter::parse(u"verdict:unreadable"_s, now())->matches(broken));
    }
};

INTERLEAVE_TEST_MAIN(RunFilterTest)
#include "tst_run_filter.moc"
