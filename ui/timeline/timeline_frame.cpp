#include "ui/timeline/timeline_frame.h"

#include "ui/timeline/visible_range.h"

namespace interleave {

TimeScale TimelineFrame::minimapScale() const
{
    const qint64 content = this->content->end();
    qint64 length = std::max(content + content * 65 / 1000, VisibleRange::shortest);
    // While a run grows, the map keeps its scale until it is full and then grows by a twelfth of an octave: its content
    // need not be painted for every frame, and does not creep.
    if (this->content->isLive())
        length = static_cast<qint64>(std::exp2(std::ceil(12 * std::log2(static_cast<double>(std::max(length, end)))) / 12));
    return TimeScale::fit(0, length, plotLeft(), plotWidth());
}

} // namespace interleave
