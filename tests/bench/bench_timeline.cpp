// Milliseconds per frame of the timeline while it is panned, zoomed and grown, for traces of 1,000 to 1,000,000 spans.
// Offscreen: a frame is everything up to the finished picture in memory. CPU time of the painting thread, which is the time
// of a frame on an otherwise idle machine, so that a busy one does not spoil the numbers.
//
//     QT_QPA_PLATFORM=offscreen build/release/bench/bench_timeline [width height lanes [tree]]
//
// With "tree" each lane is an agent: its calls and the tools between them are steps, and rows are a tree that folds.
#include "core/clock.h"
#include "ui/timeline/timeline_view.h"

#include <QApplication>
#include <QRandomGenerator>

#include <cstdio>

using namespace interleave;

namespace {

constexpr qint64 ms = 1'000'000;

void addSpan(Trace &trace, int call, Phase phase, qint64 begin, qint64 end)
{
    Event event;
    event.step = callOfJob(call);
    event.phase = phase;
    event.kind = EventKind::SpanBegin;
    event.ns = begin;
    trace.apply(event);
    event.kind = EventKind::SpanEnd;
    event.ns = end;
    trace.apply(event);
}

/// What a call does ends, and it does the next thing, which goes on.
void goOn(Trace &trace, int call, qint64 ns)
{
    const std::vector<qint32> &spans = trace.calls()[static_cast<size_t>(call)].spans;
    const Span *last = spans.empty() ? nullptr : &trace.spans()[static_cast<size_t>(spans.back())];
    Event event;
    event.step = callOfJob(call);
    event.ns = ns;
    if (last && last->end == Trace::open) {
        event.kind = EventKind::SpanEnd;
        event.phase = last->phase;
        trace.apply(event);
    }
    event.kind = EventKind::SpanBegin;
    event.phase = last && last->phase == Phase::Stream ? Phase::Ttft : Phase::Stream;
    trace.apply(event);
}

void addAgent(Trace &trace, int job, int steps, QRandomGenerator &random)
{
    qint64 at = random.bounded(50) * ms;
    for (int i = 1; i <= std::min(steps, StepId::mostInGroup); ++i) {
        const StepId id{job, i};
        const bool isCall = i % 3 == 1; // a turn, then two tools
        Event event;
        event.step = id;
        event.ns = at;
        event.kind = EventKind::StepBegin;
        StepFacts facts{isCall ? StepKind::Call : StepKind::Tool, QStringLiteral("step"), 0, {}};
        if (i > 1)
            facts.causes = {i - 1};
        event.facts = std::make_shared<const StepFacts>(std::move(facts));
        trace.apply(event);
        event.facts = nullptr;
        event.phase = isCall ? Phase::Ttft : Phase::Tool;
        event.kind = EventKind::SpanBegin;
        trace.apply(event);
        at += (5 + random.bounded(395)) * ms;
        event.ns = at;
        for (const EventKind kind : {EventKind::SpanEnd, isCall ? EventKind::Done : EventKind::StepEnd}) {
            event.kind = kind;
            trace.apply(event);
        }
    }
}

/// `lanes` calls, each with its share of spans of 5 to 400 ms, as agents make them: wait, stream, compute, and again.
std::shared_ptr<Trace> makeTrace(int spans, int lanes, bool finished, bool isTree)
{
    auto trace = std::make_shared<Trace>();
    Event event;
    event.kind = EventKind::Executor;
    event.text = QStringLiteral("network loop");
    trace->apply(event);
    QRandomGenerator random(1);
    constexpr std::array phases{Phase::Send, Phase::Ttft, Phase::Stream, Phase::Analyze};
    const int each = spans / lanes;
    for (int call = 0; call < lanes; ++call) {
        Event planned;
        planned.kind = EventKind::Planned;
        planned.step = callOfJob(call);
        planned.text = QStringLiteral("agent %1").arg(call);
        trace->apply(planned);
        if (isTree) {
            addAgent(*trace, call, each, random);
            continue;
        }
        qint64 at = random.bounded(50) * ms;
        for (int i = 0; i < each; ++i) {
            const qint64 length = (5 + random.bounded(395)) * ms;
            addSpan(*trace, call, phases[static_cast<size_t>(i) % phases.size()], at, at + length);
            at += length;
        }
    }
    if (finished) {
        Event end;
        end.kind = EventKind::RunEnd;
        end.ns = trace->last();
        trace->apply(end);
    }
    return trace;
}

struct Frames {
    double median = 0;
    double p95 = 0;
};

template<typename Step> Frames measure(QWidget &view, int frames, Step step)
{
    QImage picture(view.size(), QImage::Format_RGB32);
    std::vector<double> times;
    for (int i = 0; i < frames; ++i) {
        const qint64 start = threadCpuNs();
        step(i);
        view.render(&picture);
        times.push_back(millisecondsFromNs(threadCpuNs() - start));
    }
    std::sort(times.begin(), times.end());
    return {times[times.size() / 2], times[times.size() * 95 / 100]};
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    const int width = arguments.value(1, QStringLiteral("1600")).toInt();
    const int height = arguments.value(2, QStringLiteral("950")).toInt();
    const int lanes = arguments.value(3, QStringLiteral("200")).toInt();
    const bool isTree = arguments.value(4) == QStringLiteral("tree");
    std::printf("%d x %d px, %d lanes; CPU ms per frame: median / p95\n", width, height, lanes);
    std::printf("%10s  %16s  %16s  %16s  %16s  %16s  %16s\n", "spans", "pan, all shown", "pan, 10 %", "zoom", "hover", "live, following",
                "all under way");
    for (const int spans : {1'000, 10'000, 100'000, 1'000'000}) {
        TimelineView view;
        view.resize(width, height);
        view.setTrace(makeTrace(spans, lanes, true, isTree));
        const qint64 whole = view.range()->length();
        const auto pan = [&](int i) { view.range()->panBy((i % 50 < 25 ? 1 : -1) * view.range()->length() / 200); };
        const Frames all = measure(view, 100, pan);
        view.range()->set(whole * 4 / 10, whole / 2);
        const Frames tenth = measure(view, 100, pan);
        const Frames zoom = measure(view, 100, [&](int i) {
            view.range()->zoomAt(view.range()->begin() + view.range()->length() / 2, i % 60 < 30 ? 1.05 : 1 / 1.05);
        });
        const Frames hover = measure(view, 100, [&](int i) { view.setSelectedCall(i % lanes); });

        // A run that goes on: a span more with every frame; then with every call under way besides.
        const auto grow = [&](const auto &more, bool isUnderWay) {
            const auto live = makeTrace(spans, lanes, false, isTree);
            const qint64 start = live->last();
            for (int call = 0; isUnderWay && call < lanes; ++call)
                goOn(*live, call, start);
            view.setTrace(live);
            view.range()->show(start * 9 / 10, start + start / 20);
            view.range()->setFollowing(true);
            return measure(view, 100, [&](int i) {
                more(*live, i % lanes, start + i * 16 * ms);
                view.advance(live, start + i * 16 * ms + 16 * ms);
            });
        };
        const auto closed = [](Trace &trace, int call, qint64 ns) { addSpan(trace, call, Phase::Stream, ns, ns + 10 * ms); };
        const Frames growing = grow(closed, false);
        const Frames underWay = isTree ? Frames() : grow(goOn, true);
        const auto cell = [](const Frames &frames) {
            return QStringLiteral("%1 / %2").arg(frames.median, 0, 'f', 2).arg(frames.p95, 0, 'f', 2);
        };
        std::printf("%10d  %16s  %16s  %16s  %16s  %16s  %16s\n", spans, qPrintable(cell(all)), qPrintable(cell(tenth)),
                    qPrintable(cell(zoom)), qPrintable(cell(hover)), qPrintable(cell(growing)), qPrintable(cell(underWay)));
    }
    return 0;
}
