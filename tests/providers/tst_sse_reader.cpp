// Server-sent events are split alike however the network cuts the bytes.
#include "support/test_main.h"

#include "providers/sse_reader.h"

using namespace interleave;

class SseReaderTest : public QObject
{
    Q_OBJECT

private:
    static QByteArray describe(const std::vector<SseReader::Event> &events)
    {
        QByteArray text;
        for (const SseReader::Event &event : events)
            text += '[' + event.name + '|' + event.data + '|' + QByteArray::number(event.serverNs) + ']';
        return text;
    }

private Q_SLOTS:
    void splitsAlikeWhereverTheBytesAreCut_data()
    {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QByteArray>("events");
        QTest::addColumn<bool>("rest");
        QTest::newRow("line feeds") << QByteArray("data: a\n\ndata: b\n\n") << QByteArray("[|a|0][|b|0]") << false;
        QTest::newRow("CRLF") << QByteArray("data: a\r\n\r\ndata: b\r\n\r\n") << QByteArray("[|a|0][|b|0]") << false;
        QTest::newRow("carriage returns") << QByteArray("data: a\r\rdata: b\r\r") << QByteArray("[|a|0][|b|0]") << false;
        QTest::newRow("mixed ends") << QByteArray("data: a\n\r\ndata: b\r\n\n") << QByteArray("[|a|0][|b|0]") << false;
        QTest::newRow("several data lines") << QByteArray("data: a\ndata:b\ndata\n\n") << QByteArray("[|a\nb\n|0]") << false;
        QTest::newRow("one space only is dropped") << QByteArray("data:  a \n\n") << QByteArray("[| a |0]") << false;
        QTest::newRow("names") << QByteArray("event: ping\ndata: {}\n\ndata: x\n\n") << QByteArray("[ping|{}|0][|x|0]") << false;
        QTest::newRow("a name without data is no event") << QByteArray("event: ping\n\ndata: x\n\n") << QByteArray("[|x|0]") << false;
        QTest::newRow("comments, ids, unknown fields")
            << QByteArray(": hello\nid: 7\nretry: 10\nfoo: bar\ndata: x\n\n") << QByteArray("[|x|0]") << false;
        QTest::newRow("stamp") << QByteArray(": mono_ns=123\ndata: x\n\ndata: y\n\n") << QByteArray("[|x|123][|y|0]") << false;
        QTest::newRow("stamp apart from its event") << QByteArray(": mono_ns=123\n\ndata: x\n\n") << QByteArray("[|x|123]") << false;
        QTest::newRow("stamp that is no number") << QByteArray(": mono_ns=soon\ndata: x\n\n") << QByteArray("[|x|0]") << false;
        QTest::newRow("UTF-8") << QByteArray("data: 你好 👍\r\n\r\n") << QByteArray("[|你好 👍|0]") << false;
        QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf"
                                                       "data: x\n\n")
                                         << QByteArray("[|x|0]") << false;
        QTest::newRow("no closing blank line") << QByteArray("data: x\n\ndata: y\n") << QByteArray("[|x|0]") << true;
        QTest::newRow("half a line") << QByteArray("data: x\n\nda") << QByteArray("[|x|0]") << true;
        QTest::newRow("empty") << QByteArray() << QByteArray() << false;
        QTest::newRow("blank lines") << QByteArray("\n\r\n\r\n\n") << QByteArray() << false;
    }
    void splitsAlikeWhereverTheBytesAreCut()
    {
        QFETCH(QByteArray, stream);
        QFETCH(bool, rest);
        for (qsizetype cut = 0; cut <= stream.size(); ++cut) {
            SseReader reader;
            QByteArray got = describe(reader.feed(stream.first(cut)));
            got += describe(reader.feed(stream.sliced(cut))); // its own statement: g++ may evaluate a sum from the right
            QTEST(got, "events");
            QCOMPARE(reader.hasRest(), rest);
        }
        SseReader byteByByte;
        QByteArray got;
        for (const char c : stream)
            got += describe(byteByByte.feed(QByteArray(1, c)));
        QTEST(got, "events");
    }

    void garbageIsNoEvent()
    {
        SseReader reader;
        QByteArray garbage;
        for (int i = 0; i < 256; ++i)
            garbage += char(i);
        QVERIFY(reader.feed(garbage.repeated(100)).empty());
    }
};

INTERLEAVE_TEST_MAIN(SseReaderTest)
#include "tst_sse_reader.moc"
