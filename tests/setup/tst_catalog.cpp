// Names become values, and an unknown one is refused in a sentence that lists the known ones.
#include "setup/catalog.h"

#include "support/test_main.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <nlohmann/json.hpp>

using namespace interleave;
using namespace Qt::StringLiterals;

class CatalogTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void every_list_has_entries_with_a_name_a_title_and_a_sentence()
    {
        for (const auto &list : {catalogOfModels(), catalogOfWorkloads(), catalogOfProviders(), catalogOfProfiles(), catalogOfAnalyzers(),
                                 catalogOfScenarios()}) {
            QVERIFY(!list.isEmpty());
            for (const CatalogEntry &entry : list)
                QVERIFY2(!entry.id.isEmpty() && !entry.title.isEmpty() && entry.sentence.endsWith(u'.'), qPrintable(entry.id));
        }
    }

    void models_are_the_five_in_menu_order()
    {
        QCOMPARE(idsOf(catalogOfModels()), u"sequential, concurrent, parallel_threads, parallel_processes, hybrid"_s);
    }

    void built_in_scenarios_have_the_name_they_are_known_by()
    {
        for (const CatalogEntry &entry : catalogOfScenarios()) {
            const Result<Scenario> scenario = loadScenario(entry.id);
            QVERIFY2(bool(scenario), scenario ? "" : qPrintable(scenario.error()));
            QCOMPARE(scenario->name, entry.id);
        }
    }

    void article_is_the_case_of_the_article()
    {
        const Result<Scenario> article = loadScenario(u"article"_s);
        QVERIFY(bool(article));
        QCOMPARE(article->prompts.size(), 5);
        QCOMPARE(article->prompts[0].text, u"Explain AI in 50 words"_s);
        QCOMPARE(article->endpoint.profile, u"article"_s);
        QVERIFY(article->endpoint.isSimulator());
        QCOMPARE(article->concurrency, 5);
        QCOMPARE(article->workers, 5);
        QCOMPARE(article->pool, 3);
        QCOMPARE(article->analyzers, QStringList{u"word-count"_s});
        QVERIFY(!article->stream);
        QCOMPARE(article->cpuMs, 0.0);
        QCOMPARE(article->timeScale, 1.0);
        QCOMPARE(article->seed, quint64(1));
        QCOMPARE(article->repeats, 1);
        QCOMPARE(article->models.size(), 5);
    }

    void an_unknown_scenario_lists_the_built_in_ones()
    {
        const Result<Scenario> scenario = loadScenario(u"artcile"_s);
        QVERIFY(!scenario);
        QVERIFY2(scenario.error().contains(u"artcile"_s) && scenario.error().contains(idsOf(catalogOfScenarios())),
                 qPrintable(scenario.error()));
    }

    void unknown_names_in_a_file_are_refused_with_the_file_and_the_known_names_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("known");
        QTest::newRow("model") << u"\"models\": [\"warp\"]"_s << u"warp"_s << u"hybrid"_s;
        QTest::newRow("analyzer") << u"\"analyzers\": [\"guess\"]"_s << u"guess"_s << u"word-count"_s;
        QTest::newRow("http") << u"\"endpoint\": {\"http\": \"4\"}"_s << u"\"http\" is \"4\""_s << u"auto, 1.1, 2 or 3"_s;
        QTest::newRow("transport") << u"\"endpoint\": {\"transport\": \"quic\"}"_s << u"\"transport\" is \"quic\""_s
                                   << u"auto, qnam or curl"_s;
        QTest::newRow("reuse") << u"\"endpoint\": {\"reuse\": \"0\"}"_s << u"\"reuse\" is \"0\""_s << u"always, never or"_s;
        QTest::newRow("provider") << u"\"endpoint\": {\"provider\": \"acme\"}"_s << u"acme"_s << u"gemini"_s;
        QTest::newRow("profile") << u"\"endpoint\": {\"profile\": \"turtle\"}"_s << u"turtle"_s << u"article"_s;
    }
    void unknown_names_in_a_file_are_refused_with_the_file_and_the_known_names()
    {
        QFETCH(QString, field);
        QFETCH(QString, name);
        QFETCH(QString, known);
        QTemporaryDir folder;
        const QString path = folder.filePath(u"s.interleave.json"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(u"{\"schema\": \"interleave.scenario/1\", \"prompts\": [\"Hi\"], %1}"_s.arg(field).toUtf8());
        file.close();
        const Result<Scenario> scenario = loadScenario(path);
        QVERIFY(!scenario);
        for (const QString &part : {path, name, known})
            QVERIFY2(scenario.error().contains(part), qPrintable(scenario.error()));
    }

    void how_an_endpoint_is_spoken_to_survives_a_file()
    {
        Scenario scenario = loadScenario(u"article"_s).value();
        QVERIFY(!qtObject(toJson(scenario))["endpoint"_L1].toObject().contains("http"_L1)); // as usual: not written
        scenario.endpoint.http = HttpChoice::Http2;
        scenario.endpoint.certificateFile = u"server.pem"_s;
        const Result<Scenario> read = scenarioFromJson(compact(toJson(scenario)), u"file"_s);
        QVERIFY(read);
        QVERIFY(*read == scenario);
    }
    void endpoints_by_name_data()
    {
        QTest::addColumn<QString>("baseUrl");
        QTest::addColumn<QString>("variable");
        QTest::newRow("gemini") << u"https://generativelanguage.googleapis.com"_s << u"GEMINI_API_KEY"_s;
        QTest::newRow("openai") << u"https://api.openai.com/v1"_s << u"OPENAI_API_KEY"_s;
        QTest::newRow("anthropic") << u"https://api.anthropic.com"_s << u"ANTHROPIC_API_KEY"_s;
    }
    void endpoints_by_name()
    {
        QFETCH(QString, baseUrl);
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        const Result<Endpoint> fresh = endpointNamed(name, Endpoint());
        QVERIFY(bool(fresh));
        QCOMPARE(fresh->baseUrl, baseUrl);
        QCOMPARE(fresh->provider, name);
        QTEST(fresh->apiKeyEnv, "variable");
        QVERIFY(!fresh->modelName.isEmpty() && fresh->modelName != Endpoint().modelName);

        QCOMPARE(*endpointNamed(baseUrl + u'/', Endpoint()), *fresh); // its address says as much as its name
        for (const CatalogEntry &other : catalogOfProviders())
            QCOMPARE(*endpointNamed(name, *endpointNamed(other.id, Endpoint())), *fresh);

        Endpoint chosen = *fresh;
        chosen.modelName = u"mine"_s;
        chosen.apiKeyEnv = u"MY_KEY"_s;
        QCOMPARE(*endpointNamed(name, chosen), chosen); // what was chosen for it stays
    }
    void endpoints_by_url()
    {
        Endpoint current;
        current.baseUrl = u"http://127.0.0.1:1"_s;
        QVERIFY(endpointNamed(u"simulator"_s, current)->isSimulator());
        QCOMPARE(endpointNamed(u"http://127.0.0.1:8080/faults/cut/"_s, Endpoint())->baseUrl, u"http://127.0.0.1:8080/faults/cut"_s);
        for (const QString &wrong : {u"gemni"_s, u" "_s, QString()}) {
            const Result<Endpoint> refused = endpointNamed(wrong, Endpoint());
            QVERIFY2(!refused && refused.error().contains(u"simulator, gemini, openai, anthropic"_s), qPrintable(wrong));
        }
        for (const QString &wrong : {u"ftp://example.org"_s, u"http://"_s, u"http://me:hunter2@example.org"_s}) {
            const Result<Endpoint> refused = endpointNamed(wrong, Endpoint());
            QVERIFY2(!refused && refused.error().contains(u"the base URL"_s) && !refused.error().contains(u"hunter2"_s), qPrintable(wrong));
        }
        QCOMPARE(endpointNamed(u" LOCALHOST:8080/v1/chat/completions "_s, Endpoint())->baseUrl, u"http://localhost:8080/v1"_s);
    }
    void a_services_key_does_not_go_elsewhere()
    {
        const Endpoint openAi = *endpointNamed(u"openai"_s, Endpoint());
        QCOMPARE(endpointNamed(u"http://127.0.0.1:8000/v1"_s, openAi)->apiKeyEnv, QString());
        QCOMPARE(endpointNamed(u"simulator"_s, openAi)->apiKeyEnv, QString());
        QCOMPARE(endpointNamed(u"http://127.0.0.1:8000/v1"_s, openAi)->provider, u"openai"_s);
        Endpoint own = *endpointNamed(u"http://127.0.0.1:8000/v1"_s, openAi);
        own.apiKeyEnv = u"PROXY_KEY"_s;
        own.certificateFile = u"proxy.pem"_s;
        QCOMPARE(endpointNamed(u"http://127.0.0.1:8000/v2"_s, own)->apiKeyEnv, u"PROXY_KEY"_s); // the same origin
        QCOMPARE(endpointNamed(u"http://127.0.0.1:8001/v1"_s, own)->apiKeyEnv, QString());
        QCOMPARE(endpointNamed(u"https://127.0.0.1:8000/v1"_s, own)->apiKeyEnv, QString());
        QCOMPARE(endpointNamed(u"http://127.0.0.1:8001/v1"_s, own)->certificateFile, u"proxy.pem"_s); // the same host
        QCOMPARE(endpointNamed(u"openai"_s, own)->certificateFile, QString());
        QCOMPARE(endpointNamed(u"openai"_s, own)->apiKeyEnv, u"OPENAI_API_KEY"_s);
    }

    void source_of_a_model_is_the_file_that_was_compiled()
    {
        for (const CatalogEntry &model : catalogOfModels()) {
            QFile file(QStringLiteral(INTERLEAVE_SOURCE_DIR) + u"/app/execution/%1.cpp"_s.arg(model.id));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QCOMPARE(sourceOfModel(model.id), QString::fromUtf8(file.readAll()));
        }
        QVERIFY(sourceOfModel(u"../main"_s).isEmpty());
    }
};

INTERLEAVE_TEST_MAIN(CatalogTest)
#include "tst_catalog.moc"
