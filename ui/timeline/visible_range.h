// The part of the time axis that one or several views show. Views that share one object zoom and pan together: it is
// the "linked zoom". Nanoseconds since the origin of the run. Lives in the GUI thread; nothing here needs a window.
#pragma once

#include <QObject>

namespace interleave {

class VisibleRange : public QObject
{
    Q_OBJECT
public:
    explicit VisibleRange(QObject *parent = nullptr)
        : QObject(parent)
    {
    }

    qint64 begin() const { return m_begin; }
    qint64 end() const { return m_end; }
    qint64 length() const { return m_end - m_begin; }

    /// How far the content reaches: what fit() shows, and what cannot be panned out of sight. Never moves the range.
    void setContent(qint64 end);
    qint64 contentEnd() const { return m_contentEnd; }
    /// The range that fit() shows: all content and some room at the right for its last label.
    qint64 fittedEnd() const;

    // What a person does: each ends following.
    void set(qint64 begin, qint64 end);
    /// `factor` < 1 zooms in; the time `at` keeps its place on the screen.
    void zoomAt(qint64 at, double factor);
    void panBy(qint64 ns);
    void fit();

    /// While following, advance(now) slides the range so that now stays at 68 % of it; the zoom does not change.
    void setFollowing(bool following);
    bool isFollowing() const { return m_following; }
    void advance(qint64 now);
    /// Sets a range and keeps following as it is: for the start and the end of a run.
    void show(qint64 begin, qint64 end);

    static constexpr double followAt = 0.68;
    static constexpr qint64 shortest = 1'000; ///< ns: one per pixel of a usual window

Q_SIGNALS:
    void changed(qint64 begin, qint64 end);
    void followingChanged(bool following);

private:
    qint64 m_begin = 0;
    qint64 m_end = 4'400'000'000;
    qint64 m_contentEnd = 0;
    bool m_following = false;
};

} // namespace interleave
