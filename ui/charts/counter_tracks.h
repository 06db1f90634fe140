// The live counters below the timeline: calls in flight, busy executors, tokens per second. They share the timeline's range
// and gutter, which its owner passes on. GUI thread. Times are nanoseconds since the run's origin, as in the timeline.
#pragma once

#include "trace/counters.h"

#include <QWidget>

#include <array>
#include <optional>

namespace interleave {

class CounterTrack;

class CounterTracks : public QWidget
{
    Q_OBJECT
public:
    explicit CounterTracks(QWidget *parent = nullptr);

    /// The trace, which may have grown, and the time up to which it is drawn. Null: nothing. Cheap enough for every
    /// frame; drawn when control returns to the event loop.
    void setTrace(TracePtr trace, qint64 now);
    /// Concurrency limit and number of executors; 0: none is drawn. The name as it is shown before the number: "pool".
    void setLimits(int concurrency, int executors, const QString &executorsName);

    void setRange(qint64 beginNs, qint64 endNs);
    void setGutter(int px);
    /// Times of the timeline's stronger grid lines.
    void setGrid(const QList<qint64> &lines);
    /// Values are those at the cursor while there is one, else those now.
    void setCursorTime(std::optional<qint64> cursor);
    /// Draws the now line through the tracks; off for a finished run.
    void setNowLineVisible(bool visible);

Q_SIGNALS:
    /// The mouse is at that time over the tracks, or has left them.
    void timeHovered(std::optional<qint64> ns);

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void scheduleUpdate();
    void updatePoints();
    double nsPerPx() const;

    enum Track { InFlight, Busy, Tokens, trackCount };
    std::array<CounterTrack *, trackCount> m_tracks;
    TracePtr m_trace;
    Counters m_counters;
    qint64 m_now = 0;
    qint64 m_begin = 0;
    qint64 m_end = 1;
    std::optional<qint64> m_cursor;
    bool m_nowLine = true;
    bool m_scheduled = false;
    int m_concurrency = 0;
    int m_executors = 0;
    QString m_executorsName;
};

} // namespace interleave
