// A step's, an agent's and a member's own model, temperature and output limit: what servers of all three protocols receive, under several
// execution models, and what the trace, the costs, the cache and the prediction make of it.
#include "core/price_table.h"
#include "core/routes.h"
#include "run/program_path.h"
#include "support/made_run.h"
#include "support/scripted_server.h"
#include "support/test_main.h"
#include "support/workload_scenarios.h"
#include "trace/cost.h"
#include "json/json.h"

#include <QRegularExpression>

#include <nlohmann/json.hpp>

#include <map>

using namespace interleave;
using test::MadeRun, test::runLive, test::runVirtually, test::ScriptedServer;
using namespace Qt::StringLiterals;

namespace {

const Json &first(const Json &list)
{
    static const Json none(Json::value_t::discarded);
    return list.is_array() && !list.empty() ? list.front() : none;
}

/// A server that keeps what it was asked, and answers in the protocol of its path: "Fine.", 5 tokens for 2.
class ListeningServer
{
public:
    QString baseUrl(const QString &provider) const { return m_server.baseUrl() + (provider == "openai"_L1 ? u"/v1"_s : QString()); }
    /// By the words of the prompt: "model, temperature, limit".
    std::map<QString, QStringList> asked;

private:
    static QString numberIn(const Json &json) { return json.is_number() ? QString::number(json.get<double>()) : u"-"_s; }

    void answer(const ScriptedServer::Request &request)
    {
        const Json body = parseJson(request.body);
        Json reply;
        QString words, model;
        Json options = body;
        const char *limit = body.contains("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
        if (request.head.contains(":generateContent")) {
            model = QRegularExpression(u"models/([^:/ ]+):"_s).match(QString::fromLatin1(request.head)).captured(1);
            words = textOf(at(first(at(first(at(body, "contents")), "parts")), "text"));
            options = at(body, "generationConfig");
            limit = "maxOutputTokens";
            reply = {{"candidates", {{{"content", {{"role", "model"}, {"parts", {{{"text", "Fine."}}}}}}, {"finishReason", "STOP"}}}},
                     {"usageMetadata", {{"promptTokenCount", 5}, {"candidatesTokenCount", 2}, {"totalTokenCount", 7}}}};
        } else {
            model = textOf(at(body, "model"));
            const Json &content = at(first(at(body, "messages")), "content");
            words = content.is_string() ? textOf(content) : textOf(at(first(content), "text"));
            if (request.head.contains("/chat/completions"))
                reply = {
                    {"id", "x"},
                    {"object", "chat.completion"},
                    {"model", utf8(model)},
                    {"choices", {{{"index", 0}, {"message", {{"role", "assistant"}, {"content", "Fine."}}}, {"finish_reason", "stop"}}}},
                    {"usage", {{"prompt_tokens", 5}, {"completion_tokens", 2}, {"total_tokens", 7}}}};
            else
                reply = {{"id", "x"},
                         {"type", "message"},
                         {"role", "assistant"},
                         {"model", utf8(model)},
                         {"content", {{{"type", "text"}, {"text", "Fine."}}}},
                         {"stop_reason", "end_turn"},
                         {"usage", {{"input_tokens", 5}, {"output_tokens", 2}}}};
        }
        asked[words].append(u"%1, %2, %3"_s.arg(model, numberIn(at(options, "temperature")), numberIn(at(options, limit))));
        m_server.reply(request, ScriptedServer::response(compact(reply)));
    }

    ScriptedServer m_server{[this](const ScriptedServer::Request &request) { answer(request); }};
};

constexpr const char *steps = R"x("workload":"workflow","prompts":["Go."],"workflow":{"steps":[
    {"name":"own","call":{"prompt":"Own.","model":"small","temperature":0.5,"max_output_tokens":11}},
    {"name":"plain","call":{"prompt":"Plain."}},
    {"name":"agent","agent":{"task":"Agent.","model":"large","temperature":0.25,"max_output_tokens":13}},
    {"name":"map","map":{"over":[1],"steps":[{"name":"in","call":{"prompt":"Inner.","model":"small"}}]}}]})x";
constexpr const char *members = R"x("workload":"team","prompts":["Go."],"team":{"shape":"orchestrator",
    "plan":{"task":"Plan.","model":"large"},"decision":{"task":"Decide.","temperature":1},
    "roles":[{"name":"a","task":"Member.","model":"small","max_output_tokens":17}]})x";
constexpr const char *oneAgent = R"x("workload":"agent","prompts":["Go."],"agent":{"task":"Alone.","model":"large","temperature":0})x";

} // namespace

class StepModelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { useProgram(QStringLiteral(INTERLEAVE_PROGRAM)); }

    void a_server_receives_what_the_step_says_data()
    {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<QString>("model");
        for (const char *provider : {"gemini", "openai", "anthropic"}) {
            for (const char *model : {"sequential", "hybrid", "parallel_threads", "parallel_processes"})
                QTest::addRow("%s, %s", provider, model) << QString::fromLatin1(provider) << QString::fromLatin1(model);
        }
    }
    void a_server_receives_what_the_step_says()
    {
        QFETCH(QString, provider);
        QFETCH(QString, model);
        ListeningServer server;
        for (const char *parts : {steps, members, oneAgent}) {
            Scenario scenario = test::scenarioOf(parts);
            scenario.endpoint.provider = provider;
            scenario.endpoint.baseUrl = server.baseUrl(provider);
            scenario.endpoint.modelName = u"usual"_s;
            scenario.endpoint.outputLimitField = OutputLimitField::MaxTokens;
            const MadeRun made = runLive(scenario, model);
            QVERIFY(made.trace);
            QVERIFY2(made.report.jobsOk == 1, qPrintable(made.report.jobFailure));
            for (const CallRecord &call : made.trace->calls()) {
                const StepRecord &step = made.trace->steps()[static_cast<size_t>(made.trace->find(call.id))];
                QVERIFY(server.asked[step.asked].last().startsWith(call.attemptEnds.front().detail.model + u','));
            }
        }
        // Anthropic's protocol wants a limit always: what it has where none was said is its provider's own.
        const auto isAsked = [&](const QString &words, const QString &expected) {
            const QStringList got = server.asked[words];
            return got.size() == 1 && (got.front() == expected || (provider == "anthropic"_L1 && expected.endsWith(u", -"_s) &&
                                                                   got.front().startsWith(expected.chopped(1))));
        };
        for (const auto &[words, expected] : {std::pair(u"Own."_s, u"small, 0.5, 11"_s),
                                              {u"Plain."_s, u"usual, -, -"_s},
                                              {u"Agent."_s, u"large, 0.25, 13"_s},
                                              {u"Inner."_s, u"small, -, -"_s},
                                              {u"Plan."_s, u"large, -, -"_s},
                                              {u"Decide."_s, u"usual, 1, -"_s},
                                              {u"Member."_s, u"small, -, 17"_s},
                                              {u"Alone."_s, u"large, 0, -"_s}})
            QVERIFY2(isAsked(words, expected), qPrintable(words + u" was asked as "_s + server.asked[words].join(u" and "_s)));
    }

    /// 5 tokens and 2 of each call, a dollar a million of "small", ten of "usual".
    void a_call_costs_what_its_own_model_costs()
    {
        ListeningServer server;
        Scenario scenario = test::scenarioOf(R"x("workload":"workflow","prompts":["Go."],"workflow":{"steps":[
            {"name":"a","call":{"prompt":"A.","model":"small"}},{"name":"b","call":{"prompt":"B."}}]})x");
        scenario.endpoint.provider = u"openai"_s;
        scenario.endpoint.baseUrl = server.baseUrl(u"openai"_s);
        scenario.endpoint.modelName = u"usual"_s;
        const MadeRun made = runLive(scenario, u"concurrent"_s);
        QVERIFY(made.trace);
        const auto row = [](const QString &model, double usd) {
            PriceRow row;
            row.provider = u"openai"_s;
            row.model = model;
            row.input = row.output = usd;
            return row;
        };
        const Cost cost = costOf(*made.trace, PriceTable({row(u"small"_s, 1), row(u"usual"_s, 10)}));
        QVERIFY(cost.usd.has_value());
        QVERIFY(std::abs(*cost.usd - (7 * 1 + 7 * 10) / 1e6) < 1e-12);
    }

    /// The same words to another model are another question; to the same one they are not asked again.
    void the_cache_tells_models_apart()
    {
        ListeningServer server;
        Scenario scenario = test::scenarioOf(R"x("workload":"workflow","prompts":["Go."],"workflow":{"steps":[
            {"name":"a","call":{"prompt":"Same.","model":"small"}},{"name":"b","after":["a"],"call":{"prompt":"Same."}},
            {"name":"c","after":["b"],"call":{"prompt":"Same.","model":"small"}},
            {"name":"d","after":["c"],"call":{"prompt":"Same.","model":"usual"}}]},"traffic":{"cache":{"enabled":true,"starts_empty":true}})x");
        scenario.endpoint.provider = u"openai"_s;
        scenario.endpoint.baseUrl = server.baseUrl(u"openai"_s);
        scenario.endpoint.modelName = u"usual"_s;
        const MadeRun made = runLive(scenario, u"concurrent"_s);
        QVERIFY(made.trace);
        QCOMPARE(server.asked[u"Same."_s], (QStringList{u"small, -, -"_s, u"usual, -, -"_s}));
        QCOMPARE(made.report.count(Outcome::CacheHit), 2);
    }

    /// The simulator's small model takes 0.4 of the time: 2 s at scale 0.05, under each model, live and predicted.
    void a_prediction_knows_the_models_of_steps()
    {
        const auto makespanOf = [](const QByteArray &model, const char *execution) {
            const Scenario scenario = test::scenarioOf(R"x("workload":"workflow","prompts":["Go."],"workflow":{"steps":[
                {"name":"a","call":{"prompt":"A.")x" + model +
                                                       "}}]}");
            return runVirtually(scenario, QString::fromLatin1(execution)).report.makespanS;
        };
        for (const char *execution : {"sequential", "concurrent", "hybrid"}) {
            QVERIFY(std::abs(makespanOf("", execution) - 0.1) < 0.005);
            QVERIFY(std::abs(makespanOf(",\"model\":\"sim-small\"", execution) - 0.04) < 0.005);
        }
        const double threads = makespanOf("", "parallel_threads") - makespanOf(",\"model\":\"sim-small\"", "parallel_threads");
        QVERIFY(std::abs(threads - 0.06) < 0.005);
    }

    void routes_have_each_model_of_the_workload_once()
    {
        const auto namesOf = [](const char *parts) {
            QStringList names;
            for (const Endpoint &route : routesOf(test::scenarioOf(parts)))
                names.append(route.modelName);
            return names;
        };
        QCOMPARE(namesOf(steps), (QStringList{u"sim"_s, u"small"_s, u"large"_s}));
        QCOMPARE(namesOf(members), (QStringList{u"sim"_s, u"small"_s, u"large"_s}));
        QCOMPARE(namesOf(oneAgent), (QStringList{u"sim"_s, u"large"_s}));
        QCOMPARE(namesOf("\"prompts\":[\"Go.\"]"), QStringList{u"sim"_s});
    }
};

INTERLEAVE_TEST_MAIN(StepModelsTest)
#include "tst_step_models.moc"
