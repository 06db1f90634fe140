// What is exported of jobs made of steps: steps.csv, rows and arrows of the Chrome trace, agent and tool spans of OTLP, the report's table.
#include "export/exporters.h"
#include "support/otlp_check.h"
#include "support/story.h"
#include "support/test_main.h"
#include "support/trace_builder.h"
#include "json/json.h"

#include <QBuffer>
#include <QJsonArray>
#include <QJsonDocument>

#include <nlohmann/json.hpp>

#include <map>

using namespace interleave;
using namespace Qt::StringLiterals;
using interleave::test::otlpAttribute;
using interleave::test::OtlpDocument;
using interleave::test::OtlpReader;
using interleave::test::Story;
using interleave::test::TraceBuilder;

static constexpr StepId job{0, 0};

static FinishedRun runOf(Trace trace)
{
    FinishedRun run;
    run.model = u"hybrid"_s;
    run.trace = std::make_shared<const Trace>(std::move(trace));
    run.report = makeRunReport(*run.trace, Scenario(), run.model, 0);
    return run;
}

/// An agent that asks, has two tools run at the same time, one of which fails, and asks again; beside it one that only asks.
static FinishedRun agentRun()
{
    Story story;
    story.add(EventKind::Executor, {}, 0).text = u"network loop"_s;
    const StepId agent = job.child(1), other = job.child(2), last = job.child(3);
    story.begin(agent, 0, {StepKind::Group, u"prices"_s, 0, {}});
    story.begin(other, 0, {StepKind::Group, u"rivals"_s, 0, {}});
    const StepId ask = agent.child(1), search = agent.child(2), query = agent.child(3), again = agent.child(4);
    story.begin(ask, 0, {StepKind::Call, u"turn 1"_s, agent.step, {}});
    story.begin(other.child(1), 0, {StepKind::Call, u"turn 1"_s, other.step, {}});
    story.span(ask, Phase::Ttft, 0, 100);
    story.add(EventKind::Done, ask, 100);
    story.begin(search, 100, {StepKind::Tool, u"search"_s, agent.step, {ask.step}});
    story.begin(query, 100, {StepKind::Tool, u"json_query"_s, agent.step, {ask.step}});
    story.add(EventKind::Asked, search, 100).text = u"{\"query\":\"=rent\"}"_s;
    story.span(search, Phase::Tool, 100, 140, noExecutor);
    story.span(query, Phase::Tool, 110, 130, noExecutor);
    Event &failed = story.end(query, 130, Outcome::ProtocolError);
    failed.text = u"No such path: $.rent."_s;
    story.end(search, 140).text = u"{\"n\":3}"_s;
    story.begin(again, 140, {StepKind::Call, u"turn 2"_s, agent.step, {search.step, query.step}});
    story.span(again, Phase::Ttft, 140, 240);
    story.add(EventKind::Done, again, 240);
    story.end(agent, 240);
    story.span(other.child(1), Phase::Ttft, 0, 90);
    story.add(EventKind::Done, other.child(1), 90);
    story.end(other, 90);
    story.begin(last, 240, {StepKind::Tool, u"calculate"_s, 0, {agent.step, other.step}});
    story.span(last, Phase::Tool, 240, 250, noExecutor);
    story.end(last, 250);
    story.end(job, 250);
    return runOf(story.trace(260));
}

static QByteArray exported(const char *id, const FinishedRun &run)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    return findExporter(QString::fromLatin1(id))->write({Scenario(), {run}}, buffer).isEmpty() ? buffer.data() : QByteArray();
}

/// Cells by the names of their columns; none of them is quoted with a comma in it but JSON, which has none here.
static QList<std::map<QByteArray, QByteArray>> rowsOf(const QByteArray &csv)
{
    QList<std::map<QByteArray, QByteArray>> rows;
    const QList<QByteArray> lines = csv.trimmed().split('\n');
    const QList<QByteArray> names = lines.first().trimmed().split(',');
    for (const QByteArray &line : lines.mid(1)) {
        const QList<QByteArray> cells = line.trimmed().split(',');
        std::map<QByteArray, QByteArray> row;
        for (qsizetype i = 0; i < names.size(); ++i)
            row[names[i]] = cells.value(i);
        row["cells"] = QByteArray::number(cells.size() == names.size());
        rows.append(row);
    }
    return rows;
}

class StepExportsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_step_is_a_row_with_its_parent_causes_phases_and_slack()
    {
        const auto rows = rowsOf(exported("steps", agentRun()));
        QCOMPARE(rows.size(), 8);
        std::map<QByteArray, std::map<QByteArray, QByteArray>> byStep;
        for (const auto &row : rows) {
            QCOMPARE(row.at("cells"), QByteArray("1"));
            byStep[row.at("step")] = row;
        }
        auto &search = byStep["1.2"];
        QCOMPARE(search["parent"], QByteArray("1"));
        QCOMPARE(search["kind"], QByteArray("tool"));
        QCOMPARE(search["label"], QByteArray("search"));
        QCOMPARE(search["causes"], QByteArray("1.1"));
        QCOMPARE(search["begin_s"], QByteArray("0.000000100"));
        QCOMPARE(search["end_s"], QByteArray("0.000000140"));
        QCOMPARE(search["tool_s"], QByteArray("0.000000040"));
        QCOMPARE(search["critical_path_s"], QByteArray("0.000000040"));
        QCOMPARE(search["slack_s"], QByteArray("0.000000000"));
        QCOMPARE(search["asked"], QByteArray("\"{\"\"query\"\":\"\"=rent\"\"}\""));
        auto &query = byStep["1.3"];
        QCOMPARE(query["outcome"], QByteArray("protocol_error"));
        QCOMPARE(query["slack_s"], QByteArray("0.000000010"));
        QCOMPARE(query["critical_path_s"], QByteArray("0.000000000"));
        QCOMPARE(query["result"], QByteArray("No such path: $.rent."));
        QCOMPARE(byStep["1.4"]["causes"], QByteArray("1.2 1.3"));
        QCOMPARE(byStep["2"]["slack_s"], QByteArray("0.000000150"));
        QCOMPARE(byStep["3"]["parent"], QByteArray());
    }

    void critical_parts_of_all_steps_add_up_to_the_makespan()
    {
        const FinishedRun run = agentRun();
        double sum = 0;
        for (const auto &row : rowsOf(exported("steps", run)))
            sum += row.at("critical_path_s").toDouble();
        QVERIFY(std::abs(sum - run.report.makespanS) < 1e-12);
    }

    void branches_and_tools_have_rows_and_causes_are_arrows_between_slices()
    {
        const QJsonArray events = QJsonDocument::fromJson(exported("trace", agentRun()))[u"traceEvents"_s].toArray();
        QMap<int, QString> threads;
        QMap<int, std::pair<QJsonObject, QJsonObject>> arrows;
        QStringList slices;
        for (const QJsonValue &event : events) {
            const QString phase = event[u"ph"_s].toString();
            const int thread = event[u"tid"_s].toInt();
            if (phase == u"M" && event[u"name"_s] == u"thread_name"_s)
                threads[thread] = event[u"args"_s][u"name"_s].toString();
            if (phase == u"X" && event[u"cat"_s] == u"tool"_s)
                slices.append(event[u"name"_s].toString());
            if (phase == u"s")
                arrows[event[u"id"_s].toInt()].first = event.toObject();
            if (phase == u"f")
                arrows[event[u"id"_s].toInt()].second = event.toObject();
        }
        const QStringList names = threads.values();
        for (const auto name : {"branches 1", "branches 2", "tools 1", "tools 2"})
            QVERIFY2(names.contains(QString::fromLatin1(name)), name);
        QCOMPARE(slices, QStringList({u"search"_s, u"json_query"_s, u"calculate"_s}));
        QCOMPARE(arrows.size(), 6);
        for (const auto &[from, to] : arrows) {
            QVERIFY(!from.isEmpty() && !to.isEmpty());
            QVERIFY(from[u"ts"_s].toDouble() <= to[u"ts"_s].toDouble());
            for (const QJsonObject &end : {from, to}) { // each end lies in a slice of its row
                const bool lies = std::any_of(events.begin(), events.end(), [&](const QJsonValue &slice) {
                    const double begin = slice[u"ts"_s].toDouble();
                    return slice[u"ph"_s] == u"X"_s && slice[u"tid"_s] == end[u"tid"_s] && end[u"ts"_s].toDouble() >= begin &&
                           end[u"ts"_s].toDouble() <= begin + slice[u"dur"_s].toDouble();
                });
                QVERIFY2(lies, QJsonDocument(end).toJson().constData());
            }
        }
    }

    void agents_tools_and_calls_are_spans_as_the_conventions_name_them()
    {
        const QByteArray exportedText = exported("otlp", agentRun());
        QVERIFY(!exportedText.contains("=rent")); // what was asked is left out
        const OtlpDocument document = OtlpReader::read(exportedText);
        QCOMPARE(document.complaints, QStringList());
        QMap<QString, QJsonObject> byName;
        QMap<QString, QString> nameOfId;
        for (const QJsonObject &span : document.spans) {
            byName[span[u"name"_s].toString()] = span;
            nameOfId[span[u"spanId"_s].toString()] = span[u"name"_s].toString();
        }
        const auto parentOf = [&](const QString &name) { return nameOfId.value(byName[name][u"parentSpanId"_s].toString()); };
        QCOMPARE(parentOf(u"execute_tool search"_s), u"invoke_agent prices"_s);
        QCOMPARE(parentOf(u"invoke_agent prices"_s), u"invoke_workflow prompt_batch"_s);
        QCOMPARE(parentOf(u"execute_tool calculate"_s), u"invoke_workflow prompt_batch"_s);
        QVERIFY(parentOf(u"chat"_s).startsWith(u"invoke_agent"_s));
        const QJsonObject search = byName[u"execute_tool search"_s];
        QCOMPARE(otlpAttribute(search, "gen_ai.operation.name").toString(), u"execute_tool"_s);
        QCOMPARE(otlpAttribute(search, "gen_ai.tool.name").toString(), u"search"_s);
        QCOMPARE(otlpAttribute(byName[u"invoke_agent rivals"_s], "gen_ai.agent.name").toString(), u"rivals"_s);
        QCOMPARE(search[u"links"_s].toArray().size(), 1);
        QCOMPARE(nameOfId.value(search[u"links"_s][0][u"spanId"_s].toString()), u"chat"_s);
        const QJsonObject failed = byName[u"execute_tool json_query"_s];
        QCOMPARE(failed[u"status"_s][u"message"_s].toString(), u"No such path: $.rent."_s);
        QCOMPARE(otlpAttribute(failed, "error.type").toString(), u"protocol_error"_s);
    }

    void the_report_has_steps_by_name_and_the_width()
    {
        const QJsonObject json = qtObject(toJson(agentRun().report));
        QCOMPARE(json[u"parallelism"_s][u"declared"_s].toInt(), 2);
        QCOMPARE(json[u"parallelism"_s][u"observed"_s].toInt(), 2);
        QVERIFY(!json[u"parallelism"_s].toObject().contains(u"limited_by"_s));
        const QJsonArray segments = json[u"critical_path"_s][u"segments"_s].toArray();
        QCOMPARE(segments.first()[u"begin_s"_s].toDouble(), 0.0);
        QCOMPARE(segments.last()[u"end_s"_s].toDouble(), json[u"makespan_s"_s].toDouble());
        for (qsizetype i = 1; i < segments.size(); ++i)
            QCOMPARE(segments[i][u"begin_s"_s].toDouble(), segments[i - 1][u"end_s"_s].toDouble());
        QCOMPARE(segments.last()[u"step"_s].toString(), u"3"_s);
        for (const QJsonValue &steps : json[u"steps"_s].toArray()) {
            if (steps[u"name"_s] == u"prices"_s && steps[u"kind"_s] == u"group"_s) {
                QCOMPARE(steps[u"wall_s"_s].toDouble(), 240e-9);
                QCOMPARE(steps[u"effort_s"_s].toDouble(), 260e-9); // two calls, two tools
                QCOMPARE(steps[u"active_s"_s].toDouble(), 240e-9);
                QCOMPARE(steps[u"critical_s"_s].toDouble(), 240e-9);
                return;
            }
        }
        QFAIL("no group of that name");
    }

    /// What was there before stays as it was.
    void a_run_of_prompts_has_no_rows_of_steps_and_no_arrows()
    {
        TraceBuilder run;
        run.call(0, 0, 0, 100).analyze(0, 0, 100, 120);
        const FinishedRun plain = runOf(run.end(130));
        QVERIFY(plain.report.namedSteps.empty());
        const QByteArray trace = exported("trace", plain);
        for (const char *none : {"tools", "branches", "\"caused\""})
            QVERIFY2(!trace.contains(none), none);
        const QByteArray otlp = exported("otlp", plain);
        QVERIFY(!otlp.contains("invoke_workflow") && !otlp.contains("links"));
        QCOMPARE(rowsOf(exported("steps", plain)).size(), 2);
    }
};

INTERLEAVE_TEST_MAIN(StepExportsTest)
#include "tst_step_exports.moc"
