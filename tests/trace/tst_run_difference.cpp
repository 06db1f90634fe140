// The parts of a difference add up to it, to the nanosecond, whatever the two runs are; and each part tells where it comes from.
#include "trace/run_difference.h"

#include "support/test_main.h"
#include "support/trace_builder.h"
#include "support/virtual_run.h"
#include "trace/run_settings.h"
#include "trace/why.h"

#include <QRandomGenerator>

#include <nlohmann/json.hpp>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class RunDifferenceTest : public QObject
{
    Q_OBJECT

    static CriticalPath virtualPath(const RunRecipe &recipe, const QString &model)
    {
        Trace trace;
        trace.apply(VirtualRun(recipe, model).run());
        return criticalPathOf(trace);
    }
    static RunRecipe randomRecipe(QRandomGenerator &random)
    {
        RunRecipe recipe;
        const int calls = random.bounded(1, 9);
        for (int i = 0; i < calls; ++i) {
            CallRecipe call;
            call.totalMs = random.bounded(1, 900);
            if (random.bounded(2))
                call.chunkMs = {call.totalMs / 3, call.totalMs / 2};
            call.cpuMs = random.bounded(3) ? random.bounded(300) : 0;
            call.connectMs = random.bounded(2) ? random.bounded(20) : 0;
            call.outcome = random.bounded(6) ? Outcome::Ok : Outcome::HttpError;
            recipe.calls.append(call);
        }
        recipe.limit = random.bounded(1, 6);
        recipe.workers = random.bounded(1, 6);
        recipe.pool = random.bounded(1, 4);
        recipe.cores = random.bounded(1, 5);
        recipe.threadStartMs = random.bounded(4);
        recipe.processStartMs = random.bounded(60);
        return recipe;
    }
    static FinishedRun runOf(const QString &model)
    {
        FinishedRun run;
        run.model = model;
        return run;
    }
    static qint64 lengthOf(const std::vector<PathPlace> &places)
    {
        qint64 sum = 0;
        for (const PathPlace &place : places)
            sum += place.end - place.begin;
        return sum;
    }
    /// Call 0 waits, streams and is analyzed.
    static CriticalPath madePath(qint64 waits, qint64 streams, qint64 analyzes)
    {
        TraceBuilder run;
        run.plan(0, 0).span(0, Phase::Ttft, 0, waits).span(0, Phase::Stream, waits, waits + streams).done(0, waits + streams);
        run.analyze(0, 0, waits + streams, waits + streams + analyzes);
        return criticalPathOf(run.end(waits + streams + analyzes));
    }
    static void compareSums(const CriticalPath &a, const CriticalPath &b, const QByteArray &which)
    {
        const RunDifference difference = differenceOf(a, b);
        const auto makespan = [](const CriticalPath &path) { return std::max<qint64>(0, path.window.end - path.window.begin); };
        QVERIFY2(difference.ns() == makespan(a) - makespan(b), which);
        qint64 sum = 0;
        for (const DifferencePart &part : difference.parts) {
            QVERIFY2(part.a == lengthOf(part.inA) && part.b == lengthOf(part.inB), which);
            QVERIFY2(part.a != 0 || part.b != 0, which);
            sum += part.ns();
        }
        QVERIFY2(sum == difference.ns(), which);
    }

private Q_SLOTS:
    void parts_are_the_paths_by_phase()
    {
        const RunDifference difference = differenceOf(madePath(100, 50, 30), madePath(40, 80, 0));
        QCOMPARE(difference.makespanA, 180);
        QCOMPARE(difference.makespanB, 120);
        QStringList parts;
        for (const DifferencePart &part : difference.parts)
            parts.append(u"%1 %2"_s.arg(part.phase).arg(part.ns()));
        QCOMPARE(parts, (QStringList{u"ttft 60"_s, u"stream -30"_s, u"analyze 30"_s}));
        QCOMPARE(difference.parts[0].inA.size(), size_t(1));
        QCOMPARE(difference.parts[0].inA[0].end, 100);
        QVERIFY(difference.parts[0].inA[0].span >= 0);
        QVERIFY(difference.parts[2].inB.empty());
    }

    void a_run_against_itself_has_no_difference_and_the_other_way_round_has_the_opposite()
    {
        const CriticalPath a = madePath(100, 50, 30), b = madePath(7, 80, 11);
        QCOMPARE(differenceOf(a, a).ns(), 0);
        QVERIFY(differenceOf(a, a).bySize().empty());
        QCOMPARE(differenceOf(a, b).ns(), -differenceOf(b, a).ns());
    }

    void a_run_without_a_path_counts_nothing()
    {
        compareSums({}, madePath(10, 20, 30), "nothing against something");
        compareSums({}, {}, "nothing");
    }

    void parts_of_made_runs_add_up_to_the_nanosecond()
    {
        QRandomGenerator random(12);
        std::vector<CriticalPath> paths;
        for (int i = 0; i < 60; ++i) {
            const RunRecipe recipe = randomRecipe(random);
            for (const char *model : {"sequential", "concurrent", "parallel_threads", "parallel_processes", "hybrid"})
                paths.push_back(virtualPath(recipe, QString::fromLatin1(model)));
        }
        for (size_t a = 0; a < paths.size(); ++a) {
            for (size_t b = 0; b < paths.size(); ++b)
                compareSums(paths[a], paths[b], QByteArray::number(qulonglong(a)) + " against " + QByteArray::number(qulonglong(b)));
        }
    }

    void the_sentence_names_what_tells_most_and_what_goes_against_it()
    {
        const qint64 s = 1000 * ms;
        const RunDifference difference = differenceOf(madePath(1 * s, 4 * s, s / 2), madePath(9 * s, 2 * s, s / 2 + 1 * ms));
        QCOMPARE(sentenceOf(difference, u"Hybrid"_s, u"sequential"_s),
                 u"Hybrid takes 6.00 s less than sequential (5.50 s, 11.50 s): 8.00 s less waiting for the model, against 2.00 s more "
                 "streaming."_s);
        QCOMPARE(sentenceOf(differenceOf(madePath(s, 0, 0), madePath(s, 0, 0)), u"A"_s, u"B"_s),
                 u"A takes as long as B (1.00 s, 1.00 s)."_s);
        QVERIFY(sentenceOf(differenceOf(madePath(s, 0, 0), madePath(s / 2, 0, 0)), u"A"_s, u"B"_s).contains(u"takes 0.50 s more than B"_s));
    }

    void json_has_seconds_nanoseconds_and_spans()
    {
        const nlohmann::ordered_json json = toJson(differenceOf(madePath(100, 50, 30), madePath(40, 80, 0)), PathPlaces::Listed);
        QCOMPARE(json["difference_ns"].get<qint64>(), 60);
        qint64 sum = 0;
        for (const auto &part : json["parts"])
            sum += part["ns"].get<qint64>();
        QCOMPARE(sum, 60);
        QCOMPARE(json["parts"][0]["phase"].get<std::string>(), std::string("ttft"));
        QCOMPARE(json["parts"][0]["spans"]["a"].size(), size_t(1));
        QVERIFY(!toJson(differenceOf(madePath(1, 1, 1), {}))["parts"][0].contains("spans"));
    }

    void settings_that_differ_are_named_once_and_the_runs_own_names_never()
    {
        Scenario a;
        a.name = u"one"_s;
        Scenario b = a;
        QCOMPARE(settingsThatDiffer(a, runOf(u"hybrid"_s), b, runOf(u"hybrid"_s)), QList<SettingDifference>());
        b.name = u"two"_s;
        b.repeats = 7;
        b.models = {u"hybrid"_s};
        QVERIFY(settingsThatDiffer(a, {}, b, {}).isEmpty());
        b.concurrency = 9;
        b.stream = true;
        b.traffic.retry.retries = 4;
        b.prompts.emplace_back().text = u"New."_s;
        b.seed = 2;
        QStringList fields;
        for (const SettingDifference &one : settingsThatDiffer(a, runOf(u"hybrid"_s), b, runOf(u"concurrent"_s)))
            fields.append(one.field + u' ' + one.a + u'>' + one.b);
        fields.sort();
        QCOMPARE(fields, (QStringList{u"concurrency 5>9"_s, u"model hybrid>concurrent"_s, u"prompts 0>1"_s, u"seed 1>2"_s,
                                      u"stream no>yes"_s, u"traffic.retry.retries 0>4"_s}));
    }

    void what_makes_a_comparison_unfair_is_said()
    {
        Scenario a;
        Scenario b;
        FinishedRun runA, runB;
        QCOMPARE(whatMakesItUnfair(a, runA, b, runB), QStringList());
        b.timeScale = 0.1;
        runB.report.validity.valid = false;
        runB.report.validity.reasons = {u"the loop was late"_s};
        runA.report.cancelled = true;
        runA.report.planned = runA.report.jobs = 5;
        runA.report.outcomes[size_t(Outcome::Ok)] = 5;
        const QString text = whatMakesItUnfair(a, runA, b, runB).join(u'\n');
        for (const QString &part : {u"time scales differ (1 and 0.1)"_s, u"A did not come to its end"_s,
                                    u"B is SUSPECT: the loop was late"_s, u"different work: 5 jobs and 0 jobs"_s})
            QVERIFY2(text.contains(part), qPrintable(text));
    }

    void another_machine_is_said()
    {
        const auto runOn = [](const QString &cpu) {
            FinishedRun run;
            run.trace = std::make_shared<Trace>(
                TraceBuilder(0, u"{\"environment\":{\"cpu\":\"%1\",\"cores\":2,\"version\":\"0.1.0\"}}"_s.arg(cpu)).end(1));
            return run;
        };
        const Scenario scenario;
        QCOMPARE(whatMakesItUnfair(scenario, runOn(u"One"_s), scenario, runOn(u"Two"_s)),
                 QStringList{u"they ran on different machines (cpu)"_s});
        QCOMPARE(settingsThatDiffer(scenario, runOn(u"One"_s), scenario, runOn(u"Two"_s)),
                 (QList<SettingDifference>{{u"environment.cpu"_s, u"One"_s, u"Two"_s}}));
    }

    void each_model_of_a_comparison_is_set_against_the_sequential_one()
    {
        QList<RunReport> runs;
        for (const auto &[model, waits] : {std::pair(u"hybrid"_s, 40), {u"sequential"_s, 100}, {u"concurrent"_s, 60}}) {
            RunReport &report = runs.emplace_back();
            report.model = model;
            report.planned = report.jobs = report.jobsOk = 1;
            report.outcomes[size_t(Outcome::Ok)] = 1;
            report.criticalPath = madePath(waits * ms, 0, 0);
            report.makespanS = waits / 1000.0;
        }
        const QList<Why> whys = whyOf(runs, compareRuns(runs));
        QCOMPARE(whys.size(), 2);
        QCOMPARE(runs[whys[0].run].model, u"hybrid"_s);
        QCOMPARE(runs[whys[0].against].model, u"sequential"_s);
        QCOMPARE(whys[0].difference.ns(), -60 * ms);
        QCOMPARE(whys[1].difference.ns(), -40 * ms);
        QCOMPARE(whys[0].caution, QString());
        runs[0].outcomes[size_t(Outcome::Ok)] = 0;
        runs[0].outcomes[size_t(Outcome::Timeout)] = 1;
        QVERIFY(whyOf(runs, 0, 1).caution.contains(u"results differ"_s));
        QCOMPARE(toJson(whys, runs)[0]["against"]["model"].get<std::string>(), std::string("sequential"));
    }
};

INTERLEAVE_TEST_MAIN(RunDifferenceTest)
#include "tst_run_difference.moc"
