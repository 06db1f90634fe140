// The table of a scenario as a grid, and its edits.
#include "setup/table_edit.h"
#include "support/test_main.h"
#include "support/workload_scenarios.h"

using namespace interleave;
using namespace Qt::StringLiterals;

static Table table()
{
    return test::scenarioOf(R"("prompts":["x"],"table":[{"word":"tides","count":3},{"word":"lathes","tags":["a","b"]}])").table;
}

class TableEditTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theGridHasTheColumnsOfAllRows()
    {
        const TableGrid grid = gridOf(table(), 10);
        QCOMPARE(grid.columns, QStringList({u"word"_s, u"count"_s, u"tags"_s}));
        QCOMPARE(grid.cells, QList<QStringList>({{u"tides"_s, u"3"_s, {}}, {u"lathes"_s, {}, u"[\"a\",\"b\"]"_s}}));
        QCOMPARE(gridOf(table(), 1).cells.size(), 1);
    }

    void aCellKeepsItsKind()
    {
        Table changed = withCell(table(), 0, u"count"_s, u"4"_s);
        QCOMPARE(changed.json, QByteArray(R"([{"word":"tides","count":4},{"word":"lathes","tags":["a","b"]}])"));
        QCOMPARE((*changed.rows)[0].json, QByteArray(R"({"word":"tides","count":4})"));
        changed = withCell(changed, 0, u"word"_s, u"5"_s); // a text stays one
        QCOMPARE(gridOf(changed, 1).cells[0][0], u"5"_s);
        QVERIFY(changed.json.contains(R"("word":"5")"));
        changed = withCell(changed, 0, u"count"_s, u"many"_s);
        QVERIFY(changed.json.contains(R"("count":"many")"));
        QVERIFY(withCell(table(), 7, u"word"_s, u"x"_s) == table());
    }

    void rowsComeAndGo()
    {
        const Table more = withNewRow(table(), 0);
        QCOMPARE(more.size(), 3);
        QCOMPARE(gridOf(more, 9).cells[1], QStringList({QString(), QString(), QString()}));
        QVERIFY(withoutRows(more, {1}) == table());
        QVERIFY(withoutRows(more, {0, 1, 2}) == Table());
        QCOMPARE(gridOf(withNewRow({}, -1), 9).columns, QStringList(u"word"_s));
    }

    void columnsAreAddedRenamedAndDeleted()
    {
        const Table more = withColumn(table(), u"place"_s);
        QCOMPARE(gridOf(more, 9).columns.size(), 4);
        QVERIFY(withoutColumn(more, u"place"_s) == table());
        QVERIFY(withColumn(table(), u"word"_s) == table());
        const Table renamed = withColumnRenamed(table(), u"word"_s, u"noun"_s);
        QCOMPARE(gridOf(renamed, 9).columns.first(), u"noun"_s);
        QVERIFY(withColumnRenamed(table(), u"word"_s, u"count"_s) == table());
    }

    void aFilesRowsAreNotEdited()
    {
        Table file;
        file.file = u"cases.csv"_s;
        QVERIFY(!isEditable(file) && isEditable(table()) && isEditable({}));
    }
};

INTERLEAVE_TEST_MAIN(TableEditTest)
#include "tst_table_edit.moc"
