// Predictions in virtual time: the article's case to the microsecond, and what CPU work does to each model.
#include "forecast/prediction.h"

#include "core/clock.h"
#include "execution/execution_model.h"
#include "setup/catalog.h"
#include "support/test_main.h"
#include "trace/invariants.h"
#include "json/scenario_json.h"

#include <QFile>
#include <QTemporaryDir>
#include <QThread>

using namespace interleave;
using namespace Qt::StringLiterals;

static Scenario scenarioNamed(const QString &name)
{
    const Result<Scenario> scenario = loadScenario(name);
    return scenario ? *scenario : Scenario();
}

/// The lab's first variant: it tries again at once, as often as it takes.
static Scenario naiveRetry()
{
    const Scenario lab = scenarioNamed(u"rate-limit-lab"_s);
    const Result<Scenario> naive = variantOf(lab, lab.variants.value(0));
    return naive ? *naive : Scenario();
}

/// Last done minus first planned, seconds.
static double makespanS(const TracePtr &trace)
{
    qint64 first = std::numeric_limits<qint64>::max(), last = 0;
    for (const CallRecord &call : trace->calls()) {
        first = std::min(first, call.planned);
        last = std::max(last, call.done);
    }
    return secondsFromNs(last - first);
}

class PredictionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void article_has_the_makespans_of_its_service_times_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<double>("expected");
        QTest::addColumn<double>("clientCost"); // stated in prediction.cpp: start-up of workers, 0.1 ms per analysis
        QTest::newRow("sequential") << u"sequential"_s << 15.1 << 0.0004;
        QTest::newRow("concurrent") << u"concurrent"_s << 7.3 << 0.0;
        QTest::newRow("threads") << u"parallel_threads"_s << 7.3 << 0.0003;
        QTest::newRow("processes") << u"parallel_processes"_s << 7.3 << 0.030;
        QTest::newRow("hybrid") << u"hybrid"_s << 7.3 << 0.0;
    }
    void article_has_the_makespans_of_its_service_times()
    {
        QFETCH(QString, model);
        QFETCH(double, expected);
        QFETCH(double, clientCost);
        const TracePtr trace = predict(scenarioNamed(u"article"_s), model).trace;
        QVERIFY(trace);
        QVERIFY(trace->isFinished());
        QCOMPARE(trace->calls().size(), size_t(5));
        for (const CallRecord &call : trace->calls())
            QVERIFY(call.finished && call.outcome == Outcome::Ok && call.planned == 0);
        QVERIFY2(std::abs(makespanS(trace) - expected - clientCost) < 1e-6, qPrintable(QString::number(makespanS(trace), 'f', 9)));
    }

    void a_script_is_followed_to_the_token()
    {
        Scenario scenario = scenarioNamed(u"article"_s);
        scenario.endpoint.profile = u"claims"_s;
        scenario.script = u"nowhere"_s;
        scenario.analyzers.clear();
        QVERIFY(predict(scenario, u"sequential"_s).problem.contains(u"there is no script “nowhere”"_s));
        QTemporaryDir folder;
        scenario.script = folder.filePath(u"s.json"_s);
        QFile file(scenario.script);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"schema\":\"interleave.script/1\",\"title\":\"T\",\"sentence\":\"S.\",\"rules\":[{\"when\":{\"prompt\":\"AI\"},"
                   "\"reply\":{\"tokens\":81,\"text\":\"You asked: {{question}}\"}},{\"reply\":{\"end\":{\"status\":500}}}]}");
        file.close();
        scenario.prompts = {scenario.prompts.front(), scenario.prompts.front()};
        scenario.prompts[0].text = u"What is AI?"_s;
        scenario.prompts[1].text = u"What is Rome?"_s;
        const TracePtr trace = predict(scenario, u"concurrent"_s).trace;
        QVERIFY(trace);
        QCOMPARE(trace->calls()[0].outcome, Outcome::Ok);
        QCOMPARE(trace->calls()[0].usage.output, 81);
        QCOMPARE(trace->calls()[0].done - trace->calls()[0].planned, 1'600'000'000); // 0.6 + 80/80 s
        QCOMPARE(trace->calls()[1].outcome, Outcome::HttpError);
    }

    void retries_at_once_take_time_and_end()
    {
        Scenario scenario = naiveRetry();
        scenario.prompts.resize(12); // two more than a minute allows
        const TracePtr trace = predict(scenario, u"concurrent"_s).trace;
        QVERIFY(trace);
        int attempts = 0;
        for (const CallRecord &call : trace->calls()) {
            QCOMPARE(call.outcome, Outcome::Ok);
            attempts += call.attempts;
        }
        QVERIFY2(attempts > 12 && attempts < 1000, qPrintable(QString::number(attempts)));
    }

    /// Whatever makes a scenario large, the prediction ends at its bounds, keeps what it has, and says so.
    void predictions_end_at_their_bounds_and_say_what_they_left_out_data()
    {
        QTest::addColumn<Scenario>("scenario");
        const auto row = [](const char *name, const QString &arrival, const std::function<void(Scenario &)> &change) {
            Scenario scenario = scenarioNamed(u"article"_s);
            scenario.requests = 0;
            scenario.arrival = *arrivalFromText(arrival);
            change(scenario);
            QTest::newRow(name) << scenario;
        };
        row("as many calls at once as a file may ask for", u"closed"_s, [](Scenario &s) { s.requests = 1'000'000; });
        row("calls that are all dropped in line", u"rate:100000"_s, [](Scenario &s) {
            s.arrival.durationS = 3600;
            s.arrival.patienceS = 0.1;
        });
        row("hits of the cache that take no time", u"users:50,think=0"_s, [](Scenario &s) {
            s.arrival.durationS = 86'400;
            s.traffic.cache.enabled = true;
        });
        row("a warm-up that is longer than the run", u"closed"_s, [](Scenario &s) { s.warmup = 100'000; });
        row("replies of very many chunks", u"closed"_s, [](Scenario &s) {
            s.requests = 2'000;
            s.stream = true;
            s.concurrency = 2'000;
            s.prompts.resize(1);
            s.prompts.first() = Prompt();
            s.prompts.first().text = u"Write 100000 words about rain."_s;
        });
        row("endless retries", u"closed"_s, [](Scenario &s) {
            s.endpoint.profile = u"gemini-free"_s;
            s.requests = 500;
            s.concurrency = 500;
            s.traffic.retry.retries = 30'000;
            s.traffic.retry.backoff = Backoff::None;
            s.traffic.retry.honoursServerDelay = false;
        });
        row("users for a day", u"users:100000,think=1"_s, [](Scenario &s) { s.arrival.durationS = 86'400; });
    }
    void predictions_end_at_their_bounds_and_say_what_they_left_out()
    {
        QFETCH(Scenario, scenario);
        const PredictionBounds bounds{.calls = 3'000, .entries = 60'000};
        for (const ExecutionModel &model : executionModels()) {
            const PredictedRun predicted = predict(scenario, model.id, bounds);
            QVERIFY2(predicted.trace, qPrintable(predicted.problem));
            QVERIFY2(!predicted.leftOut.isEmpty(), qPrintable(model.id));
            QVERIFY(predicted.trace->isFinished());
            QVERIFY(predicted.trace->calls().size() <= 2u * 3'000);
            size_t entries = predicted.trace->spans().size();
            for (const CallRecord &call : predicted.trace->calls())
                entries += call.chunks.size() + call.attemptEnds.size();
            QVERIFY2(entries <= 60'000u + 6 * 6'000, qPrintable(QString::number(entries)));
        }
    }

    void a_cut_prediction_has_the_beginning_of_the_whole_one()
    {
        Scenario scenario = scenarioNamed(u"article"_s);
        scenario.requests = 2'000;
        for (const ExecutionModel &model : executionModels()) {
            const PredictedRun whole = predict(scenario, model.id);
            QVERIFY(whole.leftOut.isEmpty());
            const PredictedRun cut = predict(scenario, model.id, {.entries = 14'000});
            QVERIFY(!cut.leftOut.isEmpty());
            size_t ended = 0;
            for (size_t i = 0; i < cut.trace->calls().size(); ++i) {
                const CallRecord &call = cut.trace->calls()[i];
                if (call.outcome != Outcome::Ok)
                    continue;
                ++ended;
                QCOMPARE(call.done, whole.trace->calls()[i].done);
                QCOMPARE(call.sent, whole.trace->calls()[i].sent);
            }
            QVERIFY(ended > 500);
        }
    }

    /// The trace is read while it is made; that must not show.
    void a_long_prediction_keeps_every_rule_of_a_run()
    {
        Scenario scenario = scenarioNamed(u"article"_s);
        scenario.requests = 4'000;
        scenario.stream = true;
        scenario.cpuMs = 300;
        scenario.traffic.callTimeoutS = 3'000;
        for (const ExecutionModel &model : executionModels()) {
            const PredictedRun predicted = predict(scenario, model.id);
            const Invariants invariants = checkInvariants(*predicted.trace, scenario);
            QVERIFY2(invariants.broken.isEmpty(), qPrintable(model.id + invariants.broken.join(u'\n')));
        }
    }

    void a_stopped_prediction_is_none()
    {
        std::stop_source stop;
        stop.request_stop();
        const PredictedRun predicted = predict(scenarioNamed(u"article"_s), u"concurrent"_s, {.stop = stop.get_token()});
        QVERIFY(!predicted.trace);
        QVERIFY(predicted.problem.isEmpty());
    }

    void batches_are_said_to_be_left_out()
    {
        Scenario scenario = scenarioNamed(u"article"_s);
        QVERIFY(predict(scenario, u"concurrent"_s).note.isEmpty());
        scenario.endpoint.profile = u"batching"_s;
        QVERIFY(!predict(scenario, u"concurrent"_s).note.isEmpty());
    }

    void same_scenario_gives_the_same_trace()
    {
        const Scenario scenario = scenarioNamed(u"stream"_s);
        const TracePtr one = predict(scenario, u"hybrid"_s).trace, two = predict(scenario, u"hybrid"_s).trace;
        QVERIFY(one && two);
        QCOMPARE(one->spans().size(), two->spans().size());
        for (size_t i = 0; i < one->spans().size(); ++i) {
            QCOMPARE(one->spans()[i].begin, two->spans()[i].begin);
            QCOMPARE(one->spans()[i].end, two->spans()[i].end);
        }
        QVERIFY(one->calls()[0].chunks.size() > 1);
    }

    void another_seed_meets_other_delays()
    {
        Scenario scenario = scenarioNamed(u"stream"_s);
        const double before = makespanS(predict(scenario, u"concurrent"_s).trace);
        scenario.seed = 2;
        QVERIFY(before != makespanS(predict(scenario, u"concurrent"_s).trace));
    }

    void time_scale_scales_the_waits_only()
    {
        Scenario scenario = scenarioNamed(u"article-cpu"_s);
        scenario.timeScale = 0.1;
        // five calls in a row, and four analyses before the last call is done
        QVERIFY(std::abs(makespanS(predict(scenario, u"sequential"_s).trace) - (1.51 + 4 * 0.4001)) < 1e-6);
    }

    void a_limit_of_one_makes_concurrent_calls_sequential()
    {
        Scenario scenario = scenarioNamed(u"article"_s);
        scenario.concurrency = 1;
        QVERIFY(makespanS(predict(scenario, u"concurrent"_s).trace) >= 15.1);
    }

    void cpu_work_on_the_loop_runs_one_at_a_time_and_in_the_pool_on_all_cores()
    {
        const Scenario scenario = scenarioNamed(u"cpu-bound"_s); // five replies at 2 s, 400 ms each
        const double onLoop = secondsFromNs(predict(scenario, u"concurrent"_s).trace->runEnd());
        const double inPool = secondsFromNs(predict(scenario, u"hybrid"_s).trace->runEnd());
        QVERIFY2(std::abs(onLoop - (2 + 5 * 0.4001)) < 1e-6, qPrintable(QString::number(onLoop, 'f', 9)));
        const int executors = std::min(scenario.pool, QThread::idealThreadCount());
        const int rounds = (5 + executors - 1) / executors;
        QVERIFY2(std::abs(inPool - (2 + rounds * 0.4001)) < 1e-6, qPrintable(QString::number(inPool, 'f', 9)));
    }

    void faults_of_the_profile_are_met()
    {
        Scenario scenario = scenarioNamed(u"article"_s);
        scenario.endpoint.profile = u"unreliable"_s;
        while (scenario.prompts.size() < 300)
            scenario.prompts += scenario.prompts.first();
        scenario.stream = true;
        scenario.concurrency = 50;
        int broken = 0, overloaded = 0;
        const TracePtr trace = predict(scenario, u"concurrent"_s).trace;
        for (const CallRecord &call : trace->calls()) {
            const bool streamed = call.outcome == Outcome::HttpError && call.firstChunk >= 0;
            broken += streamed;
            overloaded += call.outcome == Outcome::HttpError && !streamed;
        }
        QVERIFY(overloaded > 3 && overloaded < 40);
        QVERIFY(broken > 0 && broken < 20);
    }

    void what_cannot_be_predicted_gives_nothing()
    {
        Scenario scenario = scenarioNamed(u"article"_s);
        QVERIFY(!predict(scenario, u"no-such-model"_s).trace);
        scenario.endpoint.baseUrl = u"http://127.0.0.1:9"_s;
        QVERIFY(!predict(scenario, u"concurrent"_s).trace);
        scenario.endpoint.baseUrl.clear();
        scenario.endpoint.profile = u"no-such-profile"_s;
        QVERIFY(!predict(scenario, u"concurrent"_s).trace);
        scenario.endpoint.profile = u"article"_s;
        scenario.prompts.clear();
        QVERIFY(!predict(scenario, u"concurrent"_s).trace);
    }

    void every_built_in_scenario_is_predicted_under_its_models()
    {
        for (const CatalogEntry &entry : catalogOfScenarios()) {
            const Scenario scenario = scenarioNamed(entry.id);
            QVERIFY2(!scenario.prompts.isEmpty(), qPrintable(entry.id));
            for (const QString &model : scenario.models) {
                const TracePtr trace = predict(scenario, model).trace;
                QVERIFY2(trace && trace->isFinished(), qPrintable(entry.id));
                const int calls = static_cast<int>(trace->calls().size());
                if (scenario.arrival.durationS > 0 || callsOfJob(scenario) == 0) // that, or what a job does, decides how many
                    QVERIFY(calls >= scenario.plannedCalls());
                else
                    QCOMPARE(calls, scenario.plannedCalls());
            }
        }
    }
};

INTERLEAVE_TEST_MAIN(PredictionTest)
#include "tst_prediction.moc"
