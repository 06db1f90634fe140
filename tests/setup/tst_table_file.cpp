// The table that a scenario names: any columns, one of prompts or none; what is wrong with the file, by file and line.
#include "setup/table_file.h"
#include "support/test_main.h"

#include <QFile>
#include <QTemporaryDir>

using namespace interleave;
using namespace Qt::StringLiterals;

class TableFileTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyColumnOfAFileIsThere_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("first");
        QTest::newRow("csv") << u"a.csv"_s << QByteArray("word,place\ntides,Lindau\nlathes,\"Bern, \"\n")
                             << QByteArray(R"({"word":"tides","place":"Lindau"})");
        QTest::newRow("one column") << u"a.csv"_s << QByteArray("word\ntides\nlathes\n") << QByteArray(R"({"word":"tides"})");
        QTest::newRow("a column of prompts") << u"a.csv"_s << QByteArray("prompt,word\nAbout {{word}},x\ny,z\n")
                                             << QByteArray(R"({"prompt":"About {{word}}","word":"x"})");
        QTest::newRow("semicolons") << u"a.csv"_s << QByteArray("word;n\ntides;1\nx;2\n") << QByteArray(R"({"word":"tides","n":"1"})");
        QTest::newRow("tsv") << u"a.tsv"_s << QByteArray("word\tn\ntides\t1\nx\t2\n") << QByteArray(R"({"word":"tides","n":"1"})");
        QTest::newRow("jsonl") << u"a.jsonl"_s << QByteArray("{\"word\":\"tides\",\"n\":1}\n{\"word\":\"x\",\"n\":2}\n")
                               << QByteArray(R"({"n":1,"word":"tides"})");
    }
    void everyColumnOfAFileIsThere()
    {
        QFETCH(const QString, name);
        QFETCH(const QByteArray, content);
        QFETCH(const QByteArray, first);
        const Result<Table> table = read(name, content);
        QVERIFY2(table, table ? "" : qPrintable(table.error()));
        QCOMPARE(table->size(), 2);
        QCOMPARE((*table->rows)[0].json, first);
    }

    void whatIsWrongIsNamedWithItsLine()
    {
        const Result<Table> narrow = read(u"a.csv"_s, "word,place\ntides\n");
        QVERIFY2(!narrow && narrow.error().contains(u"a.csv, line 2: has 1 fields where the first row has 2"_s),
                 narrow ? "" : qPrintable(narrow.error()));
        const Result<Table> none = read(u"a.csv"_s, "word,place\n");
        QVERIFY(!none && none.error().contains(u"no rows"_s));
    }

private:
    Result<Table> read(const QString &name, const QByteArray &content)
    {
        for (const auto &[file, text] : {std::pair(name, content), std::pair(u"a.interleave.json"_s, QByteArray("{}"))}) {
            QFile opened(m_folder.filePath(file));
            if (!opened.open(QIODevice::WriteOnly) || opened.write(text) < 0)
                return Error{opened.errorString()};
        }
        Table table;
        table.file = name;
        return withRows(table, m_folder.filePath(u"a.interleave.json"_s));
    }

    const QTemporaryDir m_folder;
};

INTERLEAVE_TEST_MAIN(TableFileTest)
#include "tst_table_file.moc"
