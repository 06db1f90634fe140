// The detail of an attempt as the text of its event: both ways, and what a log from elsewhere may hold.
#include "support/test_main.h"
#include "trace/attempt_detail.h"

#include <QTest>

using namespace interleave;
using namespace Qt::StringLiterals;

class TestAttemptDetail : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theTextIsCompactJson_data();
    void theTextIsCompactJson();
    void whatIsNoDetailIsEmpty_data();
    void whatIsNoDetailIsEmpty();
    void unknownKeysAreLeftOut();
    void eachValueOfAWrongTypeIsLeftOut();
};

void TestAttemptDetail::theTextIsCompactJson_data()
{
    QTest::addColumn<AttemptDetail>("detail");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing came") << AttemptDetail() << uR"({"status":0})"_s;
    QTest::newRow("answered")
        << AttemptDetail{.model = u"sim"_s, .provider = u"simulator"_s, .status = 200, .protocol = u"2"_s, .hasContent = true}
        << uR"({"content":true,"model":"sim","protocol":"2","provider":"simulator","status":200})"_s;
    QTest::newRow("refused") << AttemptDetail{.model = u"m"_s,
                                              .provider = u"openai"_s,
                                              .status = 429,
                                              .error = u"Too \"many\": 木漏れ日\n"_s}
                             << uR"({"error":"Too \"many\": 木漏れ日\n","model":"m","provider":"openai","status":429})"_s;
}
void TestAttemptDetail::theTextIsCompactJson()
{
    QFETCH(AttemptDetail, detail);
    QFETCH(QString, text);
    QCOMPARE(detail.toText(), text);
    QVERIFY(AttemptDetail::fromText(text) == detail);
}

void TestAttemptDetail::whatIsNoDetailIsEmpty_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("no text") << QString();
    QTest::newRow("no JSON") << u"HTTP 200"_s;
    QTest::newRow("cut") << uR"({"model":"sim","status":20)"_s;
    QTest::newRow("list") << uR"(["model","sim"])"_s;
    QTest::newRow("value") << u"null"_s;
    QTest::newRow("empty object") << u"{}"_s;
    QTest::newRow("half a pair") << uR"({"model":")"_s + QChar(0xd800);
}
void TestAttemptDetail::whatIsNoDetailIsEmpty()
{
    QFETCH(QString, text);
    QVERIFY(AttemptDetail::fromText(text) == AttemptDetail());
}

void TestAttemptDetail::unknownKeysAreLeftOut()
{
    const AttemptDetail detail = AttemptDetail::fromText(uR"({"status":503,"region":"moon","content":true})"_s);
    QVERIFY(detail == (AttemptDetail{.status = 503, .hasContent = true}));
    QVERIFY(!detail.toText().contains(u"moon"_s));
}

void TestAttemptDetail::eachValueOfAWrongTypeIsLeftOut()
{
    const AttemptDetail detail =
        AttemptDetail::fromText(uR"({"model":7,"provider":"openai","status":"200","protocol":null,"error":[],"content":1})"_s);
    QVERIFY(detail == AttemptDetail{.provider = u"openai"_s});
}

INTERLEAVE_TEST_MAIN(TestAttemptDetail)
#include "tst_attempt_detail.moc"
