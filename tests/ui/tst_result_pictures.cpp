// Pictures of results in every format, and the page with all of them: the same picture whatever the format, and nothing that a
// file needs from elsewhere.
#include "support/article_run.h"
#include "support/test_main.h"
#include "ui/compare/result_page.h"
#include "ui/compare/result_pictures.h"
#include "ui/widgets/theme.h"

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
#include <QXmlStreamReader>

#include <csignal>

#include <sys/resource.h>

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

    void drawingsHaveShapesAndNoImages()
    {
        const QByteArray svg = svgOf(timelinePicture(scenario(), runs()));
        QVERIFY(!svg.contains("<image"));
        // the fourth bar waits for the limiter, hatched: its lines are there, cut to it
        const QByteArray colour = Theme::light().phase(Phase::Limiter).line.name().toLatin1();
        QVERIFY(svg.contains(QByteArray(colour + "\" stroke-opacity=\"1\" stroke-width=\"1.6\"")));
        QVERIFY(svg.size() < 2'000'000);
        const QTemporaryDir folder;
        QVERIFY(writePictures(scenario(), runs(), folder.path(), {u"pdf"_s}));
        QFile pdf(folder.filePath(u"timeline.pdf"_s));
        QVERIFY(pdf.open(QIODevice::ReadOnly));
        const QByteArray bytes = pdf.readAll();
        QVERIFY(!bytes.contains("/DCTDecode")); // no JPEG
    }

    void aDrawingOfVeryManyShapesIsAnImageAndSaysSo()
    {
        RunBuilder many;
        many.executor(ExecutorKind::Loop, u"network loop"_s);
        for (int i = 0; i < 21; ++i)
            many.call(u"call"_s).span(Phase::Send, 0, 0.001).stream(0.001, 1, 1000).done(1, 1000);
        many.finish(1);
        const TracePtr trace = many.trace();
        const QList<FinishedRun> run{{u"hybrid"_s, 0, trace, makeRunReport(*trace, Scenario(), u"hybrid"_s, 0)}};
        const QByteArray svg = svgOf(timelinePicture(scenario(), run));
        QVERIFY(svg.contains("<image"));
        QVERIFY(svg.contains("20,000 shapes"));
    }

    void whatXmlDoesNotHaveGetsIntoNoDrawing()
    {
        Scenario odd = scenario();
        for (char16_t c = 1; c < 0x20; ++c)
            odd.name += QChar(c);
        odd.name += QStringLiteral("\uFFFE\uFFFF\u007F & < \"");
        const ResultPicture picture = timelinePicture(odd, runs());
        for (const QByteArray &xml : {svgOf(picture), QByteArray(wellFormed("a\x01\tb\x1B\n"))}) {
            for (const char c : xml)
                QVERIFY(static_cast<uchar>(c) >= 0x20 || c == '\t' || c == '\n' || c == '\r');
        }
        QXmlStreamReader reader(svgOf(picture));
        while (!reader.atEnd())
            reader.readNext();
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        QVERIFY(!resultPage(odd, runs(), picturesOfPage(odd, runs())).contains('\x1B'));
    }

    void drawingsNameFontsThatBrowsersKnow()
    {
        const QByteArray svg = svgOf(comparisonPicture(runs()));
        QVERIFY(svg.contains("font-family=\""));
        QCOMPARE(svg.count("sans-serif\"") + svg.count("monospace\""), svg.count("font-family=\""));
    }

    void thePageTellsFindingsSetUpAndEnvironment()
    {
        const QByteArray page = resultPage(scenario(), runs(), {});
        for (const char *part : {"name=\"viewport\"", "prefers-color-scheme:dark", "<h2>Findings</h2>", "<h2>Set-up</h2>",
                                 "<td>concurrency</td><td>5</td>", "<td>endpoint.profile</td>", "<h2>Environment</h2>", "<td>qt</td>"})
            QVERIFY2(page.contains(part), part);
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

    void aDiskThatFillsUpKeepsTheOldPicture()
    {
        const QTemporaryDir folder;
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small{2000, before.rlim_max};
        for (const char *name : {"x.png", "x.svg", "x.pdf", "x.html"}) {
            const QString path = folder.filePath(QLatin1StringView(name));
            QFile old(path);
            QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
            old.close();
            setrlimit(RLIMIT_FSIZE, &small);
            const QString problem = path.endsWith(u".html"_s) ? saveResultPage(scenario(), runs(), picturesOfPage(scenario(), runs()), path)
                                                              : savePicture(comparisonPicture(runs()), path);
            setrlimit(RLIMIT_FSIZE, &before);
            QVERIFY2(problem.startsWith(path + u": cannot be written"_s) && problem.contains(u"free some space"_s), qPrintable(problem));
            QVERIFY(old.open(QIODevice::ReadOnly));
            QCOMPARE(old.readAll(), QByteArray("old"));
        }
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 4);
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
