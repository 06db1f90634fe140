#include "export/wall_clock.h"

#include "json/json.h"

#include <nlohmann/json.hpp>

namespace interleave {

WallClock::WallClock(const Trace &trace)
    : m_origin(trace.origin())
{
    const Json header = parseJson(trace.header().toUtf8());
    m_begun = QDateTime::fromString(textOf(at(at(header, "environment"), "time_utc")), Qt::ISODateWithMs);
}

} // namespace interleave
