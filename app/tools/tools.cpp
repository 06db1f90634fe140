#include "tools/each_tool.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace interleave {

using namespace Qt::StringLiterals;

const std::vector<Tool> &tools()
{
    static const std::vector<Tool> list{each_tool::calculate(), each_tool::wait(), each_tool::work()};
    return list;
}

const Tool *findTool(const QString &id)
{
    for (const Tool &tool : tools()) {
        if (tool.id == id)
            return &tool;
    }
    return nullptr;
}

ToolTimes timesOf(const ToolWork &work)
{
    const Tool *tool = findTool(work.name);
    return tool ? tool->times(parseJson(work.arguments.json)) : ToolTimes();
}

WorkResult resultOf(const ToolWork &work)
{
    const Tool *tool = findTool(work.name);
    if (!tool)
        return each_tool::refused(u"there is no tool named %1; choose one of `interleave list tools`"_s.arg(work.name));
    const Json arguments = parseJson(work.arguments.json);
    if (!arguments.is_object())
        return each_tool::refused(u"the arguments of %1 are no JSON object"_s.arg(work.name));
    return tool->result(arguments);
}

Tool each_tool::ofMilliseconds(const QString &id, const QString &title, const QString &sentence, qint64 ToolTimes::*spent, double mostMs)
{
    const Json schema{{"type", "object"},
                      {"properties", {{"ms", {{"type", "number"}, {"minimum", 0}, {"maximum", mostMs}}}}},
                      {"required", Json::array({"ms"})}};
    const auto times = [=](const Json &arguments) {
        const Json &ms = at(arguments, "ms");
        ToolTimes times;
        times.*spent = ms.is_number() ? std::llround(std::clamp(ms.get<double>(), 0.0, mostMs) * 1e6) : 0;
        return times;
    };
    const auto result = [=](const Json &arguments) {
        const Json &ms = at(arguments, "ms");
        if (!ms.is_number() || ms.get<double>() < 0 || ms.get<double>() > mostMs)
            return refused(u"\"ms\" of %1 must be a number from 0 to %2"_s.arg(id).arg(mostMs));
        return WorkResult{Outcome::Ok, {compact(Json{{"ms", ms}})}, {}};
    };
    return {id, title, sentence, compact(schema), times, result};
}

WorkResult each_tool::refused(const QString &sentence)
{
    WorkResult result;
    result.outcome = Outcome::ProtocolError;
    result.error = sentence;
    return result;
}

} // namespace interleave
