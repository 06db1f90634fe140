#include "ui/timeline/timeline_frame.h"

#include "ui/timeline/visible_range.h"

namespace interleave {

TimeScale TimelineFrame::minimapScale() const
{
    const qint64 content = this->content->end();
    return TimeScale::fit(0, std::max({content + content * 65 / 1000, end, VisibleRange::shortest}), plotLeft(), plotWidth());
}

} // namespace interleave
