// What a back-off says on screen: why it waits, and until when.
#include "ui/widgets/wait_text.h"

#include "support/test_main.h"
#include "support/trace_builder.h"

#include <QDateTime>
#include <QTest>

using namespace interleave;
using namespace Qt::StringLiterals;

class TestWaitText : public QObject
{
    Q_OBJECT

    /// A call that backs off twice, in a run that began at noon; the second wait goes on.
    static Trace waiting()
    {
        const QString noon = QDateTime(QDate(2026, 11, 29), QTime(12, 0)).toUTC().toString(Qt::ISODateWithMs);
        test::TraceBuilder run(0, u"{\"environment\":{\"time_utc\":\"%1\"}}"_s.arg(noon));
        run.plan(0, 0);
        Trace trace;
        trace.apply(run.events());
        const auto backOff = [&trace](EventKind kind, int attempt, qint64 seconds, qint64 untilS, const QString &serverS) {
            Event event;
            event.kind = kind;
            event.phase = Phase::Backoff;
            event.step = callOfJob(0);
            event.attempt = static_cast<qint16>(attempt);
            event.ns = seconds * 1'000'000'000;
            event.value = untilS * 1'000'000'000;
            event.text = serverS;
            trace.apply(event);
        };
        backOff(EventKind::SpanBegin, 1, 1, 31, u"30"_s);
        backOff(EventKind::SpanEnd, 1, 31, 0, {});
        backOff(EventKind::SpanBegin, 2, 32, 90, {});
        return trace;
    }

private Q_SLOTS:
    void a_wait_names_who_asked_for_it_and_its_end()
    {
        const Trace trace = waiting();
        std::vector<qint32> spans;
        std::ranges::copy_if(trace.calls()[0].spans, std::back_inserter(spans),
                             [&](qint32 span) { return trace.spans()[static_cast<size_t>(span)].phase == Phase::Backoff; });
        QCOMPARE(spans.size(), size_t(2));
        QCOMPARE(waitText(trace, *trace.waitOf(spans[0])), u"the server asked for 30\u00A0s, until 12:00:31"_s);
        QCOMPARE(waitText(trace, *trace.waitOf(spans[1])), u"the policy's own delay, until 12:01:30"_s);
    }

    void the_inspector_has_a_line_for_each()
    {
        const Trace trace = waiting();
        QCOMPARE(waitsText(trace, trace.calls()[0]), u"Back-off after attempt 1: the server asked for 30\u00A0s, until 12:00:31\n"
                                                     "Back-off after attempt 2: the policy's own delay, until 12:01:30"_s);
    }
};

INTERLEAVE_TEST_MAIN(TestWaitText)
#include "tst_wait_text.moc"
