// Packed data: whole, cut, damaged, and what unpacks to far more than it should.
#include "setup/prompts/unpack.h"
#include "support/test_main.h"

#include <zlib.h>
#include <zstd.h>

using namespace interleave;
using namespace Qt::StringLiterals;

namespace {

QByteArray gzipped(const QByteArray &content)
{
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
    QByteArray packed(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(content.size()))) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(content.constData()));
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.truncate(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return packed;
}

QByteArray zstandard(const QByteArray &content)
{
    QByteArray packed(static_cast<qsizetype>(ZSTD_compressBound(static_cast<size_t>(content.size()))), '\0');
    packed.truncate(static_cast<qsizetype>(
        ZSTD_compress(packed.data(), static_cast<size_t>(packed.size()), content.constData(), static_cast<size_t>(content.size()), 3)));
    return packed;
}

constexpr qint64 most = 1 << 20;

} // namespace

class UnpackTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void what_was_packed_comes_back_and_anything_else_stays_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("little") << QByteArray("x");
        QTest::newRow("nothing") << QByteArray("");
        QTest::newRow("as much as may be") << QByteArray(most, 'a');
        QByteArray mixed;
        for (int i = 0; i < 200'000; ++i)
            mixed += static_cast<char>(i * 7919 >> 3);
        QTest::newRow("mixed") << mixed;
    }
    void what_was_packed_comes_back_and_anything_else_stays()
    {
        QFETCH(QByteArray, content);
        QCOMPARE(unpacked(gzipped(content), u"p"_s, most).value(), content);
        QCOMPARE(unpacked(zstandard(content), u"p"_s, most).value(), content);
        QCOMPARE(unpacked(gzipped(content) + gzipped("end"), u"p"_s, most + 3).value(), content + "end");
        QCOMPARE(unpacked(content, u"p"_s, most).value(), content);
    }

    void what_unpacks_to_too_much_is_refused()
    {
        const QByteArray large(100 * most, 'a');
        for (const QByteArray &packed : {gzipped(large), zstandard(large)}) {
            QVERIFY(packed.size() < most);
            const Result<QByteArray> result = unpacked(packed, u"p.gz"_s, most);
            QVERIFY(!result);
            QVERIFY2(result.error().startsWith("p.gz: unpacks to more than 1 MiB"_L1), qPrintable(result.error()));
        }
    }

    void what_is_cut_or_damaged_is_refused()
    {
        QByteArray content;
        for (int i = 0; i < 5000; ++i)
            content += QByteArray::number(i * i);
        for (const QByteArray &packed : {gzipped(content), zstandard(content)}) {
            for (qsizetype size = 4; size < packed.size(); size += 97) {
                const Result<QByteArray> result = unpacked(packed.first(size), u"p"_s, most);
                QVERIFY2(!result && result.error().contains(u"cut or damaged"_s), qPrintable(QString::number(size)));
            }
        }
        QByteArray damaged = gzipped(content);
        damaged[damaged.size() - 6] = static_cast<char>(damaged[damaged.size() - 6] ^ 1); // its check sum
        QVERIFY(!unpacked(damaged, u"p"_s, most));
    }
};

INTERLEAVE_TEST_MAIN(UnpackTest)
#include "tst_unpack.moc"
