// The program's own prices can be read and name their sources; costs are computed by the providers' token rules.
#include "support/test_main.h"
#include "json/price_files.h"
#include "json/price_table_json.h"

#include <QTest>

using namespace interleave;

static PriceTable table()
{
    PriceRow row;
    row.provider = QStringLiteral("openai");
    row.model = QStringLiteral("m");
    row.input = 2;
    row.cached = 0.5;
    row.output = 10;
    row.longOver = 1000;
    row.longInput = 4;
    PriceRow any;
    any.provider = QStringLiteral("local");
    any.model = QStringLiteral("*");
    return PriceTable({row, any});
}

class TestPriceTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void the_programs_own_rows_name_their_source()
    {
        QString problem;
        const PriceTable own = loadPriceTable(&problem);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(own.rows().size() > 20);
        for (const PriceRow &row : own.rows())
            QVERIFY2(!row.source.isEmpty(), qPrintable(row.model));
        QVERIFY(own.costUsd(Endpoint(), Usage{.input = 1000, .output = 1000}).has_value());
    }

    void cost_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("input");
        QTest::addColumn<int>("cached");
        QTest::addColumn<int>("output");
        QTest::addColumn<double>("micro"); // millionths of a dollar; below 0: unknown
        QTest::newRow("plain") << QStringLiteral("m") << 100 << 0 << 10 << 300.0;
        QTest::newRow("cached is part of the input") << QStringLiteral("m") << 100 << 40 << 10 << 60 * 2 + 40 * 0.5 + 100;
        QTest::newRow("at the bound") << QStringLiteral("m") << 1000 << 0 << 0 << 2000.0;
        QTest::newRow("long") << QStringLiteral("m") << 1001 << 0 << 1 << 1001 * 4.0 + 10;
        QTest::newRow("unknown") << QStringLiteral("n") << 1 << 0 << 1 << -1.0;
    }
    void cost()
    {
        QFETCH(QString, model);
        QFETCH(int, input);
        QFETCH(int, cached);
        QFETCH(int, output);
        QFETCH(double, micro);
        const std::optional<double> usd = table().costUsd(QStringLiteral("openai"), model, {input, cached, output, 0});
        QCOMPARE(usd.has_value(), micro >= 0);
        if (usd)
            QCOMPARE(*usd * 1e6, micro);
        QCOMPARE(table().costUsd(QStringLiteral("local"), model, {input, cached, output, 0}), std::optional(0.0));
    }

    void a_table_comes_back_as_it_was_written()
    {
        const Result<PriceTable> again = priceTableFromJson(toJson(table()), QStringLiteral("t"));
        QVERIFY2(bool(again), qPrintable(again ? QString() : again.error()));
        QCOMPARE(again->rows(), table().rows());
    }

    void what_is_wrong_is_told_with_its_place_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("part");
        QTest::newRow("no json") << QByteArray("{\n\n]") << QStringLiteral("prices, line 3, column 1: not valid JSON");
        QTest::newRow("a list") << QByteArray("[]") << QStringLiteral("not a JSON object");
        QTest::newRow("unknown key") << QByteArray(R"({"rows":[{"provider":"a","model":"b","inptu":1}]})")
                                     << QStringLiteral("/rows/0/inptu: unknown key \"inptu\"");
        QTest::newRow("negative") << QByteArray(R"({"rows":[{"provider":"a","model":"b","input":-1}]})")
                                  << QStringLiteral("\"input\" is -1");
        QTest::newRow("text") << QByteArray(R"({"rows":[{"provider":"a","model":"b","output":"x"}]})")
                              << QStringLiteral("\"output\" must be a number");
        QTest::newRow("nameless") << QByteArray(R"({"rows":[{}]})") << QStringLiteral("/rows/0: \"provider\" and");
    }
    void what_is_wrong_is_told_with_its_place()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, part);
        const Result<PriceTable> read = priceTableFromJson(json, QStringLiteral("prices"));
        QVERIFY(!read);
        QVERIFY2(read.error().contains(part), qPrintable(read.error()));
    }
};

INTERLEAVE_TEST_MAIN(TestPriceTable)
#include "tst_price_table.moc"
