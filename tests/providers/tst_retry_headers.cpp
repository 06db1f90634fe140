// What response headers say about a retry, sense and nonsense.
#include "support/test_main.h"

#include "providers/retry_headers.h"

#include <QDateTime>

using namespace interleave;

class RetryHeadersTest : public QObject
{
    Q_OBJECT

    using Headers = QList<std::pair<QByteArray, QByteArray>>;
    static RetryHeaders of(const Headers &headers)
    {
        RetryHeaders result;
        for (const auto &[name, value] : headers)
            result.read(name, value);
        return result;
    }
    static QByteArray httpDate(const QDateTime &utc)
    {
        return QLocale::c().toString(utc, QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'")).toLatin1();
    }

private Q_SLOTS:
    void delays_data()
    {
        QTest::addColumn<Headers>("headers");
        QTest::addColumn<double>("seconds"); // -1: none
        const auto add = [](const char *name, const Headers &headers, double seconds) { QTest::newRow(name) << headers << seconds; };
        const std::pair<QByteArray, QByteArray> date{"Date", "Wed, 21 Oct 2026 07:28:00 GMT"};
        add("nothing", {}, -1);
        add("seconds", {{"Retry-After", "37"}}, 37);
        add("a fraction", {{"retry-after", "0.5"}}, 0.5);
        add("at once", {{"retry-after", "0"}}, 0);
        add("milliseconds are finer", {{"retry-after", "2"}, {"Retry-After-Ms", "1500"}}, 1.5);
        add("milliseconds that are none", {{"retry-after", "2"}, {"retry-after-ms", "soon"}}, 2);
        add("a date, by the server's clock", {date, {"retry-after", "Wed, 21 Oct 2026 07:29:30 GMT"}}, 90);
        add("over midnight and a month's end",
            {{"retry-after", "Sun, 01 Nov 2026 00:00:10 GMT"}, {"date", "Sat, 31 Oct 2026 23:59:50 GMT"}}, 20);
        add("a date in the past", {date, {"retry-after", "Wed, 21 Oct 2026 07:27:59 GMT"}}, -1);
        add("no date", {date, {"retry-after", "Wed, 41 Oct 2026 07:29:30 GMT"}}, -1);
        for (const char *nonsense : {"", " ", "-1", "soon", "nan", "inf", "1e300", "2147484", "1 hour"})
            add(nonsense, {{"retry-after", nonsense}, {"retry-after-ms", nonsense}}, strcmp(nonsense, "2147484") == 0 ? 2147.484 : -1);
        add("longer than any wait", {{"retry-after", "2147484"}}, -1);
    }
    void delays()
    {
        QFETCH(Headers, headers);
        QFETCH(double, seconds);
        QCOMPARE(of(headers).delayS().value_or(-1), seconds);
    }
    void aDateWithoutTheServersClockGoesByOurs()
    {
        const QByteArray inAnHour = httpDate(QDateTime::currentDateTimeUtc().addSecs(3600));
        const double seconds = of({{"retry-after", inAnHour}}).delayS().value_or(-1);
        QVERIFY2(seconds > 3000 && seconds <= 3600, qPrintable(QString::number(seconds)));
    }
    void hints()
    {
        QCOMPARE(of({}).hint(), RetryHint::ByStatus);
        QCOMPARE(of({{"X-Should-Retry", "true"}}).hint(), RetryHint::Retry);
        QCOMPARE(of({{"x-should-retry", "false"}}).hint(), RetryHint::Never);
        QCOMPARE(of({{"x-should-retry", "maybe"}}).hint(), RetryHint::ByStatus);
    }
};

INTERLEAVE_TEST_MAIN(RetryHeadersTest)
#include "tst_retry_headers.moc"
