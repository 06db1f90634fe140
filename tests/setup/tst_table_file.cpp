// The table that a scenario names in a file of its folder: columns of any names, in each format, and what is wrong with its place.
#include "setup/table_file.h"

#include "support/test_main.h"

#include <QDir>
#include <QTemporaryDir>

using namespace interleave;
using namespace Qt::StringLiterals;

class TableFileTest : public QObject
{
    Q_OBJECT

    /// The rows of a file of this content, or the error.
    static Result<Table> read(const QString &name, const QByteArray &content)
    {
        const QTemporaryDir folder;
        const QString scenario = folder.filePath(u"case.interleave.json"_s);
        for (const auto &[path, bytes] : {std::pair(folder.filePath(name), content), {scenario, QByteArray("{}")}}) {
            QFile file(path);
            if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
                return Error{u"cannot be written"_s};
        }
        Table table;
        table.file = name;
        return withRows(table, scenario);
    }

private Q_SLOTS:
    void columns_have_any_names_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        const QByteArray json = "[{\"word\":\"tides\",\"place\":\"Quill, north\"},{\"word\":\"lathes\",\"place\":\"\"}]";
        QTest::newRow("csv") << u"a.csv"_s << QByteArray("word,place\ntides,\"Quill, north\"\nlathes,\n");
        QTest::newRow("csv of semicolons") << u"a.csv"_s << QByteArray("sep=;\nword;place\r\ntides;\"Quill, north\"\r\nlathes;\r\n");
        QTest::newRow("tsv") << u"a.tsv"_s << QByteArray("word\tplace\ntides\tQuill, north\nlathes\t\n");
        QTest::newRow("json") << u"a.json"_s << json;
        QTest::newRow("json lines") << u"a.jsonl"_s
                                    << QByteArray(
                                           "{\"word\":\"tides\",\"place\":\"Quill, north\"}\n{\"word\":\"lathes\",\"place\":\"\"}\n");
        QTest::newRow("yaml") << u"a.yaml"_s << QByteArray("- word: tides\n  place: Quill, north\n- word: lathes\n  place: ''\n");
    }
    void columns_have_any_names()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        const Result<Table> table = read(name, content);
        QVERIFY2(table, table ? "" : qPrintable(table.error()));
        QCOMPARE(table->size(), 2);
        const QByteArray first = (*table->rows)[0].json, second = (*table->rows)[1].json;
        QVERIFY2(first.contains("\"word\":\"tides\"") && first.contains("\"place\":\"Quill, north\""), first.constData());
        QVERIFY2(second.contains("\"word\":\"lathes\"") && second.contains("\"place\":\"\""), second.constData());
    }

    /// A column alone has a name too, and a prompt is a column like any other.
    void the_first_row_names_the_columns()
    {
        const Result<Table> alone = read(u"a.csv"_s, "word\ntides\n");
        QVERIFY(alone && alone->size() == 1);
        QCOMPARE((*alone->rows)[0].json, QByteArray("{\"word\":\"tides\"}"));
        const Result<Table> prompts = read(u"a.csv"_s, "prompt,Text\nAbout {{Text}},x\n");
        QVERIFY(prompts && prompts->size() == 1);
        QCOMPARE((*prompts->rows)[0].json, QByteArray("{\"prompt\":\"About {{Text}}\",\"Text\":\"x\"}"));
    }

    void what_is_wrong_is_told_with_its_place_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("words");
        QTest::newRow("too many fields") << u"a.csv"_s << QByteArray("word,place\ntides,Quill\nlathes,Vane,south\n")
                                         << u"a.csv, line 3: it has 3 fields where the first row names 2"_s;
        QTest::newRow("no rows") << u"a.csv"_s << QByteArray("word,place\n") << u"it has no rows with a name for each column"_s;
        QTest::newRow("another format") << u"a.xyz"_s << QByteArray("word\n") << u"a table is a .csv, .tsv, .jsonl, .json or .yaml file"_s;
    }
    void what_is_wrong_is_told_with_its_place()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(QString, words);
        const Result<Table> table = read(name, content);
        QVERIFY(!table);
        QVERIFY2(table.error().contains(words) && table.error().contains(u"case.interleave.json: table: "_s), qPrintable(table.error()));
    }
};

INTERLEAVE_TEST_MAIN(TableFileTest)
#include "tst_table_file.moc"
