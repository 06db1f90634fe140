// What comes from outside is read whole or not at all, in bounded time and depth, and what is sent keeps its order.
#include "support/test_main.h"
#include "json/json.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <nlohmann/json.hpp>

using namespace interleave;
using namespace Qt::StringLiterals;

class JsonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatCannotBeReadSaysWhyAndWhere_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<int>("offset");
        QTest::newRow("nothing") << QByteArray() << u"nothing is there"_s << 0;
        QTest::newRow("blanks") << QByteArray(" \r\n\t") << u"nothing is there"_s << 4;
        QTest::newRow("cut") << QByteArray("{\"a\":") << u"unexpected end of input"_s << 6;
        QTest::newRow("no comma") << QByteArray("{\"a\":1 \"b\":2}") << u"unexpected string literal"_s << 10;
        QTest::newRow("two values") << QByteArray("{} {}") << u"expected end of input"_s << 4;
        QTest::newRow("bytes that are no UTF-8") << QByteArray("\"\xff\"") << u"ill-formed UTF-8 byte"_s << 2;
        QTest::newRow("a number beyond all bounds") << QByteArray("[1e999]") << u"number overflow"_s << 0;
        QTest::newRow("too deep") << QByteArray(513, '[') + QByteArray(513, ']') << u"nested deeper than 512 levels"_s << 0;
        QTest::newRow("too many values") << QByteArray("[" + QByteArray("1,").repeated(1'000'000) + "1]") << u"more than 1000000 values"_s
                                         << 0;
        QTest::newRow("too deep, objects") << QByteArray("{\"a\":").repeated(600) << u"nested deeper"_s << 0;
    }
    void whatCannotBeReadSaysWhyAndWhere()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, reason);
        QFETCH(int, offset);
        JsonError error;
        QVERIFY(parseJson(text, &error).is_discarded());
        QVERIFY2(error.reason.contains(reason), qPrintable(error.reason));
        QCOMPARE(error.offset, offset);
    }

    void bracesWithinStringsAreNoDepth()
    {
        const QByteArray text = "[\"" + QByteArray(2000, '{') + "\\\"[\\\\\",\"x\"]";
        JsonError error;
        const Json value = parseJson(text, &error);
        QCOMPARE(error.reason, QString());
        QCOMPARE(value.size(), size_t(2));
        QVERIFY(!parseJson(QByteArray(QByteArray(512, '[') + QByteArray(512, ']'))).is_discarded());
    }

    void halvesOfSurrogatePairsAreKept_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("first half") << QByteArray("\"a\\ud83d\"") << QString(u"a"_s + QChar(0xd83d));
        QTest::newRow("second half") << QByteArray("\"\\uDE00b\"") << QString(QChar(0xde00) + u"b"_s);
        QTest::newRow("the wrong way round") << QByteArray("\"\\ude00\\ud83d\"") << QString(QString(QChar(0xde00)) + QChar(0xd83d));
        QTest::newRow("a half, then a pair") << QByteArray("\"\\ud83d\\ud83d\\ude00\"") << QString(QChar(0xd83d) + u"😀"_s);
        QTest::newRow("beside escapes") << QByteArray("\"\\\\ud83d \\ud83d\\n\\\"\"") << QString(u"\\ud83d "_s + QChar(0xd83d) + u"\n\""_s);
        QTest::newRow("a pair") << QByteArray("\"\\ud83d\\ude00\"") << u"😀"_s;
        QTest::newRow("UTF-8") << QByteArray("\"😀\"") << u"😀"_s;
    }
    void halvesOfSurrogatePairsAreKept()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        QCOMPARE(textOf(parseJson(text)), expected);
        const Json object = parseJson(QByteArray("{\"k\":" + text + '}'));
        QCOMPARE(textOf(at(object, "k")), expected);
        const QByteArray written = compact(OrderedJson{{"k", utf8(expected)}});
        QCOMPARE(textOf(at(parseJson(written), "k")), expected);
        QCOMPARE(QJsonDocument::fromJson(written).object()[u"k"_s].toString(), expected); // and so reads every other program
    }

    void aFieldThatIsNotThereIsDiscarded()
    {
        const Json object = parseJson("{\"a\":null,\"b\":[1]}");
        QVERIFY(at(object, "a").is_null());
        QVERIFY(at(object, "c").is_discarded());
        QVERIFY(at(at(object, "b"), "c").is_discarded());
        QVERIFY(at(at(object, "c"), "d").is_discarded());
        QCOMPARE(textOf(at(object, "b")), QString());
    }

    void theOrderOfFieldsIsKept()
    {
        const QByteArray text("{\"b\":1,\"a\":{\"z\":[1,2.5,\"x\"],\"c\":null}}");
        QCOMPARE(compact(parseOrderedJson(text)), text);
        QVERIFY(parseOrderedJson(QByteArray(600, '[')).is_discarded());
        QVERIFY(parseOrderedJson("[1").is_discarded());
    }

    void integersKeep64Bits()
    {
        const QByteArray text("[9223372036854775807,-9223372036854775808,18446744073709551615]");
        QCOMPARE(compact(parseJson(text)), text);
    }

    void whatIsNoTextIsReplacedWhenItIsWritten()
    {
        QCOMPARE(utf8(u"ä"_s), std::string("\xc3\xa4"));
        QCOMPARE(compact(OrderedJson(std::string("a\xff"))), QByteArray("\"a\xef\xbf\xbd\""));
    }

    // A tree, not a list that is searched from its start: were it a list, this would take minutes.
    void anObjectOfVeryManyFieldsIsRead()
    {
        QByteArray text("{");
        for (int i = 0; i < 300'000; ++i)
            text += (i > 0 ? ",\"" : "\"") + QByteArray::number(i) + "\":1";
        QCOMPARE(parseJson(QByteArray(text + '}')).size(), size_t(300'000));
    }
};

INTERLEAVE_TEST_MAIN(JsonTest)
#include "tst_json.moc"
