// The painted lanes, kept between paints: hovering, selecting and moving the cursor paint nothing again, and a growing run
// only the rows that changed. A pan or a zoom paints the visible rows anew. Owned by TimelineView, GUI thread.
#pragma once

#include "ui/timeline/timeline_frame.h"

#include <QHash>
#include <QImage>

namespace interleave {

class LanesImage
{
public:
    /// The lanes right of the gutter as `frame` wants them.
    const QImage &update(const TimelineFrame &frame);
    void clear() { m_image = QImage(); }
    /// Rows painted by the last update: for tests and measurements.
    int paintedRows() const { return m_paintedRows; }

private:
    /// All that a row depends on; while equal, its pixels are still right.
    struct View {
        QSize pixels;
        double dpr = 1;
        int scroll = 0;
        qint64 begin = 0;
        qint64 end = 0;
        const Theme *theme = nullptr;
        std::optional<Phase> focusedPhase;
        int layoutHeight = 0;
        qsizetype rows = 0;
        bool operator==(const View &) const = default;
    };
    static quint64 contentOf(const TimelineFrame &frame, const LaneRow &row);

    QImage m_image;
    View m_view;
    QHash<int, quint64> m_rows; // row -> its content when it was painted
    int m_paintedRows = 0;
};

} // namespace interleave
