// The ten published claims in virtual time: the makespans of an independent calculation, the verdicts, and where they turn.
#include "forecast/claims.h"

#include "export/report_document.h"
#include "forecast/prediction.h"
#include "setup/catalog.h"
#include "support/test_main.h"
#include "trace/claim_figures.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <nlohmann/json.hpp>

using namespace interleave;
using namespace Qt::StringLiterals;

namespace {

using Kind = ClaimVerdict::Kind;

QList<FinishedRun> runsOf(const Scenario &scenario)
{
    QList<FinishedRun> runs;
    for (const Variant &variant : scenario.variants) {
        const Result<Scenario> changed = variantOf(scenario, variant);
        if (!changed)
            qFatal("%s", qPrintable(changed.error()));
        for (const QString &model : changed->models) {
            const PredictedRun predicted = predict(*changed, model);
            if (!predicted.trace)
                qFatal("%s", qPrintable(predicted.problem));
            runs.append({model, 0, predicted.trace, makeRunReport(*predicted.trace, *changed, model, 0, variant.name), {}, variant.name});
        }
    }
    return runs;
}

/// Runs of a built-in scenario, predicted once.
struct Predicted {
    Scenario scenario;
    QList<FinishedRun> runs;
};

const Predicted &predicted(const QString &name)
{
    static QHash<QString, Predicted> all;
    auto found = all.find(name);
    if (found == all.end()) {
        const Result<Scenario> scenario = loadScenario(name);
        if (!scenario)
            qFatal("%s", qPrintable(scenario.error()));
        found = all.insert(name, {*scenario, runsOf(*scenario)});
    }
    return *found;
}

double makespanOf(const QString &name, const QString &variant, const QString &model)
{
    for (const FinishedRun &run : predicted(name).runs) {
        if (run.variant == variant && run.model == model)
            return run.report.makespanS;
    }
    return -1;
}

/// What a test of a claim comes to.
struct Wanted {
    double ratio = 0;
    bool isMet = false;
    double flipsAt = 0;
    bool holdsAbove = true;
};

QString answersOf(const QList<FinishedRun> &runs, const QString &variant)
{
    QString answers;
    for (const FinishedRun &run : runs) {
        for (int job = 0; run.variant == variant && job < static_cast<int>(run.trace->jobs().size()); ++job)
            answers += answerOf(*run.trace, job).left(300) + u'\n';
    }
    return answers;
}

constexpr double processStartS = 0.030;
const QString sequential = u"sequential"_s, concurrent = u"concurrent"_s, threads = u"parallel_threads"_s,
              processes = u"parallel_processes"_s, hybrid = u"hybrid"_s;

} // namespace

Q_DECLARE_METATYPE(Kind)

class ClaimsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void makespans_are_those_of_an_independent_calculation_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<QString>("variant");
        QTest::addColumn<QString>("model");
        QTest::addColumn<double>("expectedS");
        const auto row = [](const char *scenario, const char *variant, const QString &model, double expectedS) {
            QTest::addRow("%s, %s, %s", scenario, variant, qPrintable(model))
                << QString::fromLatin1(scenario) << QString::fromLatin1(variant) << model << expectedS;
        };
        // Hybrid is as concurrent, and processes are as threads and their start, unless said otherwise.
        const auto all = [&](const char *scenario, const char *variant, double seq, double conc, double thread, double hybridS = 0) {
            row(scenario, variant, sequential, seq);
            row(scenario, variant, concurrent, conc);
            row(scenario, variant, threads, thread);
            row(scenario, variant, processes, thread + processStartS);
            row(scenario, variant, hybrid, hybridS > 0 ? hybridS : conc);
        };
        all("skeleton", "one answer", .838, .838, .838);
        all("skeleton", "skeleton", 1.618, .345, .345);
        all("skeleton", "skeleton, two at a time", 1.618, .891, .891);
        all("barrier-vs-dataflow", "barrier", 1.610, 1.088, 1.088);
        all("barrier-vs-dataflow", "data-flow", 1.610, .608, .608);
        row("barrier-vs-dataflow", "barrier, one slow branch", concurrent, 1.088);
        row("barrier-vs-dataflow", "data-flow, one slow branch", concurrent, 1.088);
        row("chain-vs-mapreduce", "chain", sequential, 1.764);
        row("chain-vs-mapreduce", "chain", concurrent, 1.764);
        all("chain-vs-mapreduce", "map-reduce", 1.911, .294, .588);
        all("chain-vs-mapreduce", "map-reduce, four at a time", 1.911, .588, .588);
        all("rag-pipeline", "chain", .874, .874, .874);
        all("rag-pipeline", "stages whole", .874, .681, .681);
        all("rag-pipeline", "split", .874, .568, .568);
        all("rag-pipeline", "split, embedding three wide", .874, .439, .439);
        row("fan-out-storm", "at once", sequential, 4.585);
        row("fan-out-storm", "at once", concurrent, .655);
        row("fan-out-storm", "waves of two", concurrent, 2.620);
        row("fan-out-storm", "two threads", threads, 2.620);
        row("fan-out-storm", "at once, server's delay", concurrent, 2.155);
        // An agent goes on in the worker that it began in, before tools that have not begun: a second more than in the calculation, which
        // lets the tools go first (1.685).
        all("research-team", "team", 4.138, 1.485, 1.785);
        row("research-team", "one agent, three tools a turn", concurrent, 1.794);
        row("research-team", "one agent, one tool a turn", concurrent, 3.364);
        all("react-vs-plan", "ReAct", 1.239, 1.239, 1.239);
        all("react-vs-plan", "parallel calls", .666, .442, .474);
        all("react-vs-plan", "plan", .570, .346, .378);
        all("react-vs-plan", "plan, equal tokens", .666, .442, .474);
        all("cpu-tools", "four agents", 4.905, 3.493, 1.893, 1.893);
        all("four-cases", "1: many agents, different data", 2.125, .505, .465, .465);
        all("four-cases", "2: several agents, one datum", 1.129, .875, .835, .835);
        all("four-cases", "3: one agent, one datum", .564, .564, .564);
        all("four-cases", "4: one agent, many data", 1.837, .514, .541, .414);
        all("simple-workflow-agent", "call", 2.088, .209, .418);
        row("simple-workflow-agent", "workflow", sequential, 3.125);
        row("simple-workflow-agent", "workflow", concurrent, .303);
        row("simple-workflow-agent", "agent", sequential, 6.454);
        row("simple-workflow-agent", "agent", concurrent, .903);
    }

    void makespans_are_those_of_an_independent_calculation()
    {
        QFETCH(QString, scenario);
        QFETCH(QString, variant);
        QFETCH(QString, model);
        QFETCH(double, expectedS);
        constexpr double tolerance = 0.05;
        const double predictedS = makespanOf(scenario, variant, model);
        QVERIFY2(std::abs(predictedS - expectedS) <= tolerance * expectedS,
                 qPrintable(u"%1 s, expected %2 s"_s.arg(predictedS).arg(expectedS)));
    }

    void verdicts_are_computed_and_turn_where_a_calculation_by_hand_has_it_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<QList<Wanted>>("wanted");
        const auto row = [](const char *scenario, Kind kind, const QList<Wanted> &wanted) {
            QTest::newRow(scenario) << QString::fromLatin1(scenario) << kind << wanted;
        };
        // ratio, met, where it turns (0: nowhere), and whether it holds from there on upwards
        row("skeleton", Kind::Reproduced, {{2.43, true, 8, true}});
        row("barrier-vs-dataflow", Kind::Reproduced, {{1.79, true, 49, true}});
        row("chain-vs-mapreduce", Kind::OnlyIf, {{6.0, true, 2, true}, {6.0, false, 19, true}});
        row("rag-pipeline", Kind::OnlyIf, {{1.54, false, 2, true}, {1.54, false, 2, true}});
        row("fan-out-storm", Kind::Reproduced, {{2, true, 25, false}, {7, true, 3, false}});
        row("research-team", Kind::OnlyIf, {{2.79, false, 40.9, true}});
        row("react-vs-plan", Kind::OnlyIf,
            {{3.58, true, .34, true}, {2.80, false, 1.28, true}, {1.28, false, .32, false}, {1, false, 0, true}});
        row("cpu-tools", Kind::OnlyIf, {{.652, false, 1317, true}});
        row("four-cases", Kind::OnlyIf, {{1, true, 5, true}, {1, true, 0, true}, {1, true, 0, true}, {.805, false, 7.0, false}});
        row("simple-workflow-agent", Kind::Reproduced, {{1.45, true, 183, false}, {2.11, true, 0, true}});
    }

    void verdicts_are_computed_and_turn_where_a_calculation_by_hand_has_it()
    {
        QFETCH(QString, scenario);
        QFETCH(Kind, kind);
        QFETCH(QList<Wanted>, wanted);
        constexpr double tolerance = 0.03;
        const QList<ClaimVerdict> verdicts = claimsOf(predicted(scenario).scenario, predicted(scenario).runs);
        QCOMPARE(verdicts.size(), 1);
        const ClaimVerdict &verdict = verdicts.front();
        QCOMPARE(verdict.tests.size(), static_cast<size_t>(wanted.size()));
        for (qsizetype i = 0; i < wanted.size(); ++i) {
            const ClaimTestVerdict &test = verdict.tests[static_cast<size_t>(i)];
            const QByteArray said = textOf(verdict).toUtf8();
            QVERIFY2(test.measured && std::abs(*test.measured - wanted[i].ratio) <= tolerance * wanted[i].ratio, said.constData());
            QVERIFY2(test.predicted == test.measured, said.constData()); // these runs are predictions themselves
            QVERIFY2(test.isMet() == wanted[i].isMet, said.constData());
            QVERIFY2(test.flipsAt.has_value() == (wanted[i].flipsAt > 0), said.constData());
            QVERIFY2(!test.flipsAt || std::abs(*test.flipsAt - wanted[i].flipsAt) <= tolerance * wanted[i].flipsAt, said.constData());
            QVERIFY2(!test.flipsAt || test.holdsAbove == wanted[i].holdsAbove, said.constData());
        }
        QVERIFY2(verdict.kind() == kind, qPrintable(textOf(verdict)));
    }

    void runs_of_less_work_are_not_called_faster()
    {
        // The storm's failed run is the shortest of all: a test about its speed says nothing.
        Scenario scenario = predicted(u"fan-out-storm"_s).scenario;
        Claim claim = *scenario.claim;
        claim.tests = {ClaimTest{u"waves against at once"_s,
                                 {ClaimMeasure::Makespan, u"waves of two"_s, {concurrent}},
                                 ClaimFigure{ClaimMeasure::Makespan, u"at once"_s, {concurrent}},
                                 ClaimTest::Bound::Claimed,
                                 2,
                                 {}}};
        scenario.claim = Described<Claim>("{}", claim);
        const QList<ClaimVerdict> verdicts = claimsOf(scenario, predicted(u"fan-out-storm"_s).runs);
        QCOMPARE(verdicts.front().kind(), Kind::None);
        QVERIFY2(verdicts.front().headline().contains(u"less work is not faster work"_s), qPrintable(verdicts.front().headline()));
    }

    void what_was_not_run_gives_no_verdict()
    {
        QList<FinishedRun> runs = predicted(u"skeleton"_s).runs;
        runs.removeIf([](const FinishedRun &run) { return run.variant == u"skeleton"_s; });
        const QList<ClaimVerdict> verdicts = claimsOf(predicted(u"skeleton"_s).scenario, runs);
        QCOMPARE(verdicts.front().kind(), Kind::None);
        QVERIFY(verdicts.front().headline().contains(u"there is no run of \"skeleton\" under concurrent"_s));
        QVERIFY(claimsOf(predicted(u"skeleton"_s).scenario, {}).isEmpty());
    }

    void the_runs_decide_and_not_the_prediction()
    {
        QList<FinishedRun> runs = predicted(u"skeleton"_s).runs;
        for (FinishedRun &run : runs) // a live run of the skeleton that took twice as long
            run.report.makespanS *= run.variant == u"skeleton"_s ? 2 : 1;
        const ClaimVerdict verdict = claimsOf(predicted(u"skeleton"_s).scenario, runs).front();
        QCOMPARE(verdict.kind(), Kind::OnlyIf); // in virtual time it would hold, from eight calls at once on
        QVERIFY(std::abs(*verdict.tests[0].measured - 1.215) < 0.01);
        QVERIFY(std::abs(*verdict.tests[0].predicted - 2.43) < 0.01);
    }

    void runs_in_doubt_are_told_with_the_verdict()
    {
        QList<FinishedRun> runs = predicted(u"skeleton"_s).runs;
        const auto said = [&] { return textOf(claimsOf(predicted(u"skeleton"_s).scenario, runs).front()); };
        QVERIFY(!said().contains(u"SUSPECT"_s));
        runs[0].report.validity.valid = false;
        QVERIFY2(said().contains(u"Verdict: reproduced; 1 of 15 runs are SUSPECT"_s), qPrintable(said()));
    }

    void answers_in_other_words_are_told()
    {
        const Predicted &skeleton = predicted(u"skeleton"_s);
        QList<FinishedRun> runs = skeleton.runs;
        QCOMPARE(claimsOf(skeleton.scenario, runs).front().differences, QStringList());
        Scenario other = *variantOf(skeleton.scenario, skeleton.scenario.variants.front());
        other.seed = 77;
        for (FinishedRun &run : runs) {
            if (run.variant == skeleton.scenario.variants.front().name && run.model == hybrid)
                run.trace = predict(other, hybrid).trace;
        }
        const ClaimVerdict verdict = claimsOf(skeleton.scenario, runs).front();
        QCOMPARE(verdict.differences.size(), 1);
        QVERIFY2(verdict.differences.front().contains(u"under hybrid than under sequential"_s), qPrintable(verdict.differences.front()));
        QVERIFY(textOf(verdict).contains(verdict.differences.front()));
    }

    void no_built_in_claim_has_other_answers_under_another_model()
    {
        for (const char *name : {"four-cases", "react-vs-plan", "research-team", "cpu-tools", "rag-pipeline", "fan-out-storm",
                                 "barrier-vs-dataflow", "chain-vs-mapreduce", "simple-workflow-agent"}) {
            const Predicted &one = predicted(QString::fromLatin1(name));
            std::stop_source stop; // only the runs are looked at
            stop.request_stop();
            QCOMPARE(claimsOf(one.scenario, one.runs, stop.get_token()).front().differences, QStringList());
        }
    }

    void answers_are_right_only_where_the_documents_were_read()
    {
        const Predicted &three = predicted(u"simple-workflow-agent"_s);
        const auto right = [&](const QString &variant) {
            return claimFigure({ClaimMeasure::RightAnswers, variant, {concurrent}}, three.runs, three.scenario, u"answer"_s).value_or(-1);
        };
        QCOMPARE(right(u"call"_s), 0);
        QVERIFY2(right(u"workflow"_s) > 0 && right(u"workflow"_s) < 5, qPrintable(answersOf(three.runs, u"workflow"_s)));
        QCOMPARE(right(u"agent"_s), 10);
    }

    void the_report_has_the_claim_with_its_verdict()
    {
        const Predicted &one = predicted(u"chain-vs-mapreduce"_s);
        const OrderedJson report = reportDocument(one.scenario, one.runs, claimsOf(one.scenario, one.runs));
        const OrderedJson &claim = report["claims"][0];
        QCOMPARE(textOf(claim["id"]), u"chain-vs-mapreduce"_s);
        QCOMPARE(textOf(claim["verdict"]), u"only_if"_s);
        QCOMPARE(textOf(claim["knob"]), u"the number of documents"_s);
        QCOMPARE(claim["flips_at"].get<int>(), 19);
        QCOMPARE(claim["tests"].size(), 2U);
        QVERIFY(claim["measured"].get<double>() > 5.9);
        QVERIFY(claim["costs"][0]["usd"].get<double>() > 0);
    }

    void a_knob_turns_a_field_an_item_and_a_list_and_nothing_that_is_not_there()
    {
        OrderedJson json = parseOrderedJson("{\"concurrency\":5,\"steps\":[{\"map\":{\"over\":[\"a\",\"b\"]}}],\"tools\":{}}");
        QVERIFY(turn(json, u"concurrency"_s, 7));
        QVERIFY(turn(json, u"steps.0.map.over"_s, 3));
        QVERIFY(turn(json, u"steps.0.map.most"_s, 2.5));
        QVERIFY(!turn(json, u"steps.1.map.most"_s, 1));
        QVERIFY(!turn(json, u"tools.burn.cpu_ms"_s, 1));
        QCOMPARE(compact(json),
                 QByteArray("{\"concurrency\":7,\"steps\":[{\"map\":{\"over\":[\"a\",\"b\",\"a\"],\"most\":2.5}}],\"tools\":{}}"));
    }

    void a_stopped_search_says_no_more_than_the_runs()
    {
        std::stop_source stop;
        stop.request_stop();
        const ClaimVerdict verdict = claimsOf(predicted(u"skeleton"_s).scenario, predicted(u"skeleton"_s).runs, stop.get_token()).front();
        QVERIFY(verdict.tests[0].isMet() && !verdict.tests[0].flipsAt && !verdict.tests[0].predicted);
    }
};

INTERLEAVE_TEST_MAIN(ClaimsTest)
#include "tst_claims.moc"
