// Every number of a scenario's file has a row in the table of ranges, and every row holds: its bounds are taken, what lies beyond
// them is refused with key and range. A new row is tested by being there.
#include "core/field_range.h"

#include "support/full_scenario.h"
#include "support/test_main.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QSet>

#include <nlohmann/json.hpp>

using namespace interleave;
using namespace Qt::StringLiterals;

/// Fields that a file has inside the text of a schedule. More than one form: the field is read in each.
static const QMultiMap<QString, QString> schedules{
    {u"users"_s, u"users:%1"_s},   {u"users"_s, u"users:%1,think=2"_s}, {u"think_s"_s, u"users:3,think=%1"_s}, {u"per_s"_s, u"rate:%1"_s},
    {u"per_s"_s, u"poisson:%1"_s}, {u"per_s"_s, u"ramp:0-%1"_s},        {u"from_per_s"_s, u"ramp:%1-5"_s}};

static QString plain(double value) { return QString::number(value, 'f', QLocale::FloatingPointShortest); }

/// The JSON with the value at the path; of a list, in its first item.
static QJsonValue with(const QJsonValue &json, const QStringList &path, const QJsonValue &value)
{
    if (path.isEmpty())
        return value;
    if (json.isArray()) {
        QJsonArray items = json.toArray();
        items[0] = with(items.at(0), path, value);
        return items;
    }
    QJsonObject object = json.toObject();
    object[path.front()] = with(object.value(path.front()), path.sliced(1), value);
    return object;
}

static QJsonValue at(const QJsonValue &json, const QStringList &path)
{
    if (path.isEmpty())
        return json;
    return json.isArray() ? at(json.toArray().at(0), path) : at(json.toObject().value(path.front()), path.sliced(1));
}

/// The scenario with a field of the table at a value, in each way that a file can say it.
static QList<QJsonObject> scenariosWith(const FieldRange &range, double value)
{
    const QJsonObject full = qtObject(toJson(test::fullScenario()));
    QList<QJsonObject> scenarios;
    for (const QString &form : schedules.values(QLatin1StringView(range.key())))
        scenarios.append(with(full, {u"arrival"_s, u"schedule"_s}, form.arg(plain(value))).toObject());
    if (scenarios.isEmpty())
        scenarios.append(with(full, QString::fromLatin1(range.path).split(u'.'), value).toObject());
    return scenarios;
}

static Result<Scenario> read(const QJsonObject &json) { return scenarioFromJson(QJsonDocument(json).toJson(), u"file"_s); }

/// Paths of all numbers in the JSON, as the table names them.
static void collectNumbers(const QJsonValue &json, const QString &path, QStringList &paths)
{
    if (json.isDouble() && !paths.contains(path))
        paths.append(path);
    for (const QJsonValue &item : json.toArray())
        collectNumbers(item, path, paths);
    const QJsonObject object = json.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        collectNumbers(*it, path.isEmpty() ? it.key() : path + u'.' + it.key(), paths);
}

class TestFieldRange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void every_number_of_a_file_has_a_range()
    {
        QStringList paths;
        Scenario full = test::fullScenario();
        full.tools.clear(); // by names of the person's own: json/tools_json has their ranges
        collectNumbers(qtObject(toJson(full)), {}, paths);
        QStringList known;
        for (const FieldRange &range : fieldRanges())
            known.append(QLatin1StringView(range.path));
        for (const QString &path : std::as_const(paths))
            QVERIFY2(known.removeOne(path), qPrintable(path));
        // What is left are the numbers inside the text of a schedule: nothing is in the table that no file can say.
        const QStringList inText = schedules.uniqueKeys();
        QCOMPARE(known.size(), inText.size());
        for (const QString &path : std::as_const(known))
            QVERIFY2(inText.contains(path.section(u'.', -1)), qPrintable(path));
    }

    void a_field_is_found_by_its_key_and_by_its_path()
    {
        QSet<QString> keys;
        for (const FieldRange &range : fieldRanges()) {
            QVERIFY2(!keys.contains(QLatin1StringView(range.key())), range.path); // else a reader would take another one's
            keys.insert(QLatin1StringView(range.key()));
            QCOMPARE(rangeOf(range.key()).path, range.path);
            QCOMPARE(rangeOf(range.path).path, range.path);
        }
    }

    void its_bounds_are_taken_and_what_is_beyond_is_refused_data()
    {
        QTest::addColumn<int>("row");
        for (size_t row = 0; row < fieldRanges().size(); ++row)
            QTest::newRow(fieldRanges()[row].path) << static_cast<int>(row);
    }
    void its_bounds_are_taken_and_what_is_beyond_is_refused()
    {
        QFETCH(int, row);
        const FieldRange range = fieldRanges()[static_cast<size_t>(row)];
        const QStringList path = QString::fromLatin1(range.path).split(u'.');
        for (const double bound : {range.least, range.most}) {
            for (const QJsonObject &json : scenariosWith(range, bound)) {
                const Result<Scenario> scenario = read(json);
                QVERIFY2(bool(scenario), qPrintable(scenario ? QString() : scenario.error()));
                const QJsonObject again = qtObject(toJson(*scenario));
                QCOMPARE(at(again, path).toDouble(), at(json, path).toDouble()); // absent: 0, which is as usual
                QCOMPARE(read(again)->arrival, scenario->arrival);
            }
        }
        for (const double beyond : {range.least - 1, range.most + 1}) {
            for (const QJsonObject &json : scenariosWith(range, beyond)) {
                const Result<Scenario> scenario = read(json);
                QVERIFY(!scenario);
                for (const QString &part : {QString::fromLatin1(range.key()), range.text(), plain(range.least), plain(range.most)})
                    QVERIFY2(scenario.error().contains(part), qPrintable(scenario.error()));
            }
        }
    }

    void a_scenario_that_no_file_made_is_held_to_them_too()
    {
        Scenario scenario = test::fullScenario();
        QVERIFY(bool(checked(scenario, u"window"_s)));
        scenario.workers = 257;
        QCOMPARE(checked(scenario, u"window"_s).error(), u"window: \"workers\" is 257; it must be between 1 and 256"_s);
        scenario.workers = 1;
        scenario.timeScale = std::nan("");
        QCOMPARE(checked(scenario, u"window"_s).error(), u"window: \"time_scale\" is nan; it must be between 0.001 and 1000"_s);
    }

    void what_is_not_whole_or_no_number_is_refused()
    {
        const QJsonObject full = qtObject(toJson(test::fullScenario()));
        QVERIFY(read(with(full, {u"workers"_s}, 1.5).toObject()).error().endsWith(u"/workers: \"workers\" must be a whole number"_s));
        QVERIFY(read(with(full, {u"cpu_ms"_s}, u"1"_s).toObject()).error().endsWith(u"/cpu_ms: \"cpu_ms\" must be a number"_s));
        for (const QString &text : {u"20.5"_s, u"many"_s, u""_s, u"nan"_s, u"inf"_s, u"-1"_s})
            QVERIFY2(!arrivalFromText(u"users:"_s + text), qPrintable(text));
        QVERIFY(arrivalFromText(u"rate:0.5"_s));
    }
};

INTERLEAVE_TEST_MAIN(TestFieldRange)
#include "tst_field_range.moc"
