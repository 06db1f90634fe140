// What a terminal would obey, and what turns letters around, is seen instead; everything that people write stays as it is.
#include "core/visible_text.h"

#include "support/test_main.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace interleave;
using namespace Qt::StringLiterals;

class VisibleTextTest : public QObject
{
    Q_OBJECT

    static QString of(char32_t c) { return QStringView(QChar::fromUcs4(c)).toString(); }

private Q_SLOTS:
    void whatIsObeyedOrNotSeenIsReplaced_data()
    {
        QTest::addColumn<uint>("character");
        for (uint c = 0; c < 0x20; ++c)
            QTest::addRow("C0 %02x", c) << c;
        for (uint c = 0x7f; c < 0xa0; ++c)
            QTest::addRow("C1 %02x", c) << c;
        for (const uint c : {0x61cu,  0x200bu, 0x200eu, 0x200fu, 0x2028u, 0x2029u, 0x202au, 0x202bu, 0x202cu,  0x202du,
                             0x202eu, 0x2060u, 0x2066u, 0x2067u, 0x2068u, 0x2069u, 0xfeffu, 0xfff9u, 0xe0001u, 0xe0041u})
            QTest::addRow("%04x", c) << c;
    }
    void whatIsObeyedOrNotSeenIsReplaced()
    {
        QFETCH(uint, character);
        const QString text = u"a"_s + of(character) + u"b"_s;
        QCOMPARE(visibleText(text, LineBreaks::Shown), u"a\uFFFDb"_s);
        const bool isKept = character == '\n' || character == '\t';
        QCOMPARE(visibleText(text), isKept ? text : u"a\uFFFDb"_s);
        const QByteArray json = QJsonDocument(QJsonObject{{u"t"_s, text}}).toJson();
        const QByteArray shown = visibleJson(json);
        QCOMPARE(visibleText(QString::fromUtf8(shown)), QString::fromUtf8(shown));
        QCOMPARE(QJsonDocument::fromJson(shown), QJsonDocument::fromJson(json));
    }
    void whatPeopleWriteStays()
    {
        for (const QString &text : {u"plain"_s, u"Grüße, 東京, עברית, हिन्दी"_s, u"👩\u200d🚀 \u2028"_s.chopped(1), u"می\u200cخواهم"_s,
                                    u"co\u00adop"_s, u"a\tb\nc"_s, QString()})
            QCOMPARE(visibleText(text), text);
    }
    void halfACharacterIsReplaced() { QCOMPARE(visibleText(u"a"_s + QChar(0xd83d) + u"b"_s), u"a\uFFFDb"_s); }
};

INTERLEAVE_TEST_MAIN(VisibleTextTest)
#include "tst_visible_text.moc"
