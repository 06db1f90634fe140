// Calibrated CPU work of so many milliseconds: a parser, a scorer, a compiler.
#include "tools/each_tool.h"

#include <nlohmann/json.hpp>

namespace interleave::each_tool {

using namespace Qt::StringLiterals;

static WorkResult worked(const Json &arguments)
{
    const Json &ms = at(arguments, "ms");
    if (!ms.is_number() || ms.get<double>() < 0 || ms.get<double>() > mostToolCpuMs)
        return refused(u"\"ms\" of work must be a number from 0 to %1"_s.arg(mostToolCpuMs));
    WorkResult result;
    result.value.json = compact(Json{{"worked_ms", ms}});
    return result;
}

Tool work()
{
    return {u"work"_s,
            u"Work"_s,
            u"Keeps a core busy for so many milliseconds, as a parser or a scorer would."_s,
            R"json({"type":"object","properties":{"ms":{"type":"number","minimum":0,"maximum":60000}},"required":["ms"]})json"_ba,
            [](const Json &arguments) { return ToolTimes{.waitNs = 0, .cpuNs = nsOf(at(arguments, "ms"), mostToolCpuMs)}; },
            worked};
}

} // namespace interleave::each_tool
