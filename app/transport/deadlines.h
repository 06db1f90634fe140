// Time limits of many exchanges behind one timer: Qt's own timers are looked through in order, which costs with ten thousand of
// them. One set per thread that calls, kept by its clients; lives in that thread.
#pragma once

#include <QBasicTimer>
#include <QObject>

#include <map>
#include <memory>

namespace interleave {

class Deadlines;

/// What has a time limit. Stops by itself when it is destroyed.
class Deadline
{
public:
    Deadline() = default;
    virtual ~Deadline() { stopDeadline(); }
    Deadline(const Deadline &) = delete;
    Deadline &operator=(const Deadline &) = delete;

protected:
    /// deadlineReached() is called once, from the event loop, not before `ns`.
    void startDeadline(std::shared_ptr<Deadlines> deadlines, qint64 ns);
    void stopDeadline();
    /// May destroy this.
    virtual void deadlineReached() = 0;

private:
    friend class Deadlines;
    std::shared_ptr<Deadlines> m_deadlines; // null: none is set
    std::multimap<qint64, Deadline *>::iterator m_place;
};

class Deadlines : public QObject
{
public:
    static std::shared_ptr<Deadlines> ofThread();

private:
    friend class Deadline;
    void arm();
    void timerEvent(QTimerEvent *event) override;

    std::multimap<qint64, Deadline *> m_set;
    QBasicTimer m_timer;
    qint64 m_armedNs = 0; // 0: not
};

} // namespace interleave
