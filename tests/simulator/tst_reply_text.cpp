#include "simulator/llm/reply_size.h"
#include "simulator/llm/reply_text.h"
#include "simulator/llm/reply_topic.h"

#include "simulator_fixture.h"

#include "support/test_main.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

namespace {

QString reply(const QString &text, int call = 0, ReplyFormat format = ReplyFormat::Text, double tokens = 60, const QString &system = {})
{
    RandomStream random({.seed = 1, .repeat = 0, .call = call}, RandomStream::Purpose::ReplyText);
    return writeReply(promptOf(text, system), format, tokens, random);
}

qsizetype words(const QString &text) { return text.simplified().split(u' ').size(); }

} // namespace

class ReplyTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNumberOfWordsIsExact_data()
    {
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<int>("expected");
        QTest::newRow("the article's") << u"Explain AI in 50 words"_s << 50;
        QTest::newRow("one") << u"Describe Rome in one word."_s << 1;
        QTest::newRow("two") << u"Describe Rome in exactly two words"_s << 2;
        QTest::newRow("three") << u"Describe Rome in 3 words"_s << 3;
        QTest::newRow("nine") << u"Describe Rome in nine words"_s << 9;
        QTest::newRow("hyphen") << u"Write a 120-word summary of photosynthesis"_s << 120;
        QTest::newRow("at most") << u"In at most 30 words, what is Rome?"_s << 30;
        QTest::newRow("under") << u"Explain Rome in under fifty words"_s << 49;
        QTest::newRow("fewer than") << u"Explain Rome in fewer than 20 words"_s << 19;
        QTest::newRow("many") << u"Explain Rome in 1000 words"_s << 1000;
        QTest::newRow("years are no words") << u"Explain 20 years of Rome in 25 words"_s << 25;
    }

    void aNumberOfWordsIsExact()
    {
        QFETCH(QString, prompt);
        QFETCH(int, expected);
        for (int call = 0; call < 20; ++call) {
            const QString text = reply(prompt, call);
            QCOMPARE(words(text), expected);
            QVERIFY(text.endsWith(u'.'));
        }
    }

    void linesBulletsSentencesAndParagraphsAreCounted()
    {
        QCOMPARE(reply(u"Write a haiku about robots"_s).split(u'\n').size(), 3);
        QCOMPARE(reply(u"A sonnet on love"_s).split(u'\n').size(), 14);
        QCOMPARE(reply(u"Describe Rome in four lines"_s).split(u'\n').size(), 4);
        const QStringList bullets = reply(u"Give me five short bullet points about Rome"_s).split(u'\n');
        QCOMPARE(bullets.size(), 5);
        for (const QString &bullet : bullets)
            QVERIFY(bullet.startsWith("- "_L1));
        QCOMPARE(reply(u"List 3 facts about Rome"_s).split(u'\n').size(), 3);
        QCOMPARE(reply(u"Explain Rome in 2 sentences"_s).count(u'.'), 2);
        QCOMPARE(reply(u"Explain Rome in a sentence"_s).count(u'.'), 1);
        QCOMPARE(reply(u"Explain Rome in 3 paragraphs"_s).split("\n\n"_L1).size(), 3);
        QCOMPARE(reply(u"Explain Rome"_s, 0, ReplyFormat::Text, 60, u"Answer in two sentences."_s).count(u'.'), 2);
    }

    void wordsThatOnlyLookLikeSizesAreNone()
    {
        QCOMPARE(askedSize(u"What is a word embedding?"_s).unit, ReplySize::Unit::Unsaid);
        QCOMPARE(askedSize(u"What is JSON?"_s).json, false);
        QCOMPARE(askedSize(u"Explain the 7 layers of a network"_s).unit, ReplySize::Unit::Unsaid);
        QCOMPARE(askedSize(u"Write 99999999 words"_s).count, 20000);
    }

    void jsonIsValidAndSpeaksOfTheTopic()
    {
        for (const QString &text : {reply(u"Describe Rome as JSON"_s), reply(u"Describe Rome"_s, 0, ReplyFormat::Json)}) {
            const QJsonObject object = QJsonDocument::fromJson(text.toUtf8()).object();
            QCOMPARE(object["topic"_L1].toString(), u"Rome"_s);
            QCOMPARE(object["points"_L1].toArray().size(), 3);
        }
    }

    void withoutASizeTheLengthIsNearTheProfiles()
    {
        for (const double tokens : {20.0, 60.0, 300.0, 3000.0}) {
            double sum = 0;
            for (int call = 0; call < 20; ++call)
                sum += estimateTokens(reply(u"Explain quantum computing"_s, call, ReplyFormat::Text, tokens));
            const double mean = sum / 20;
            QVERIFY2(mean > tokens * 0.8 && mean < tokens * 1.2, qPrintable(u"%1 tokens instead of %2"_s.arg(mean).arg(tokens)));
        }
        QVERIFY(estimateTokens(reply(u"Hi"_s, 0, ReplyFormat::Text, 4)) <= 6);
        QVERIFY(!reply(QString()).isEmpty());
    }

    void theTextIsAboutTheTopicAndHasNoPlaceholdersLeft()
    {
        for (int call = 0; call < 20; ++call) {
            const QString text = reply(u"Explain 100%2 of Rome in 300 words"_s, call);
            QVERIFY(text.contains("Rome"_L1));
            QVERIFY(!text.contains(QRegularExpression(u"%[134]"_s)));
        }
        QVERIFY(reply(u"Write a haiku about robots"_s).contains("robots"_L1, Qt::CaseInsensitive));
    }

    void theTopicIsFound_data()
    {
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<QString>("topic");
        QTest::newRow("1") << u"Explain AI in 50 words"_s << u"AI"_s;
        QTest::newRow("2") << u"Summarize quantum computing"_s << u"quantum computing"_s;
        QTest::newRow("3") << u"Write a haiku about robots"_s << u"robots"_s;
        QTest::newRow("4") << u"Describe neural networks"_s << u"neural networks"_s;
        QTest::newRow("5") << u"What is reinforcement learning?"_s << u"reinforcement learning"_s;
        QTest::newRow("json") << u"Describe the Roman empire as JSON."_s << u"Roman empire"_s;
        QTest::newRow("of") << u"Give me an overview of C++ in three sentences, please"_s << u"C++"_s;
        QTest::newRow("list") << u"List five facts about the moon"_s << u"moon"_s;
        QTest::newRow("two sentences") << u"Explain tides. Then stop."_s << u"tides"_s;
        QTest::newRow("a sign after in") << u"Explain tides in !"_s << u"tides in"_s;
        QTest::newRow("a sign after about") << u"Write about ?"_s << u"this question"_s;
        QTest::newRow("nothing") << u"?"_s << u"this question"_s;
        QTest::newRow("empty") << QString() << u"this question"_s;
    }

    void theTopicIsFound()
    {
        QFETCH(QString, prompt);
        QFETCH(QString, topic);
        QCOMPARE(topicOf(prompt), topic);
    }
};

INTERLEAVE_TEST_MAIN(ReplyTextTest)
#include "tst_reply_text.moc"
