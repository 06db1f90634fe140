// A published claim put to the test by real runs: the verdict stands below the table, and in the report.
#include "cli/program.h"
#include "support/test_main.h"

#include <QJsonArray>

using namespace interleave::test;
using namespace Qt::StringLiterals;

static const QStringList barriers{u"compare"_s, u"barrier-vs-dataflow"_s, u"--models"_s, u"concurrent"_s, u"--time-scale"_s, u"0.02"_s};

class ClaimRunsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void the_report_has_what_was_measured_beside_what_virtual_time_says()
    {
        const QTemporaryDir folder;
        const ProgramResult result = runProgram(barriers + QStringList{u"--json"_s, u"--out"_s, folder.path(), u"--format"_s, u"json"_s});
        QCOMPARE(result.status, 0);
        const QJsonArray claims = result.json()[u"claims"].toArray();
        QCOMPARE(claims.size(), 1);
        const QJsonObject claim = claims[0].toObject();
        QCOMPARE(claim[u"id"].toString(), u"barrier-vs-dataflow"_s);
        QVERIFY(claim[u"source"].toString().contains(u"langgraph"_s));
        QVERIFY(claim[u"measured"].toDouble() > 0);
        QVERIFY(std::abs(claim[u"predicted"].toDouble() - 1.79) < 0.05); // virtual time is the same on every machine
        QVERIFY(claim[u"flips_at"].toDouble() > 40);
        QVERIFY(claim[u"costs"].toArray().size() == 4);
        for (const QJsonValue &run : result.json()[u"runs"].toArray())
            QCOMPARE(run[u"jobs"][u"ok"].toInt(), 1);

        QFile report(folder.filePath(u"report.json"_s));
        QVERIFY(report.open(QIODevice::ReadOnly));
        const QJsonObject written = QJsonDocument::fromJson(report.readAll()).object();
        QCOMPARE(written[u"claims"].toArray(), claims);
    }

    void the_verdict_stands_below_the_table()
    {
        const ProgramResult result = runProgram(barriers);
        QCOMPARE(result.status, 0);
        const qsizetype claim = result.out.indexOf("The claim: Where graphs run in supersteps");
        QVERIFY(claim > result.out.indexOf("makespan"));
        QVERIFY(result.out.indexOf("Verdict: ", claim) > claim);
        QVERIFY(result.out.indexOf("Cost: barrier: ", claim) > claim);
    }

    void agents_at_once_meet_the_limit_that_waves_keep_within()
    {
        const ProgramResult result = runProgram({u"predict"_s, u"fan-out-storm"_s, u"--json"_s});
        QCOMPARE(result.status, 0);
        const QJsonObject claim = result.json()[u"claims"][0].toObject();
        QCOMPARE(claim[u"verdict"].toString(), u"reproduced"_s);
        QCOMPARE(claim[u"tests"][0][u"measured"].toInt(), 2);
        QCOMPARE(claim[u"tests"][1][u"measured"].toInt(), 7);
    }
};

INTERLEAVE_TEST_MAIN(ClaimRunsTest)
#include "tst_claim_runs.moc"
