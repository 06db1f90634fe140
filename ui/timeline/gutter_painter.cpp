#include "ui/timeline/gutter_painter.h"

#include "ui/timeline/predicted_spans.h"
#include "ui/timeline/role_text.h"
#include "ui/timeline/ruler_ticks.h"
#include "ui/timeline/tree_gutter.h"
#include "ui/widgets/icon.h"

#include <QFontMetricsF>
#include <QLocale>

#include <memory>

namespace interleave {

namespace {

constexpr double inset = 16;
constexpr double rightInset = 14;
constexpr Qt::Alignment left = Qt::AlignLeft | Qt::AlignVCenter;
constexpr Qt::Alignment right = Qt::AlignRight | Qt::AlignVCenter;

class GutterPainter
{
public:
    GutterPainter(QPainter &painter, const TimelineFrame &frame)
        : p(painter)
        , f(frame)
        , theme(*frame.theme)
        , m_right(frame.plotLeft() - rightInset)
    {
        // Lane numbers get one column, wide enough for the largest.
        const QFontMetricsF metrics(themeFont(TextRole::Dense));
        m_label = std::max(32.0, inset + metrics.horizontalAdvance(QString::number(frame.content->calls())) + 8);
    }

    void paintRow(const LaneRow &row, int number);

private:
    void paintHeader(const LaneRow &row, double top);
    void paintCall(const LaneRow &row, double top);
    void paintExecutor(const LaneRow &row, double top);
    void paintRun(const LaneRow &row, double top);
    void paintGround(const LaneRow &row, double top, bool selected, bool hovered);
    /// Where rows are of steps: the one with the selected span.
    bool isSelected(const LaneRow &row) const
    {
        const SpanRef &ref = f.marks.selected;
        return !ref.isNull() && ref.row == static_cast<int>(&row - f.layout->rows().constData());
    }

