// Calibrated CPU work of so many milliseconds: a parser, a scorer, a compiler.
#include "tools/each_tool.h"

namespace interleave::each_tool {

using namespace Qt::StringLiterals;

Tool burn()
{
    return ofMilliseconds(u"burn"_s, u"Burn"_s, u"Keeps a core busy for so many milliseconds, as a parser or a scorer would."_s,
                          &ToolTimes::cpuNs, mostToolCpuMs);
}

} // namespace interleave::each_tool
