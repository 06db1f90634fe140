// Notes when a thread works for long without looking at its events: the window's thread then shows nothing, and the engine's reads no
// socket. It counts the thread's own CPU time, so that a busy machine cannot make it cry. Debug builds have one in both threads (others
// with INTERLEAVE_STALL_WATCH set), and say in the log what they note; tests ask count(). Lives in the thread that it watches, which has an
// event loop.
#pragma once

#include <QObject>
#include <QString>

namespace interleave {

class StallWatch : public QObject
{
public:
    static constexpr qint64 usualNs = 50'000'000;

    explicit StallWatch(const QString &thread, qint64 mostNs = usualNs);
    ~StallWatch() override;

    /// Whether the program's threads are to be watched.
    static bool isWanted();
    /// Stalls noted so far, of all threads, and the longest stretch of work that was not on purpose, stall or not. Any thread.
    static int count();
    static qint64 longestNs();

    /// Work that is meant to hold the loop up while this lives: an analysis under a model that analyzes on the loop.
    class OnPurpose
    {
    public:
        OnPurpose();
        ~OnPurpose();
        OnPurpose(const OnPurpose &) = delete;
        OnPurpose &operator=(const OnPurpose &) = delete;

    private:
        qint64 m_beginNs = 0;
    };

private:
    void look();

    const QString m_thread;
    const qint64 m_mostNs;
    qint64 m_lookedNs; // CPU time of the thread when it last looked for events
    qint64 m_onPurposeNs = 0;
};

} // namespace interleave
