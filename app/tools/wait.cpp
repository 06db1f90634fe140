// Waits as for a service that answers after so many milliseconds: a search, a database.
#include "tools/each_tool.h"

namespace interleave::each_tool {

using namespace Qt::StringLiterals;

Tool wait()
{
    return ofMilliseconds(u"wait"_s, u"Wait"_s, u"Waits so many milliseconds, as for a service that answers after them."_s,
                          &ToolTimes::waitNs, mostToolWaitMs);
}

} // namespace interleave::each_tool