    QPainter &p;
    const TimelineFrame &f;
    const Theme &theme;
    double m_right;
    double m_label = 32;
};

void GutterPainter::paintGround(const LaneRow &row, double top, bool selected, bool hovered)
{
    const QRectF rect(0, top, f.plotLeft(), row.height);
    p.fillRect(rect, selected ? (f.marks.hasFocus ? theme.sel : theme.lane) : hovered ? theme.hover : theme.canvas);
    if (row.hasText())
        p.fillRect(QRectF(0, rect.bottom() - f.hairline(), f.plotLeft(), f.hairline()),
                   row.kind == RowKind::Run ? theme.border : theme.grid);
    if (selected)
        p.fillRect(QRectF(0, top, 3, row.height), f.marks.hasFocus ? theme.accent : theme.control);
}

void GutterPainter::paintRow(const LaneRow &row, int number)
{
    const double top = f.rowTop(row);
    const bool hovered = f.marks.hoveredRow == number;
    switch (row.kind) {
    case RowKind::CallsHeader:
    case RowKind::ExecutorsHeader:
        paintHeader(row, top);
        break;
    case RowKind::Call:
        paintGround(row, top, f.content->isTree() ? isSelected(row) : f.marks.selectedCall == row.index, hovered);
        if (row.hasText())
            paintCall(row, top);
        break;
    case RowKind::Node:
    case RowKind::Step:
        paintGround(row, top, isSelected(row), hovered);
        if (row.hasText())
            paintTreeGutter(p, f, row, QRectF(inset, top, m_right - inset, row.height - 1));
        break;
    case RowKind::Path:
        paintGround(row, top, false, hovered);
        paintPathGutter(p, f, QRectF(inset, top, m_right - inset, row.height - 1));
        break;
    case RowKind::Executor:
        paintGround(row, top, false, hovered);
        if (row.hasText())
            paintExecutor(row, top);
        break;
    case RowKind::Run:
        paintGround(row, top, f.marks.selectedRun == row.index, hovered);
        paintRun(row, top);
        break;
    }
}

/// "2 of 2 in the pool busy", "network loop only", ...
QString executorsSummary(const TimelineContent &content)
{
    if (content.index().isEmpty() || content.index().executors() == 0)
        return QObject::tr("predicted");
    int busy = 0;
    int workers = 0;
    QString kind;
    const auto &executors = content.index().trace()->executors();
    for (int i = 0; i < content.index().executors(); ++i) {
        const Executor &executor = executors[static_cast<size_t>(i)];
        if (executor.kind == ExecutorKind::Loop)
            continue;
        ++workers;
        kind = executor.kind == ExecutorKind::PoolThread ? QStringLiteral("in the pool")
               : executor.kind == ExecutorKind::Thread   ? QStringLiteral("threads")
                                                         : QStringLiteral("processes");
        const LaneSpans &lane = content.index().executor(i);
        busy += lane.hasOpen();
    }
    if (workers == 0)
        return QObject::tr("one loop does everything");
    if (!content.isLive())
        return QStringLiteral("%1 %2").arg(workers).arg(kind == QStringLiteral("in the pool") ? kind : QStringLiteral("worker ") + kind);
    return QObject::tr("%1 of %2 %3 busy").arg(busy).arg(workers).arg(kind);
}

void GutterPainter::paintHeader(const LaneRow &row, double top)
{
    const QRectF rect(0, top, f.plotLeft(), row.height);
    const double line = f.hairline();
    p.fillRect(rect, theme.header);
    p.fillRect(QRectF(0, rect.bottom() - line, rect.width(), line), theme.border);
    if (row.y > 0)
        p.fillRect(QRectF(0, top - line, rect.width(), line), theme.border);
    const bool isCalls = row.kind == RowKind::CallsHeader;
    const LaneRow *below = &row + 1;
    const bool isOpen = below != std::to_address(f.layout->rows().constEnd()) && !below->isHeader();
    p.drawPixmap(QPointF(10, top + (row.height - 12) / 2.0),
                 themeIconPixmap(isOpen ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), theme.text2, 12, f.dpr));
    const double width = paintText(p, rect.adjusted(28, 0, -8, -1), left, TextRole::DenseStrong, theme.text,
                                   !isCalls              ? QObject::tr("Executors")
                                   : f.content->isTree() ? QObject::tr("Jobs")
                                                         : QObject::tr("Calls"));
    QString summary;
    if (isCalls && f.content->isTree()) {
        summary = treeSummary(*f.content);
    } else if (!isCalls) {
        summary = executorsSummary(*f.content);
    } else if (const TraceIndex &index = f.content->index(); !index.isEmpty()) {
        int begun = 0;
        for (int i = 0; i < index.calls(); ++i)
            begun += index.call(i).size() > 0;
        summary = QObject::tr("%1 of %2, waiting is visible").arg(QLocale().toString(begun), QLocale().toString(f.content->calls()));
    } else {
        summary = QObject::tr("predicted");
    }
    paintText(p, rect.adjusted(28 + width + 10, 0, -8, -1), left, TextRole::Small, theme.text3, summary);
}

void GutterPainter::paintCall(const LaneRow &row, double top)
{
    const TraceIndex &index = f.content->index();
    const TraceIndex &named = row.index < index.calls() ? index : f.content->ghost;
    if (row.index >= named.calls())
        return;
    const CallRecord &record = named.trace()->calls()[static_cast<size_t>(row.index)];
    const CallState state = callState(index, row.index, f.content->now);
    const bool two = row.isComfortable();
    const double height = two ? 18 : row.height - 1;
    const double y = two ? top + 6 : top;
    paintText(p, QRectF(inset, y, m_label - inset - 4, height), left, TextRole::Dense, theme.text3, QString::number(row.index + 1));
    const QString elapsed = state.elapsed > 0 ? secondsText(state.elapsed) : QString();
    const QColor tone = state.isFailed ? theme.error : state.isActive ? theme.text : theme.text3;
    double end = m_right;
    const double line2 = two ? top + 23 : y;
    const double height2 = two ? 16 : height;
    if (!elapsed.isEmpty()) {
        p.setFont(tabularFont(TextRole::Caption));
        p.setPen(theme.text2);
        p.drawText(QRectF(m_right - 80, line2, 80, height2), right | Qt::TextSingleLine, elapsed);
        end -= QFontMetricsF(p.font()).horizontalAdvance(elapsed) + 8;
    }
    paintText(p, QRectF(m_label, y, (two ? m_right : end) - m_label, height), left, TextRole::DenseStrong, theme.text, record.label);
    if (two)
        paintText(p, QRectF(m_label, line2, end - m_label, height2), left, TextRole::Caption, tone, state.word);
}

/// What stands right of an executor's name: what it works on now, else how busy it has been.
QString executorNote(const TimelineContent &content, int executor)
{
    const TraceIndex &index = content.index();
    const LaneSpans &lane = index.executor(executor);
    const qint64 busy = lane.cpuStepsNs();
    if (const int open = lane.lastOpen(); open >= 0) {
        const auto at = static_cast<size_t>(open);
        if (lane.phase(at) == Phase::Startup)
            return QObject::tr("starting");
        if (lane.phase(at) != Phase::Send)
            return QObject::tr("call %1").arg(index.trace()->spans()[static_cast<size_t>(lane.span(at))].call + 1);
    }
    const qint64 whole = index.contentEnd(content.now);
    if (whole <= 0)
        return {};
    const double share = 100.0 * static_cast<double>(busy) / static_cast<double>(whole);
    if (busy == 0 && index.reads(executor).empty())
        return QObject::tr("idle");
    return share < 1 ? QObject::tr("under 1 %") : QObject::tr("%1 % busy").arg(qRound(share));
}

void GutterPainter::paintExecutor(const LaneRow &row, double top)
{
    const bool measured = row.index < f.content->index().executors();
    const TraceIndex &index = measured ? f.content->index() : f.content->ghost;
    if (row.index >= index.executors())
        return;
    const QString note = measured ? executorNote(*f.content, row.index) : QString();
    const double noteWidth = QFontMetricsF(themeFont(TextRole::Caption)).horizontalAdvance(note) + 1;
    const double height = row.height - 1;
    paintText(p, QRectF(m_label, top, m_right - m_label - noteWidth - 8, height), left, TextRole::DenseStrong, theme.text,
              index.trace()->executors()[static_cast<size_t>(row.index)].name);
    paintText(p, QRectF(m_right - noteWidth, top, noteWidth, height), right, TextRole::Caption,
              note.startsWith(QObject::tr("call")) ? theme.text : theme.text3, note);
}

void GutterPainter::paintRun(const LaneRow &row, double top)
{
    const TimelineRun &run = f.content->runs[static_cast<size_t>(row.index)];
    const double middle = top + std::min(row.height, 120) / 2.0;
    const QString value = run.index.isEmpty() ? QObject::tr("not run yet")
                          : run.isGhost       ? QObject::tr("about %1").arg(aboutText(run.index.makespan()))
                                              : secondsText(run.index.makespan());
    double room = m_right - inset;
    if (f.marks.cursor && !run.isGhost && !run.index.isEmpty()) {
        const MomentCounts counts = countsAt(run.index, *f.marks.cursor);
        const QRectF side(m_right - 72, middle - 18, 72, 18);
        const double width = paintText(p, side, right, TextRole::Small, theme.accentText, QObject::tr("%1 in flight").arg(counts.inFlight));
        paintText(p, side.translated(0, 18), right, TextRole::Small, theme.accentText, QObject::tr("%1 busy").arg(counts.busy));
        room -= width + 8;
    }
    // What tells variants of one model apart is at the end.
    const TextRole role = run.isGhost ? TextRole::DenseStrong : TextRole::BodyStrong;
    paintText(p, QRectF(inset, middle - 18, room, 18), left, role, theme.text,
              QFontMetricsF(themeFont(role)).elidedText(run.name, Qt::ElideMiddle, room));
    paintText(p, QRectF(inset, middle, room, 17), left, TextRole::Small, theme.text2, value);
    if (row.lanes < row.of)
        paintText(p, QRectF(inset, middle + 17, m_right - inset, 17), left, TextRole::Caption, theme.text3,
                  (run.lanes.isTree() ? QObject::tr("%1 of %2 jobs") : QObject::tr("%1 of %2 calls"))
                      .arg(row.lanes)
                      .arg(QLocale().toString(row.of)));
}

} // namespace

void paintGutter(QPainter &painter, const TimelineFrame &frame)
{
    const Theme &theme = *frame.theme;
    const QRectF lanes = frame.lanesRect();
    const QRectF rect(0, lanes.top(), frame.plotLeft(), lanes.height());
    painter.setClipRect(rect);
    painter.fillRect(rect, theme.canvas);
    GutterPainter gutter(painter, frame);
    const auto [first, last] = frame.layout->rowsIn(frame.scroll, frame.scroll + static_cast<int>(std::ceil(lanes.height())));
    for (int i = first; i < last; ++i)
        gutter.paintRow(frame.layout->rows()[i], i);
    painter.setClipping(false);

    const double width = frame.marks.isGutterHot ? 2 : frame.hairline();
    painter.fillRect(QRectF(frame.plotLeft() - width, 0, width, frame.size.height()),
                     frame.marks.isGutterHot ? theme.accent : theme.border);
}

} // namespace interleave
