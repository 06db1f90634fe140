// The time of day. In virtual time it stands still, so that a prediction is the same every day.
#include "tools/each_tool.h"

#include <QDateTime>

#include <nlohmann/json.hpp>

namespace interleave::each_tool {

using namespace Qt::StringLiterals;

static WorkResult told(const Json &, const ToolWorld &world)
{
    const QDateTime utc = QDateTime::fromMSecsSinceEpoch(world.utcMs, Qt::UTC);
    return given(OrderedJson{{"utc", utf8(utc.toString(Qt::ISODateWithMs))}, {"unix_s", world.utcMs / 1000}});
}

Tool clock()
{
    return {u"clock"_s,      u"Clock"_s, u"Tells the date and the time of day in UTC."_s, R"json({"type":"object","properties":{}})json"_ba,
            asLongAsItTakes, told};
}

} // namespace interleave::each_tool
