#include "tools/documents.h"
#include "tools/each_tool.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace interleave {

using namespace Qt::StringLiterals;

const std::vector<Tool> &tools()
{
    static const std::vector<Tool> list{each_tool::calculator(), each_tool::textStatistics(), each_tool::jsonQuery(),
                                        each_tool::search(),     each_tool::read(),           each_tool::clock(),
                                        each_tool::wait(),       each_tool::burn(),           each_tool::httpGet()};
    return list;
}

const Tool *findTool(const QString &id)
{
    const auto found = std::find_if(tools().begin(), tools().end(), [&](const Tool &tool) { return tool.id == id; });
    return found == tools().end() ? nullptr : &*found;
}

Tool each_tool::ofMilliseconds(const QString &id, const QString &title, const QString &sentence, qint64 ToolTimes::*spent, double mostMs)
{
    const Json schema{{"type", "object"}, {"properties", {{"ms", {{"type", "number"}, {"minimum", 0}, {"maximum", mostMs}}}}}};
    const auto times = [=](const Json &arguments) {
        const Json &ms = at(arguments, "ms");
        ToolTimes times;
        times.*spent = ms.is_number() ? std::llround(std::clamp(ms.get<double>(), 0.0, mostMs) * 1e6) : 0;
        return times;
    };
    const auto result = [=](const Json &arguments, const ToolWorld &) {
        const Json &ms = at(arguments, "ms");
        if (ms.is_discarded())
            return given(Json{{"ms", 0}}); // the scenario says how long
        if (!ms.is_number() || ms.get<double>() < 0 || ms.get<double>() > mostMs)
            return refused(u"\"ms\" of %1 must be a number from 0 to %2"_s.arg(id).arg(mostMs));
        return given(Json{{"ms", ms}});
    };
    return {id, title, sentence, compact(schema), times, result};
}

ToolTimes each_tool::asLongAsItTakes(const Json &) { return {}; }

WorkResult each_tool::refused(const QString &sentence) { return {Outcome::ProtocolError, {}, sentence}; }
WorkResult each_tool::given(const Json &value) { return {Outcome::Ok, {compact(value)}, {}}; }
WorkResult each_tool::given(const OrderedJson &value) { return {Outcome::Ok, {compact(value)}, {}}; }

QString each_tool::problemOf(const ToolWorld &world)
{
    return world.documents ? world.documents->problem() : u"this workload has no documents; workflows, agents and teams have"_s;
}

std::optional<QString> each_tool::textArgument(const Json &arguments, const char *name, qsizetype longest, QString &refusal)
{
    const Json &given = at(arguments, name);
    const QString text = textOf(given);
    if (given.is_string() && text.size() <= longest)
        return text;
    refusal = u"\"%1\" must be text of at most %2 characters"_s.arg(QLatin1StringView(name)).arg(longest);
    return std::nullopt;
}

} // namespace interleave
