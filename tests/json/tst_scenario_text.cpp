// Saving a scenario changes in its file what was edited, and nothing else: every built-in one and hand-formatted ones byte for byte, edits
// line by line.
#include "support/full_scenario.h"
#include "support/test_main.h"
#include "json/scenario_json.h"
#include "json/scenario_text.h"

#include <QDir>
#include <QFile>

#include <functional>

using namespace interleave;
using namespace Qt::StringLiterals;

static Scenario parsed(const QByteArray &text)
{
    const Result<Scenario> scenario = scenarioFromJson(text, u"file"_s);
    if (!scenario)
        qFatal("%s", qPrintable(scenario.error()));
    return *scenario;
}

/// Lines of one that the other has not, both ways.
static QByteArrayList changedLines(const QByteArray &before, const QByteArray &after)
{
    QByteArrayList gone = before.split('\n'), come;
    for (const QByteArray &line : after.split('\n')) {
        if (!gone.removeOne(line))
            come.append('+' + line.trimmed());
    }
    for (QByteArray &line : gone)
        line = '-' + line.trimmed();
    return gone + come;
}

using Edit = void (*)(Scenario &);

static const QByteArray byHand("\n"
                               "{ \"schema\" : \"interleave.scenario/1\",\n"
                               "   \"seed\":7,  \"name\":\"by hand\",\n"
                               "\t\"prompts\": [ \"One\", \"Two\" ,\n"
                               "\t             {\"text\":\"Three\", \"temperature\":0.50}, \"Fo\\u0075r\" ],\n"
                               "  \"models\":[\"hybrid\",\"sequential\"], \"traffic\":{\"retry\":{ \"retries\":3 }},\n"
                               "  \"variants\": [\n"
                               "    {\"changes\":{\"workers\":2,\"concurrency\":1.0},\"name\":\"v\"}\n"
                               "  ],\n"
                               "  \"cpu_ms\": 1e1 }\n"
                               "\n");

class ScenarioTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opening_and_saving_changes_no_byte_data()
    {
        QTest::addColumn<QByteArray>("text");
        const QDir folder(QStringLiteral(INTERLEAVE_SOURCE_DIR "/resources/scenarios"));
        const QStringList names = folder.entryList({u"*.interleave.json"_s});
        QVERIFY(names.size() >= 8);
        for (const QString &name : names) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QTest::newRow(qPrintable(name)) << file.readAll();
        }
        QFile golden(QStringLiteral(INTERLEAVE_SOURCE_DIR "/tests/data/golden/full.interleave.json"));
        QVERIFY(golden.open(QIODevice::ReadOnly));
        QTest::newRow("every field") << golden.readAll();
        QTest::newRow("by hand") << byHand;
        QTest::newRow("by hand, as Windows has it") << QByteArray(byHand).replace("\n", "\r\n");
        QTest::newRow("by hand, in one line") << QByteArray(byHand).replace("\n", " ");
        QTest::newRow("with a mark in front") << QByteArray("\xef\xbb\xbf" + byHand);
        QTest::newRow("written by this program") << scenarioText(test::fullScenario(), {});
    }
    void opening_and_saving_changes_no_byte()
    {
        QFETCH(QByteArray, text);
        QCOMPARE(scenarioText(parsed(text), text), text);
    }

    void every_edit_of_every_file_is_saved_and_can_be_undone_data() { opening_and_saving_changes_no_byte_data(); }
    void every_edit_of_every_file_is_saved_and_can_be_undone()
    {
        QFETCH(QByteArray, text);
        const Scenario scenario = parsed(text);
        const Prompt prompt = test::fullScenario().prompts.front();
        const std::function<void(Scenario &)> edits[] = {
            [](Scenario &s) { s.workers = s.workers == 9 ? 8 : 9; },
            [](Scenario &s) { s.name += u" \"2\" ä\n"_s; },
            [](Scenario &s) { s.traffic = {}; },
            [](Scenario &s) { s.traffic.cache.enabled = !s.traffic.cache.enabled; },
            [](Scenario &s) { s.traffic = test::fullScenario().traffic; },
            [](Scenario &s) { s.objectives.latencyS += 1.25; },
            [](Scenario &s) { s.models = {u"concurrent"_s}; },
            [](Scenario &s) { s.models.append(u"concurrent"_s); },
            [](Scenario &s) { s.analyzers.clear(); },
            [](Scenario &s) {
                s.variants.clear();
                s.claim = {}; // which is about them
            },
            [](Scenario &s) {
                s.variants = test::fullScenario().variants;
                s.claim = {};
            },
            [](Scenario &s) { s.arrival = test::fullScenario().arrival; },
            [](Scenario &s) { s.arrival = {}; },
            [](Scenario &s) { s.endpoint = test::fullScenario().endpoint; },
            [&](Scenario &s) { s.prompts = {prompt}; },
            [&](Scenario &s) { s.prompts.append(prompt); },
            [&](Scenario &s) { s.prompts.prepend(prompt); },
            [&](Scenario &s) { s.prompts.insert(s.prompts.size() / 2, prompt); },
            [](Scenario &s) { s.prompts.append(s.prompts); },
            [](Scenario &s) { s.prompts.front().text += u'!'; },
            [](Scenario &s) { s.prompts.back().temperature = 1.5; },
            [](Scenario &s) { s.prompts.resize(1); },
            [](Scenario &s) { s.prompts.remove(0, s.prompts.size() - 1); },
            [](Scenario &s) { std::reverse(s.prompts.begin(), s.prompts.end()); },
        };
        for (size_t i = 0; i < std::size(edits); ++i) {
            Scenario edited = scenario;
            edits[i](edited);
            const QByteArray saved = scenarioText(edited, text), shown = QByteArray::number(qsizetype(i)) + ' ' + saved;
            const Result<Scenario> read = scenarioFromJson(saved, u"saved"_s);
            QVERIFY2(read, qPrintable(QString::number(i) + u' ' + (read ? QString() : read.error())));
            QVERIFY2(*read == edited, shown);
            QVERIFY2(parsed(scenarioText(scenario, saved)) == scenario, shown);
            if (scenario.prompts == edited.prompts) // more would be the whole file written anew
                QVERIFY2(saved.contains(text.contains("Fo\\u0075r") ? "Fo\\u0075r" : "prompts"), shown);
        }
    }

    void an_edit_changes_its_own_lines_data()
    {
        using Change = Edit;
        QTest::addColumn<Change>("change");
        QTest::addColumn<QByteArrayList>("lines");
        const auto row = [](const char *name, Change change, const QByteArrayList &lines) { QTest::newRow(name) << change << lines; };
        row("number", [](Scenario &s) { s.cpuMs = 2.5; }, {"-\"cpu_ms\": 1e1 }", "+\"cpu_ms\": 2.5 }"});
        row("new field", [](Scenario &s) { s.workers = 9; }, {"-\"cpu_ms\": 1e1 }", "+\"cpu_ms\": 1e1,", "+\"workers\": 9 }"});
        row("deep", [](Scenario &s) { s.traffic.retry.retries = 4; },
            {"-\"models\":[\"hybrid\",\"sequential\"], \"traffic\":{\"retry\":{ \"retries\":3 }},",
             "+\"models\":[\"hybrid\",\"sequential\"], \"traffic\":{\"retry\":{ \"retries\":4 }},"});
        row("list", [](Scenario &s) { s.models.removeFirst(); },
            {"-\"models\":[\"hybrid\",\"sequential\"], \"traffic\":{\"retry\":{ \"retries\":3 }},",
             "+\"models\":[\"sequential\"], \"traffic\":{\"retry\":{ \"retries\":3 }},"});
        row("short prompt", [](Scenario &s) { s.prompts[1].text = u"Zwei"_s; },
            {"-\"prompts\": [ \"One\", \"Two\" ,", "+\"prompts\": [ \"One\", \"Zwei\" ,"});
        row("removed prompt", [](Scenario &s) { s.prompts.remove(1); },
            {"-\"prompts\": [ \"One\", \"Two\" ,", "+\"prompts\": [ \"One\" ,"});
        row("new prompt", [](Scenario &s) { s.prompts.emplaceBack().text = u"Five"_s; },
            {"-{\"text\":\"Three\", \"temperature\":0.50}, \"Fo\\u0075r\" ],",
             "+{\"text\":\"Three\", \"temperature\":0.50}, \"Fo\\u0075r\", \"Five\" ],"});
        row("variant", [](Scenario &s) { s.variants[0].name = u"w"_s; },
            {"-{\"changes\":{\"workers\":2,\"concurrency\":1.0},\"name\":\"v\"}",
             "+{\"changes\":{\"workers\":2,\"concurrency\":1.0},\"name\":\"w\"}"});
    }
    void an_edit_changes_its_own_lines()
    {
        QFETCH(Edit, change);
        QFETCH(QByteArrayList, lines);
        Scenario scenario = parsed(byHand);
        change(scenario);
        QCOMPARE(changedLines(byHand, scenarioText(scenario, byHand)), lines);
    }

    void what_is_no_scenario_is_written_anew()
    {
        const Scenario scenario = test::fullScenario();
        for (const QByteArray &before : {QByteArray(), QByteArray("{"), QByteArray("{}"), QByteArray("text")})
            QCOMPARE(parsed(scenarioText(scenario, before)), scenario);
    }
};

INTERLEAVE_TEST_MAIN(ScenarioTextTest)
#include "tst_scenario_text.moc"
