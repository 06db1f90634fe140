#include "ui/timeline/lanes_image.h"

#include "ui/timeline/lane_painter.h"

namespace interleave {

/// A number that changes when the picture of the lane does. Spans only ever get added and closed.
static quint64 contentOfCall(const TimelineContent &content, const TraceIndex &index, int call)
{
    if (call >= index.calls())
        return static_cast<quint64>(content.now);
    const CallRecord &record = index.trace()->calls()[static_cast<size_t>(call)];
    const LaneSpans &lane = index.call(call);
    const bool isOver = index.trace()->isFinished() || (record.finished && !lane.hasOpen());
    return qHashMulti(0, lane.size(), lane.failures(), lane.hasOpen(), record.finished, record.usage.output.value_or(-1),
                      isOver ? 0 : content.now);
}

quint64 LanesImage::contentOf(const TimelineFrame &frame, const LaneRow &row)
{
    const TimelineContent &content = *frame.content;
    switch (row.kind) {
    case RowKind::Call:
        return contentOfCall(content, content.index(), row.index);
    case RowKind::Executor: {
        const LaneSpans &lane = content.index().executor(row.index);
        return qHashMulti(0, lane.size(), lane.hasOpen() ? content.now : -1, content.index().reads(row.index).size(), content.isLive());
    }
    case RowKind::Node:
    case RowKind::Step: {
        const Trace &trace = *content.index().trace();
        const bool isOpen = row.kind == RowKind::Node && content.tree.isOpen(row.index);
        return qHashMulti(0, row.index, isOpen, trace.isFinished() ? 0 : content.now, content.lane(row.treeRow()).size());
    }
    case RowKind::Path:
        return content.path.lane().size();
    case RowKind::Run: {
        const TraceIndex &index = content.index(row.index);
        return index.isEmpty() ? 0 : qHashMulti(0, index.trace()->version(), index.hasOpen() ? content.now : -1);
    }
    case RowKind::CallsHeader:
    case RowKind::ExecutorsHeader:
        break;
    }
    return 0;
}

const QImage &LanesImage::update(const TimelineFrame &frame)
{
    View view;
    view.pixels = QSize(frame.deviceWidth(), static_cast<int>(std::lround(frame.lanesRect().height() * frame.dpr)));
    view.dpr = frame.dpr;
    view.scroll = frame.scroll;
    view.begin = frame.begin;
    view.end = frame.end;
    view.theme = frame.theme;
    view.focusedPhase = frame.marks.focusedPhase;
    view.layoutHeight = frame.layout->height();
    view.rows = frame.layout->rows().size();
    m_paintedRows = 0;
    if (view.pixels.isEmpty()) {
        m_image = QImage();
        return m_image;
    }
    const bool isNew = m_image.isNull() || !(view == m_view);
    if (m_image.isNull() || view.pixels != m_view.pixels || view.dpr != m_view.dpr) {
        m_image = QImage(view.pixels, QImage::Format_RGB32);
        m_image.setDevicePixelRatio(view.dpr);
    }
    m_view = view;
    if (isNew)
        m_rows.clear();

    const auto height = static_cast<int>(std::ceil(frame.lanesRect().height()));
    const auto [first, last] = frame.layout->rowsIn(frame.scroll, frame.scroll + height);
    LanePainter painter(frame, m_image);
    for (int i = first; i < last; ++i) {
        const LaneRow &row = frame.layout->rows()[i];
        const quint64 content = contentOf(frame, row);
        const auto known = m_rows.constFind(i);
        if (known != m_rows.constEnd() && *known == content)
            continue;
        painter.paintRow(row);
        m_rows.insert(i, content);
        ++m_paintedRows;
    }
    if (isNew)
        painter.paintGround(std::max(0, frame.layout->height() - frame.scroll), height);
    return m_image;
}

} // namespace interleave
