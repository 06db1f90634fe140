// The row of phase samples with their names. A click on one asks the timeline to dim the others; a second click ends that.
// The usual phases are always there, the others where they occur; of jobs made of steps only what occurs, so that there is room for the
// marks. GUI thread.
#pragma once

#include "core/phase.h"
#include "trace/trace.h"

#include <QList>
#include <QWidget>

#include <optional>

namespace interleave {

struct Theme;

class PhaseLegend : public QWidget
{
    Q_OBJECT
public:
    explicit PhaseLegend(QWidget *parent = nullptr);

    /// What occurs in these runs besides the usual phases; a null trace has nothing.
    void setTraces(const QList<TracePtr> &traces);
    /// Also explain the first-token pin, and where jobs are made of steps the arrow from what caused one.
    void setShowsMarks(bool shows);
    std::optional<Phase> focusedPhase() const { return m_focused; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Nothing: all phases are shown alike again.
    void focusChanged(std::optional<interleave::Phase> phase);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Entry {
        Phase phase;
        QRect rect;
    };
    QList<Entry> entries(int gap) const;
    /// Those that fit.
    QList<Entry> shownEntries() const;
    /// What is no phase: a word, and what it looks like.
    struct Mark {
        QString title;
        int width; ///< of the sample
        void (*paint)(QPainter &, const Theme &, const QRectF &sample);
    };
    QList<Mark> marks() const;

    QList<Phase> m_phases;
    bool m_showsMarks = false;
    bool m_hasCauses = false;   ///< one of them has a step that another one caused, in a row of its own
    QList<TracePtr> m_finished; ///< of those that were set
    bool m_showsUnread = false; ///< a finished one has such a stretch
    std::optional<Phase> m_focused;
};

} // namespace interleave
