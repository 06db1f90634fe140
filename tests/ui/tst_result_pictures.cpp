// Pictures of results in every format, and the page with all of them: the same picture whatever the format, and nothing that a
// file needs from elsewhere.
#include "support/article_run.h"
#include "support/test_main.h"
#include "ui/result_page.h"
#include "ui/result_pictures.h"

#include <QApplication>
#include <QBuffer>
#include <QDir>
#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

static Scenario scenario()
{
    Scenario s;
    s.name = u"</script><b>article</b>"_s; // a name may be anything
    return s;
}

static QList<FinishedRun> runs()
{
    QList<FinishedRun> list;
    for (const auto &[model, trace] : {std::pair{u"sequential"_s, sequentialRun().trace()}, {u"hybrid"_s, hybridRun().trace()}})
        list.append({model, 0, trace, makeRunReport(*trace, Scenario(), model, 0)});
    return list;
}

static QImage painted(const ResultPicture &picture)
{
    QImage image(picture.size, QImage::Format_RGB32);
    QPainter painter(&image);
    picture.paint(painter);
    return image;
}

/// Mean difference of a colour channel, 0 to 255.
static double difference(const QImage &a, const QImage &b)
{
    qint64 sum = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x)
            sum += std::abs(qGreen(a.pixel(x, y)) - qGreen(b.pixel(x, y)));
    }
    return static_cast<double>(sum) / (static_cast<double>(a.width()) * a.height());
}

class TestResultPictures : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void svgShowsWhatTheScreenWouldShow_data()
    {
        QTest::addColumn<bool>("isTimeline");
        QTest::newRow("comparison") << false;
        QTest::newRow("timeline") << true;
    }
    void svgShowsWhatTheScreenWouldShow()
    {
        QFETCH(bool, isTimeline);
        const ResultPicture picture = isTimeline ? timelinePicture(scenario(), runs()) : comparisonPicture(runs());
        QSvgRenderer svg(svgOf(picture));
        QVERIFY(svg.isValid());
        QCOMPARE(svg.viewBox(), QRect(QPoint(), picture.size));
        QImage fromSvg(picture.size, QImage::Format_RGB32);
        fromSvg.fill(Qt::white);
        QPainter painter(&fromSvg);
        svg.render(&painter, QRectF(QPointF(), QSizeF(picture.size)));
        painter.end();
        const double mean = difference(fromSvg, painted(picture));
        QVERIFY2(mean < 4, qPrintable(QString::number(mean))); // edges of letters; a missing panel is far more
        const QByteArray keep = qgetenv("INTERLEAVE_KEEP_PICTURES");
        if (!keep.isEmpty())
            fromSvg.save(QDir(QString::fromLocal8Bit(keep)).filePath(picture.name + u"-svg.png"_s));
    }

    void filesOfEveryFormat()
    {
        const QTemporaryDir folder;
        const Result<QStringList> files = writePictures(scenario(), runs(), folder.path(), {u"png"_s, u"svg"_s, u"pdf"_s, u"html"_s});
        QVERIFY(files);
        QStringList names;
        for (const QString &file : *files)
            names.append(QFileInfo(file).fileName());
        QCOMPARE(names, QStringList({u"comparison.png"_s, u"comparison.svg"_s, u"comparison.pdf"_s, u"timeline.png"_s, u"timeline.svg"_s,
                                     u"timeline.pdf"_s, u"report.html"_s}));
        QCOMPARE(QImage(folder.filePath(u"comparison.png"_s)).size(), QSize(2400, 1440));
        QFile pdf(folder.filePath(u"comparison.pdf"_s));
        QVERIFY(pdf.open(QIODevice::ReadOnly));
        const QByteArray bytes = pdf.readAll();
        QVERIFY(bytes.startsWith("%PDF-") && bytes.trimmed().endsWith("%%EOF"));
        QVERIFY(bytes.contains("/MediaBox [0 0 900")); // 1200 px of a 96th of an inch, in points
        QCOMPARE(bytes.count("/Type /Page\n"), 1);
    }

    void thePageStandsAlone()
    {
        const QByteArray page = resultPage(scenario(), runs(), picturesOfPage(scenario(), runs()));
        QVERIFY(page.contains("<th>Measurement</th><th>Result</th>") && page.contains("<td>complete</td>"));
        QCOMPARE(page.count("<svg"), 2);
        QCOMPARE(page.count("<script"), 1);
        QCOMPARE(page.count("</script>"), 1);                               // the one in the scenario's name did not get through
        const QByteArray elsewhere = QByteArray(page).replace("url(#", ""); // patterns within the page, as Qt 6.8 writes them
        for (const char *reference : {"src=", "<link", "@import", "url("})
            QVERIFY2(!elsewhere.contains(reference), reference);
        QVERIFY(!page.contains("xlink:href=\"http"));
        const qsizetype begin = page.indexOf('{', page.indexOf("id=\"report\""));
        const QJsonObject report = QJsonDocument::fromJson(page.mid(begin, page.indexOf("</script>") - begin)).object();
        QCOMPARE(report[u"schema"_s].toString(), u"interleave.report/1"_s);
        QCOMPARE(report[u"scenario"_s][u"name"_s].toString(), scenario().name);
        QVERIFY(page.contains("5 of 5"));
    }

    void whereNothingCanBeWrittenIsTold()
    {
        for (const char *name : {"x.png", "x.svg", "x.pdf"}) {
            const QString problem = savePicture(comparisonPicture(runs()), u"/nowhere/at/all/"_s + QLatin1StringView(name));
            QVERIFY2(problem.contains(QLatin1StringView(name)), qPrintable(problem));
        }
        QVERIFY(saveResultPage(scenario(), runs(), {}, u"/nowhere/at/all/x.html"_s).contains(u"x.html"_s));
    }
};

INTERLEAVE_UI_TEST_MAIN(TestResultPictures)
#include "tst_result_pictures.moc"
