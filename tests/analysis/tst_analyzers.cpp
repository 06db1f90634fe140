// Worked examples for every analyzer, and what all of them must stand: no text, emoji, CJK, a megabyte.
#include "support/test_main.h"

#include "analysis/analyzer.h"
#include "core/clock.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace interleave;

class AnalyzersTest : public QObject
{
    Q_OBJECT

private:
    static QJsonObject run(const char *id, const QString &text) { return findAnalyzer(QLatin1StringView(id))->analyze(text); }
    static int number(const QJsonObject &result, const char *key) { return result[QLatin1StringView(key)].toInt(-1); }
    static QString word(const QJsonObject &result, const char *key) { return result[QLatin1StringView(key)].toString(); }

private Q_SLOTS:
    void listHasTheSixInMenuOrder()
    {
        QStringList ids;
        for (const Analyzer &analyzer : analyzers()) {
            ids << analyzer.id;
            QVERIFY(!analyzer.title.isEmpty());
            QVERIFY(analyzer.sentence.endsWith(u'.'));
        }
        QCOMPARE(ids.join(u' '), QStringLiteral("word-count token-estimate sentiment readability keywords json-validity"));
        QVERIFY(!findAnalyzer(QStringLiteral("none")));
    }

    void wordCount_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("words");
        QTest::addColumn<int>("sentences");
        QTest::addColumn<int>("characters");
        QTest::newRow("empty") << QString() << 0 << 0 << 0;
        QTest::newRow("spaces") << QStringLiteral(" \n\t ") << 0 << 0 << 4;
        QTest::newRow("one word") << QStringLiteral("Hello") << 1 << 1 << 5;
        QTest::newRow("two sentences") << QStringLiteral("The cat sat. Did it?") << 5 << 2 << 20;
        QTest::newRow("apostrophe, number, address") << QStringLiteral("Don't pay 3.14 at example.com!") << 6 << 1 << 30;
        QTest::newRow("typographic apostrophe") << QStringLiteral("It’s “so.” Yes") << 3 << 2 << 14;
        QTest::newRow("ellipsis") << QStringLiteral("Well... maybe") << 2 << 2 << 13;
        QTest::newRow("hyphen") << QStringLiteral("well-known") << 2 << 1 << 10;
        QTest::newRow("accents") << QStringLiteral("Čeština naïve") << 2 << 1 << 13;
        QTest::newRow("emoji") << QStringLiteral("Hi 👨‍👩‍👧 ❤️!") << 1 << 1 << 7;
        QTest::newRow("Chinese") << QStringLiteral("我爱你。你好！") << 5 << 2 << 7;
        QTest::newRow("mixed") << QStringLiteral("Qt 很好") << 3 << 1 << 5;
        QTest::newRow("Korean") << QStringLiteral("안녕 세상") << 2 << 1 << 5;
        QTest::newRow("lone surrogate") << (QStringLiteral("a ") + QChar(0xD800)) << 1 << 1 << 3;
    }
    void wordCount()
    {
        QFETCH(QString, text);
        const QJsonObject result = run("word-count", text);
        QTEST(number(result, "words"), "words");
        QTEST(number(result, "sentences"), "sentences");
        QTEST(number(result, "characters"), "characters");
    }

    void tokenEstimate_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("tokens");
        QTest::newRow("empty") << QString() << 0;
        QTest::newRow("short words") << QStringLiteral("I am") << 2;
        QTest::newRow("long word and point") << QStringLiteral("concurrency.") << 4;
        QTest::newRow("Chinese") << QStringLiteral("你好。") << 3;
        QTest::newRow("emoji") << QStringLiteral("😀") << 1;
    }
    void tokenEstimate()
    {
        QFETCH(QString, text);
        QTEST(number(run("token-estimate", text), "tokens"), "tokens");
    }

    void sentiment_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("label");
        QTest::addColumn<double>("score");
        QTest::newRow("empty") << QString() << QStringLiteral("neutral") << 0.0;
        QTest::newRow("no scored word") << QStringLiteral("The table has legs.") << QStringLiteral("neutral") << 0.0;
        QTest::newRow("positive") << QStringLiteral("An EXCELLENT, good idea.") << QStringLiteral("positive") << 5.0 / 6;
        QTest::newRow("negative") << QStringLiteral("What a terrible waste") << QStringLiteral("negative") << -5.0 / 6;
        QTest::newRow("negated") << QStringLiteral("It was not very good.") << QStringLiteral("negative") << -2.0 / 3;
        QTest::newRow("contraction") << QStringLiteral("I don’t hate it") << QStringLiteral("positive") << 1.0;
        QTest::newRow("negation out of reach") << QStringLiteral("not one of those very good days") << QStringLiteral("positive")
                                               << 2.0 / 3;
        QTest::newRow("negation ends with its sentence") << QStringLiteral("I will not. Good day") << QStringLiteral("positive") << 2.0 / 3;
        QTest::newRow("balanced") << QStringLiteral("good and bad") << QStringLiteral("neutral") << 0.0;
    }
    void sentiment()
    {
        QFETCH(QString, text);
        QFETCH(double, score);
        const QJsonObject result = run("sentiment", text);
        QTEST(word(result, "label"), "label");
        QVERIFY(qAbs(result[QStringLiteral("score")].toDouble() - score) < 1e-12);
    }

    void readabilityOfAWorkedExample()
    {
        // 6 words, 6 syllables, 1 sentence
        const QJsonObject cat = run("readability", QStringLiteral("The cat sat on the mat."));
        QCOMPARE(number(cat, "syllables"), 6);
        QVERIFY(qAbs(cat[QStringLiteral("flesch_reading_ease")].toDouble() - (206.835 - 1.015 * 6 - 84.6)) < 1e-9);
        QVERIFY(qAbs(cat[QStringLiteral("flesch_kincaid_grade")].toDouble() - (0.39 * 6 + 11.8 - 15.59)) < 1e-9);
    }
    void readabilityCountsSentences()
    {
        const QJsonObject two = run("readability", QStringLiteral("Go. Run."));
        QVERIFY(qAbs(two[QStringLiteral("flesch_reading_ease")].toDouble() - (206.835 - 1.015 - 84.6)) < 1e-9);
    }
    void syllables_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("syllables");
        QTest::newRow("make") << QStringLiteral("make") << 1;
        QTest::newRow("table") << QStringLiteral("table") << 2;
        QTest::newRow("walked") << QStringLiteral("walked") << 1;
        QTest::newRow("wanted") << QStringLiteral("wanted") << 2;
        QTest::newRow("the") << QStringLiteral("the") << 1;
        QTest::newRow("concurrency") << QStringLiteral("concurrency") << 4;
        QTest::newRow("execution") << QStringLiteral("execution") << 4;
        QTest::newRow("rhythm") << QStringLiteral("rhythm") << 1;
    }
    void syllables()
    {
        QFETCH(QString, text);
        QTEST(number(run("readability", text), "syllables"), "syllables");
    }
    void readabilityOfOtherScriptsIsNull_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QString();
        QTest::newRow("Chinese") << QStringLiteral("我爱你。");
        QTest::newRow("emoji") << QStringLiteral("😀😀");
        QTest::newRow("numbers") << QStringLiteral("1 2 3");
    }
    void readabilityOfOtherScriptsIsNull()
    {
        QFETCH(QString, text);
        const QJsonObject result = run("readability", text);
        QVERIFY(result[QStringLiteral("flesch_reading_ease")].isNull());
        QVERIFY(result[QStringLiteral("flesch_kincaid_grade")].isNull());
    }

    void keywordsByFrequencyThenAlphabet()
    {
        const QString text = QStringLiteral("The thread and the Process: a thread, the process, one thread of the loop. Apples.");
        const QJsonArray words = run("keywords", text)[QStringLiteral("keywords")].toArray();
        QStringList got;
        for (const QJsonValue &entry : words)
            got << entry[QStringLiteral("word")].toString() + QString::number(entry[QStringLiteral("count")].toInt());
        QCOMPARE(got.join(u' '), QStringLiteral("thread3 process2 apples1 loop1"));
    }
    void keywordsOfChineseArePairs()
    {
        const QJsonArray words = run("keywords", QStringLiteral("线程，线程。进程"))[QStringLiteral("keywords")].toArray();
        QCOMPARE(words.size(), 2);
        QCOMPARE(words[0][QStringLiteral("word")].toString(), QStringLiteral("线程"));
        QCOMPARE(words[0][QStringLiteral("count")].toInt(), 2);
    }
    void keywordsStopAtTen()
    {
        QString text;
        for (int i = 0; i < 50; ++i)
            text += QStringLiteral("word%1 ").arg(i);
        QCOMPARE(run("keywords", text)[QStringLiteral("keywords")].toArray().size(), 10);
    }

    void jsonValidity_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("valid");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("type");
        const QString whole = QStringLiteral("whole reply");
        const QString block = QStringLiteral("fenced block");
        QTest::newRow("empty") << QString() << false << whole << QString();
        QTest::newRow("object") << QStringLiteral(" {\"a\":[1,2]}\n") << true << whole << QStringLiteral("object");
        QTest::newRow("array") << QStringLiteral("[]") << true << whole << QStringLiteral("array");
        QTest::newRow("number") << QStringLiteral("42") << true << whole << QStringLiteral("number");
        QTest::newRow("two values") << QStringLiteral("1, 2") << false << whole << QString();
        QTest::newRow("closes the wrapping") << QStringLiteral("1],[2") << false << whole << QString();
        QTest::newRow("prose") << QStringLiteral("Here you are") << false << whole << QString();
        QTest::newRow("cut") << QStringLiteral("{\"a\":") << false << whole << QString();
        QTest::newRow("trailing comma") << QStringLiteral("{\"a\":1,}") << false << whole << QString();
        QTest::newRow("fenced") << QStringLiteral("Sure:\n```json\n{\"a\": \"é\"}\n```\nDone.") << true << block
                                << QStringLiteral("object");
        QTest::newRow("fenced, invalid") << QStringLiteral("```\nnope\n```") << false << block << QString();
        QTest::newRow("fence in a string") << QStringLiteral("{\"code\":\"```\\nx\\n```\"}") << true << whole << QStringLiteral("object");
        QTest::newRow("unclosed fence") << QStringLiteral("```json\n{}") << false << whole << QString();
    }
    void jsonValidity()
    {
        QFETCH(QString, text);
        QFETCH(bool, valid);
        const QJsonObject result = run("json-validity", text);
        QTEST(result[QStringLiteral("valid")].toBool(), "valid");
        QTEST(word(result, "where"), "where");
        QTEST(word(result, "type"), "type");
        QCOMPARE(result.contains(QStringLiteral("error")), !valid);
    }

    void everyAnalyzerStandsAMegabyte_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("prose") << QStringLiteral("The quick brown fox isn't lazy; it jumps. ").repeated(25'000);
        QTest::newRow("one word") << QString(1'000'000, u'a');
        QTest::newRow("Chinese") << QStringLiteral("我爱你。").repeated(80'000);
        QTest::newRow("emoji") << QStringLiteral("👨‍👩‍👧").repeated(60'000);
        QTest::newRow("nested JSON") << QString(1'000'000, u'[');
    }
    void everyAnalyzerStandsAMegabyte()
    {
        QFETCH(QString, text);
        for (const Analyzer &analyzer : analyzers()) {
            const QJsonObject result = analyzer.analyze(text);
            QVERIFY2(!result.isEmpty(), qPrintable(analyzer.id));
            QVERIFY2(QJsonDocument::fromJson(QJsonDocument(result).toJson()).object() == result, qPrintable(analyzer.id));
        }
    }

    void analyzeRunsTheNamedOnesOnly()
    {
        const QJsonObject results = analyze(QStringLiteral("one two"), {QStringLiteral("word-count"), QStringLiteral("unknown")}, 0);
        QCOMPARE(results.keys(), QStringList{QStringLiteral("word-count")});
    }
    void burnIsReportedAndMeasuredOnTheThreadsOwnClock()
    {
        const qint64 before = threadCpuNs();
        const QJsonObject results = analyze(QString(), {}, 3);
        const double spentMs = millisecondsFromNs(threadCpuNs() - before);
        const double burntMs = results[QStringLiteral("cpu-burn")][QStringLiteral("cpu_ms")].toDouble();
        QVERIFY(burntMs >= 3);
        QVERIFY(burntMs <= spentMs);
    }
    void nothingToBurn()
    {
        QCOMPARE(burnCpu(0), 0.0);
        QCOMPARE(burnCpu(-1), 0.0);
        QCOMPARE(burnCpu(qQNaN()), 0.0);
    }
};

INTERLEAVE_TEST_MAIN(AnalyzersTest)
#include "tst_analyzers.moc"
