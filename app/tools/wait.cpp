// Waits as for a service that answers after so many milliseconds: a search, a database.
#include "tools/each_tool.h"

#include <nlohmann/json.hpp>

namespace interleave::each_tool {

using namespace Qt::StringLiterals;

static WorkResult waited(const Json &arguments)
{
    const Json &ms = at(arguments, "ms");
    if (!ms.is_number() || ms.get<double>() < 0 || ms.get<double>() > mostToolWaitMs)
        return refused(u"\"ms\" of wait must be a number from 0 to %1"_s.arg(mostToolWaitMs));
    WorkResult result;
    result.value.json = compact(Json{{"waited_ms", ms}});
    return result;
}

Tool wait()
{
    return {u"wait"_s,
            u"Wait"_s,
            u"Waits so many milliseconds, as for a service that answers after them."_s,
            R"json({"type":"object","properties":{"ms":{"type":"number","minimum":0,"maximum":60000}},"required":["ms"]})json"_ba,
            [](const Json &arguments) { return ToolTimes{.waitNs = nsOf(at(arguments, "ms"), mostToolWaitMs), .cpuNs = 0}; },
            waited};
}

} // namespace interleave::each_tool
