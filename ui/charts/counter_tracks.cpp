#include "ui/charts/counter_tracks.h"

#include "ui/charts/counter_points.h"
#include "ui/charts/counter_track.h"

#include <QLocale>
#include <QMouseEvent>
#include <QVBoxLayout>

#include <cmath>

namespace interleave {

namespace {

constexpr qint64 second = 1'000'000'000;

QString limitNote(const QString &name, int limit) { return limit > 0 ? name + u' ' + QLocale().toString(limit) : QString(); }

QString wholeNumber(double value) { return QLocale().toString(std::llround(value)); }

} // namespace

CounterTracks::CounterTracks(QWidget *parent)
    : QWidget(parent)
    , m_tracks{new CounterTrack(QStringLiteral("In flight"), Phase::Stream, CounterTrack::Shape::Line, this),
               new CounterTrack(QStringLiteral("Busy executors"), Phase::Analyze, CounterTrack::Shape::Line, this),
               new CounterTrack(QStringLiteral("Tokens/s"), Phase::Stream, CounterTrack::Shape::Bars, this)}
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    for (CounterTrack *track : m_tracks) {
        column->addWidget(track);
        track->viewport()->setMouseTracking(true);
        track->viewport()->installEventFilter(this);
    }
    updatePoints();
}

void CounterTracks::setTrace(TracePtr trace, qint64 now)
{
    if (trace != m_trace)
        m_counters = {};
    m_trace = std::move(trace);
    m_now = now;
    if (m_trace)
        m_counters.update(*m_trace);
    scheduleUpdate();
}

void CounterTracks::setLimits(int concurrency, int executors, const QString &executorsName)
{
    m_concurrency = concurrency;
    m_executors = executors;
    m_executorsName = executorsName;
    scheduleUpdate();
}

void CounterTracks::setRange(qint64 beginNs, qint64 endNs)
{
    m_begin = beginNs;
    m_end = qMax(beginNs + 1, endNs);
    for (CounterTrack *track : m_tracks)
        track->setRange(m_begin, m_end);
    scheduleUpdate();
}

void CounterTracks::setGutter(int px)
{
    for (CounterTrack *track : m_tracks)
        track->setGutter(px);
    scheduleUpdate(); // the width of a bar follows the scale
}

void CounterTracks::setGrid(const QList<qint64> &lines)
{
    for (CounterTrack *track : m_tracks)
        track->setGrid(lines);
}

void CounterTracks::setCursorTime(std::optional<qint64> cursor)
{
    m_cursor = cursor;
    for (CounterTrack *track : m_tracks)
        track->setCursorTime(cursor);
    scheduleUpdate();
}

void CounterTracks::setNowLineVisible(bool visible)
{
    m_nowLine = visible;
    scheduleUpdate();
}

/// One update for all that changed in this turn of the event loop: a frame moves the range and grows the trace.
void CounterTracks::scheduleUpdate()
{
    if (m_scheduled)
        return;
    m_scheduled = true;
    QMetaObject::invokeMethod(this, &CounterTracks::updatePoints, Qt::QueuedConnection);
}

double CounterTracks::nsPerPx() const { return static_cast<double>(m_end - m_begin) / qMax(1, width() - m_tracks[0]->gutter()); }

void CounterTracks::updatePoints()
{
    m_scheduled = false;
    const qint64 at = m_cursor.value_or(m_now);
    const StepCounter &inFlight = m_counters.inFlight();
    const StepCounter &busy = m_counters.busyExecutors();
    m_tracks[InFlight]->setLimit(m_concurrency, limitNote(QStringLiteral("limit"), m_concurrency));
    const auto show = [&](CounterTrack &track, const StepCounter &counter, int limit) {
        const StepShape shape = stepShape(counter, m_begin, m_end, m_now);
        const bool isMean = !shape.low.isEmpty() && !m_cursor && m_now <= m_end; // one moment of a dense line says little
        track.setShape(shape, qMax(1, qMax(limit, counter.maximum())),
                       isMean ? QLocale().toString(shape.last, 'f', 1) : QLocale().toString(counter.at(at)));
    };
    show(*m_tracks[InFlight], inFlight, m_concurrency);
    m_tracks[Busy]->setLimit(m_executors, limitNote(m_executorsName, m_executors));
    show(*m_tracks[Busy], busy, m_executors);

    const double pixel = nsPerPx();
    const RateBars bars = rateBars(m_counters, m_begin, m_end, barStep(pixel), std::llround(pixel));
    m_tracks[Tokens]->setLimit(0, bars.peak > 0 ? QStringLiteral("peak ") + wholeNumber(bars.peak) : QString());
    m_tracks[Tokens]->setPoints(bars.outline, qMax(1.0, bars.peak), wholeNumber(m_counters.tokenRate(at - second, at)));
    for (CounterTrack *track : m_tracks)
        track->setNow(m_trace && m_nowLine ? std::optional(m_now) : std::nullopt);
}

void CounterTracks::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    scheduleUpdate();
}

bool CounterTracks::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Leave) {
        Q_EMIT timeHovered(std::nullopt);
    } else if (event->type() == QEvent::MouseMove) {
        const double px = static_cast<QMouseEvent *>(event)->position().x() - m_tracks[0]->gutter();
        if (px >= 0)
            Q_EMIT timeHovered(m_begin + std::llround(px * nsPerPx()));
        else
            Q_EMIT timeHovered(std::nullopt);
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace interleave
