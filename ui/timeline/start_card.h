// The card that explains a timeline in which nothing has run yet: in the middle of the lanes, or beside what is predicted, where there is
// room for it. Used by TimelineView; GUI thread.
#pragma once

#include "ui/timeline/timeline_frame.h"

#include <QObject>

class QWidget;

namespace interleave {

class StartCard : public QObject
{
    Q_OBJECT
public:
    /// Its owner, and what it lies on.
    explicit StartCard(QWidget *parent);
    void place(const TimelineFrame &frame, bool isWanted);

private:
    QWidget *m_parent;
    QWidget *m_card = nullptr; // made when it is first shown
};

} // namespace interleave
