// A Loop on the Qt event loop of the thread that made it, with the monotonic clock.
#pragma once

#include "async/loop.h"

#include <QObject>
#include <QTimer>

namespace interleave {

class QtLoop : public QObject, public Loop
{
    Q_OBJECT
public:
    QtLoop();
    qint64 now() const override;

protected:
    void scheduleTurn() override;
    void scheduleTimer(qint64 ns) override;
    bool event(QEvent *event) override;

private:
    QTimer m_timer;
    bool m_turnPosted = false;
};

} // namespace interleave
