// The content of the minimap, kept between paints: one line per lane of the run (ui/timeline/run_lanes.h) up to seven, then one row of
// density per family of phases. A large trace is not read again for every frame: only when it grew by a hundredth. Owned by TimelineView.
// GUI thread.
#pragma once

#include "ui/timeline/timeline_frame.h"

#include <QImage>

namespace interleave {

class MinimapImage
{
public:
    const QImage &update(const TimelineFrame &frame);
    void clear() { m_image = QImage(); }

    static constexpr int mostLines = 7;

private:
    struct View {
        QSize pixels;
        qint64 end = 0;
        size_t spans = 0;
        qint64 now = 0;
        const Theme *theme = nullptr;
        bool operator==(const View &) const = default;
    };

    RunLanes m_lanes;
    QImage m_image;
    View m_view;
};

} // namespace interleave
