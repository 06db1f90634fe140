// The engine's thread is never held up but by what a model does on purpose: not by the cache's file, prices, many calls at once, or
// analyses that other threads do. By CPU time, so that a busy machine changes nothing.
#include "core/stall_watch.h"
#include "run/program_path.h"
#include "run/run_controller.h"
#include "setup/catalog.h"
#include "support/test_main.h"

#include <QSignalSpy>

using namespace interleave;
using namespace Qt::StringLiterals;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define INTERLEAVE_IS_SLOWED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define INTERLEAVE_IS_SLOWED
#endif
#endif

class TestEngineStalls : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        useProgram(QStringLiteral(INTERLEAVE_PROGRAM));
        qputenv("INTERLEAVE_STALL_WATCH", "1");
#ifdef INTERLEAVE_IS_SLOWED
        QSKIP("a sanitizer makes everything slow");
#endif
    }

    void the_engine_is_not_held_up_data()
    {
        QTest::addColumn<QString>("model");
        for (const char *model : {"sequential", "concurrent", "parallel_threads", "hybrid"})
            QTest::newRow(model) << QString::fromLatin1(model);
    }
    void the_engine_is_not_held_up()
    {
        QFETCH(QString, model);
        RunController controller;
        Scenario scenario = *loadScenario(u"article"_s);
        scenario.timeScale = 0.005;
        scenario.requests = model == "sequential"_L1 ? 10 : 40;
        scenario.concurrency = 8; // on the loop, as many analyses may follow each other without a look for events
        scenario.stream = true;
        scenario.cpuMs = 60; // longer than a stall: on the loop it is on purpose
        scenario.traffic.cache.enabled = true;
        scenario.models = {model};
        const int before = StallWatch::count();
        QSignalSpy finished(&controller, &RunController::finished);
        controller.start(scenario);
        QVERIFY(finished.wait(60'000));
        QCOMPARE(controller.finishedRuns().size(), 1);
        QCOMPARE(controller.finishedRuns().first().report.planned, scenario.requests);
        QVERIFY2(StallWatch::longestNs() > 0, "nobody watches");
        QVERIFY2(StallWatch::count() == before,
                 qPrintable(u"the longest stretch took %1 ms of CPU"_s.arg(static_cast<double>(StallWatch::longestNs()) / 1e6)));
        qInfo("longest stretch so far: %.1f ms of CPU", static_cast<double>(StallWatch::longestNs()) / 1e6);
    }
};

INTERLEAVE_TEST_MAIN(TestEngineStalls)
#include "tst_engine_stalls.moc"
