#include "trace/run_settings.h"

#include "core/scenario_field.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <nlohmann/json.hpp>

#include <array>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestShown = 80;

QString textOf(const FieldValue &value)
{
    if (const bool *flag = std::get_if<bool>(&value))
        return *flag ? u"yes"_s : u"no"_s;
    if (const double *number = std::get_if<double>(&value))
        return QString::number(*number, 'g', 10);
    if (const QStringList *names = std::get_if<QStringList>(&value))
        return names->join(u", "_s);
    return std::get<QString>(value);
}

/// Of a part that is no single value: how many there are, for what is a list.
QString partText(const OrderedJson &part)
{
    if (part.is_null())
        return u"none"_s;
    if (part.is_array())
        return QString::number(part.size());
    const QString text = QString::fromUtf8(compact(part));
    return text.size() <= longestShown ? text : text.first(longestShown - 1) + u'\u2026';
}

class Differences
{
public:
    void add(const QString &field, const QString &a, const QString &b)
    {
        if (a != b)
            m_list.append({field, a, b});
    }
    void addPart(const char *key, const OrderedJson &a, const OrderedJson &b)
    {
        const OrderedJson nothing;
        const OrderedJson &inA = a.contains(key) ? a[key] : nothing;
        const OrderedJson &inB = b.contains(key) ? b[key] : nothing;
        if (inA == inB)
            return;
        const QString textA = partText(inA), textB = partText(inB);
        m_list.append({QString::fromLatin1(key), textA, textA == textB ? textB + u", others"_s : textB});
    }
    QList<SettingDifference> list() && { return std::move(m_list); }

private:
    QList<SettingDifference> m_list;
};

/// "environment" of what a run's header holds; an empty object where it has none.
Json environmentOf(const FinishedRun &run)
{
    const Json header = run.trace ? parseJson(run.trace->header().toUtf8()) : Json();
    const Json &environment = at(header, "environment");
    return environment.is_object() ? environment : Json::object();
}

QString valueText(const Json &object, const char *key)
{
    const Json &value = at(object, key);
    if (value.is_string())
        return interleave::textOf(value);
    return value.is_number() ? QString::fromUtf8(compact(value)) : u"not recorded"_s;
}

/// What the machine is, as far as a run tells.
constexpr std::array machineKeys{"os", "cpu", "cores"};

bool isAboutTheRun(const char *path)
{
    return QLatin1StringView(path) == "name"_L1 || QLatin1StringView(path) == "models"_L1 || QLatin1StringView(path) == "repeats"_L1;
}

} // namespace

QList<SettingDifference> settingsThatDiffer(const Scenario &a, const FinishedRun &runA, const Scenario &b, const FinishedRun &runB)
{
    Differences differences;
    differences.add(u"model"_s, runA.model, runB.model);
    differences.add(u"variant"_s, runA.variant, runB.variant);
    for (const ScenarioField &field : scenarioFields()) {
        if (isAboutTheRun(field.path))
            continue;
        const FieldValue inA = field.get(a), inB = field.get(b);
        if (inA != inB)
            differences.add(QString::fromLatin1(field.path), textOf(inA), textOf(inB));
    }
    const OrderedJson jsonA = toJson(a), jsonB = toJson(b);
    for (const char *part : {"prompts", "table", "workflow", "agent", "team", "tools"})
        differences.addPart(part, jsonA, jsonB);
    if (a.traffic.routing != b.traffic.routing)
        differences.add(u"traffic.routing"_s, u"as A has it"_s, u"as B has it"_s);
    const Json environmentA = environmentOf(runA), environmentB = environmentOf(runB);
    for (const char *key : machineKeys)
        differences.add(u"environment."_s + QLatin1StringView(key), valueText(environmentA, key), valueText(environmentB, key));
    for (const char *key : {"version", "qt"})
        differences.add(u"environment."_s + QLatin1StringView(key), valueText(environmentA, key), valueText(environmentB, key));
    return std::move(differences).list();
}

QStringList whatMakesItUnfair(const Scenario &a, const FinishedRun &runA, const Scenario &b, const FinishedRun &runB)
{
    QStringList sentences;
    const auto both = [&](const auto &say) {
        say(u"A"_s, runA.report);
        say(u"B"_s, runB.report);
    };
    if (a.endpoint.isSimulator() && b.endpoint.isSimulator() && a.timeScale != b.timeScale)
        sentences += u"their time scales differ (%1 and %2): the server's times are not of one kind"_s.arg(a.timeScale).arg(b.timeScale);
    if (a.endpoint.isSimulator() != b.endpoint.isSimulator())
        sentences += u"one ran on the simulator, the other on a server"_s;
    const Json environmentA = environmentOf(runA), environmentB = environmentOf(runB);
    QStringList machine;
    for (const char *key : machineKeys) {
        if (valueText(environmentA, key) != valueText(environmentB, key))
            machine += QString::fromLatin1(key);
    }
    if (!machine.isEmpty())
        sentences += u"they ran on different machines (%1)"_s.arg(machine.join(u", "_s));
    both([&](const QString &which, const RunReport &report) {
        if (report.cancelled)
            sentences += u"%1 did not come to its end: it would have taken longer"_s.arg(which);
        if (!report.validity.valid)
            sentences += u"%1 is SUSPECT: %2"_s.arg(which, report.validity.reasons.value(0));
    });
    if (runA.report.result().text() != runB.report.result().text())
        sentences += u"their results differ: A is %1, B is %2"_s.arg(runA.report.result().text(), runB.report.result().text());
    else if (!runA.report.result().isComplete())
        sentences += u"of both, %1: their makespans are of less work than planned"_s.arg(runA.report.result().text());
    if (runA.report.jobs != runB.report.jobs)
        sentences += u"they did different work: %1 jobs and %2 jobs"_s.arg(runA.report.jobs).arg(runB.report.jobs);
    else if (runA.report.planned != runB.report.planned)
        sentences += u"they made different numbers of calls: %1 and %2"_s.arg(runA.report.planned).arg(runB.report.planned);
    return sentences;
}

OrderedJson toJson(const QList<SettingDifference> &settings)
{
    OrderedJson list = OrderedJson::array();
    for (const SettingDifference &one : settings)
        list.push_back({{"field", utf8(one.field)}, {"a", utf8(one.a)}, {"b", utf8(one.b)}});
    return list;
}

} // namespace interleave
