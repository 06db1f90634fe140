// The table of a scenario's fields: what is set is got, what is refused leaves the scenario as it is, and every field of a file that is no
// list of objects has its row, so that nobody reads or writes one by itself. A new row is tested by being there.
#include "core/scenario_field.h"

#include "support/full_scenario.h"
#include "support/test_main.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <QSet>

#include <nlohmann/json.hpp>

using namespace interleave;
using namespace Qt::StringLiterals;

/// Paths of all values but those in lists of objects, which are read by code of their own.
static void collectPaths(const OrderedJson &json, const QString &path, QStringList &paths)
{
    for (const auto &[key, value] : json.items()) {
        const QString inner = path.isEmpty() ? QString::fromStdString(key) : path + u'.' + QString::fromStdString(key);
        if (inner == u"tools")
            continue; // its keys are names of the person's own (json/tools_json)
        if (value.is_object())
            collectPaths(value, inner, paths);
        else if (!(value.is_array() && !value.empty() && value[0].is_object()))
            paths.append(inner);
    }
}

class ScenarioFieldTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void every_field_of_a_file_has_a_row()
    {
        QStringList paths;
        collectPaths(toJson(test::fullScenario()), {}, paths);
        paths.removeOne(u"schema"_s);
        QVERIFY(paths.size() > 38);
        for (const QString &path : std::as_const(paths))
            QCOMPARE(QString::fromLatin1(scenarioField(path.toLatin1().constData()).path), path);
    }

    void keys_and_options_are_unique()
    {
        QSet<QString> keys, options;
        for (const ScenarioField &field : scenarioFields()) {
            QVERIFY2(!keys.contains(QLatin1StringView(field.key())), field.path);
            keys.insert(QLatin1StringView(field.key()));
            if (!field.option.name)
                continue;
            QVERIFY2(!options.contains(QLatin1StringView(field.option.name)), field.option.name);
            options.insert(QLatin1StringView(field.option.name));
            QCOMPARE(fieldOfOption(field.option.name), &field);
            QVERIFY2(*field.option.help, field.option.name);
        }
        QVERIFY(options.size() > 25);
        QVERIFY(!fieldOfOption("--no-such-option"));
    }

    void what_is_set_is_got_and_comes_back_from_a_file_data()
    {
        QTest::addColumn<int>("row");
        for (size_t row = 0; row < scenarioFields().size(); ++row)
            QTest::newRow(scenarioFields()[row].path) << static_cast<int>(row);
    }
    void what_is_set_is_got_and_comes_back_from_a_file()
    {
        QFETCH(int, row);
        const ScenarioField &field = scenarioFields()[static_cast<size_t>(row)];
        QList<FieldValue> values{field.get(test::fullScenario()), field.get(Scenario())};
        if (field.isNumber())
            values = {field.least, field.most};
        else if (field.kind == ScenarioField::Kind::Flag)
            values = {true, false};
        else if (field.kind == ScenarioField::Kind::Names)
            values = {QStringList{u"one"_s, u"two"_s}, QStringList()};
        for (const FieldValue &value : std::as_const(values)) {
            Scenario scenario = test::fullScenario();
            QCOMPARE(field.set(scenario, value), QString());
            QVERIFY(field.get(scenario) == value);
            scenario.models = scenario.models.isEmpty() ? scenario.models : QStringList{u"concurrent"_s}; // too many runs are refused
            const Scenario expected = scenario;
            const Result<Scenario> again = scenarioFromValue(toJson(scenario), u"file"_s);
            QVERIFY2(again, qPrintable(again ? QString() : again.error()));
            QVERIFY(*again == expected);
        }
    }

    void a_word_that_is_none_is_refused_and_changes_nothing()
    {
        int words = 0;
        for (const ScenarioField &field : scenarioFields()) {
            Scenario scenario = test::fullScenario();
            if (field.kind != ScenarioField::Kind::Text || field.set(scenario, u"no such word"_s).isEmpty())
                continue; // a text of the person's own
            QVERIFY2(scenario == test::fullScenario(), field.path);
            ++words;
        }
        QCOMPARE(words, 9); // of endpoint: base_url, api_key_env, http, transport, reuse, output_limit_field; pacing, backoff; schedule
    }
};

INTERLEAVE_TEST_MAIN(ScenarioFieldTest)
#include "tst_scenario_field.moc"
