// The recorder: events of several buffers come out in order of time, none is lost, and what follows from an event never comes
// out before it.
#include "core/clock.h"
#include "support/test_main.h"
#include "trace/recorder.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace interleave;

class TestRecorder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void buffersAreMergedByTime();
    void equalTimesKeepTheOrderOfWriting();
    void laterEventsStayForTheNextDrain();
    void executorsAreNumberedInOrder();
    void aSpanHandedFromThreadToThreadNeverEndsBeforeItBegins();
};

static QString summary(const std::vector<Event> &events)
{
    QStringList parts;
    for (const Event &event : events)
        parts.append(QStringLiteral("%1:%2").arg(event.ns).arg(event.step.job));
    return parts.join(u' ');
}

void TestRecorder::buffersAreMergedByTime()
{
    Recorder recorder;
    RecorderBuffer &a = recorder.newBuffer();
    RecorderBuffer &b = recorder.newBuffer();
    a.beginSpan(10, Phase::Send, callOfJob(0), 0, 0);
    a.beginSpan(30, Phase::Send, callOfJob(1), 0, 0);
    b.beginSpan(20, Phase::Send, callOfJob(2), 0, 0);
    a.beginSpan(25, Phase::Send, callOfJob(3), 0, 0); // written late
    QCOMPARE(summary(recorder.drain()), QStringLiteral("10:0 20:2 25:3 30:1"));
    QVERIFY(recorder.drain().empty());
}

void TestRecorder::equalTimesKeepTheOrderOfWriting()
{
    Recorder recorder;
    RecorderBuffer &buffer = recorder.newBuffer();
    for (int call = 0; call < 100; ++call)
        buffer.beginSpan(call / 50, Phase::Send, callOfJob(call), 0, 0);
    const std::vector<Event> events = recorder.drain();
    for (int call = 0; call < 100; ++call)
        QCOMPARE(events[static_cast<size_t>(call)].step.job, call);
}

void TestRecorder::laterEventsStayForTheNextDrain()
{
    Recorder recorder;
    RecorderBuffer &a = recorder.newBuffer();
    RecorderBuffer &b = recorder.newBuffer();
    a.beginSpan(10, Phase::Send, callOfJob(0), 0, 0);
    b.beginSpan(12, Phase::Send, callOfJob(1), 0, 0);
    QCOMPARE(summary(recorder.drain(11)), QStringLiteral("10:0"));
    a.beginSpan(11, Phase::Send, callOfJob(2), 0, 0);
    a.beginSpan(12, Phase::Send, callOfJob(3), 0, 0);
    b.beginSpan(13, Phase::Send, callOfJob(4), 0, 0);
    QCOMPARE(summary(recorder.drain(12)), QStringLiteral("11:2 12:1 12:3"));
    QCOMPARE(summary(recorder.drain()), QStringLiteral("13:4"));
}

void TestRecorder::executorsAreNumberedInOrder()
{
    Recorder recorder;
    RecorderBuffer &buffer = recorder.newBuffer();
    QCOMPARE(recorder.addExecutor(buffer, ExecutorKind::Loop, QStringLiteral("network loop"), 1), 0);
    QCOMPARE(recorder.addExecutor(buffer, ExecutorKind::PoolThread, QStringLiteral("pool 1"), 2), 1);
    const std::vector<Event> events = recorder.drain();
    QCOMPARE(events.at(1).value, static_cast<qint64>(ExecutorKind::PoolThread));
    QCOMPARE(events.at(1).text, QStringLiteral("pool 1"));
}

/// One thread begins spans, another ends each as soon as it sees it, a third drains meanwhile.
void TestRecorder::aSpanHandedFromThreadToThreadNeverEndsBeforeItBegins()
{
    constexpr int spans = 20'000;
    Recorder recorder;
    RecorderBuffer &ends = recorder.newBuffer(); // emptied before the one with the beginnings, and one after it
    RecorderBuffer &begins = recorder.newBuffer();
    RecorderBuffer &endsToo = recorder.newBuffer();
    std::atomic<int> begun{0};
    std::atomic<int> running{2};
    std::thread first([&] {
        for (int call = 0; call < spans; ++call) {
            begins.beginSpan(monotonicNs(), Phase::Pool, callOfJob(call), 0, 0);
            begun.store(call + 1);
        }
        --running;
    });
    std::thread second([&] {
        for (int call = 0; call < spans;) {
            for (const int until = begun.load(); call < until; ++call)
                (call % 2 ? ends : endsToo).endSpan(monotonicNs(), Phase::Pool, callOfJob(call), 0, 0);
        }
        --running;
    });
    std::vector<bool> hasBegun(spans);
    int ended = 0;
    int wrong = 0;
    const auto look = [&](const std::vector<Event> &events) {
        for (const Event &event : events) {
            const auto call = static_cast<size_t>(event.step.job);
            if (event.kind == EventKind::SpanBegin) {
                hasBegun[call] = true;
            } else {
                wrong += !hasBegun[call];
                ++ended;
            }
        }
    };
    while (running > 0)
        look(recorder.drain(monotonicNs()));
    first.join();
    second.join();
    look(recorder.drain());
    QCOMPARE(ended, spans);
    QCOMPARE(wrong, 0);
}

INTERLEAVE_TEST_MAIN(TestRecorder)
#include "tst_recorder.moc"
