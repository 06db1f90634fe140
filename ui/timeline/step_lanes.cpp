#include "ui/timeline/step_lanes.h"

#include <algorithm>
#include <array>
#include <set>

namespace interleave {

namespace {

/// The larger, the more it says.
int weightOf(const Span &span)
{
    if (span.end != Trace::open && isFailure(span.outcome))
        return 20;
    constexpr std::array order{Phase::Ready, Phase::Limiter, Phase::Pool, Phase::Backoff, Phase::Startup, Phase::Dns,     Phase::Connect,
                               Phase::Tls,   Phase::Cache,   Phase::Send, Phase::Ttft,    Phase::Stream,  Phase::Analyze, Phase::Tool};
    return static_cast<int>(std::find(order.begin(), order.end(), span.phase) - order.begin());
}

void appendCall(std::vector<qint32> &spans, int number, const Trace &trace)
{
    const CallRecord &call = trace.calls()[static_cast<size_t>(number)];
    const bool isByTool = call.work >= 0 && trace.steps()[static_cast<size_t>(call.work)].kind == StepKind::Tool;
    for (const qint32 index : call.spans) {
        if (!isByTool || trace.spans()[static_cast<size_t>(index)].step != call.work)
            spans.push_back(index);
    }
}

void appendStep(std::vector<qint32> &spans, int index, const Trace &trace)
{
    const StepRecord &step = trace.steps()[static_cast<size_t>(index)];
    if (step.call < 0) {
        spans.insert(spans.end(), step.spans.begin(), step.spans.end());
        return;
    }
    for (const qint32 span : trace.calls()[static_cast<size_t>(step.call)].spans) {
        if (trace.spans()[static_cast<size_t>(span)].step == index)
            spans.push_back(span);
    }
}

void appendAll(std::vector<qint32> &spans, int node, const StepTree &tree, const Trace &trace)
{
    for (const TreeRow &child : tree.node(node).children) {
        if (child.kind == TreeRow::Kind::Node)
            appendAll(spans, child.index, tree, trace);
        else if (child.kind == TreeRow::Kind::Call)
            appendCall(spans, child.index, trace);
        else
            appendStep(spans, child.index, trace);
    }
}

qint32 jobOf(const TreeRow &row, const StepTree &tree, const Trace &trace)
{
    switch (row.kind) {
    case TreeRow::Kind::Node:
        return tree.node(row.index).job;
    case TreeRow::Kind::Call:
        return trace.calls()[static_cast<size_t>(row.index)].id.job;
    case TreeRow::Kind::Step:
        break;
    }
    return trace.steps()[static_cast<size_t>(row.index)].id.job;
}

} // namespace

LaneSpans flattened(const std::vector<qint32> &spans, const Trace &trace)
{
    struct Change {
        qint64 ns;
        bool begins;
        qint32 span;
    };
    const auto at = [&](qint32 index) -> const Span & { return trace.spans()[static_cast<size_t>(index)]; };
    std::vector<Change> changes;
    for (const qint32 index : spans) {
        changes.push_back({at(index).begin - trace.origin(), true, index});
        if (at(index).end != Trace::open)
            changes.push_back({at(index).end - trace.origin(), false, index});
    }
    std::sort(changes.begin(), changes.end(),
              [](const Change &a, const Change &b) { return a.ns != b.ns ? a.ns < b.ns : a.span < b.span; });
    const auto saysMore = [&](qint32 a, qint32 b) {
        const int first = weightOf(at(a)), second = weightOf(at(b));
        return first != second ? first > second : a < b;
    };
    std::set<qint32, decltype(saysMore)> under(saysMore);
    LaneSpans lane;
    const auto add = [&](qint32 index, qint64 begin, qint64 end) {
        const bool failed = at(index).end != Trace::open && isFailure(at(index).outcome);
        if (end > begin)
            lane.add(index, begin, end, at(index).phase, failed);
    };
    qint32 shown = -1;
    qint64 since = 0;
    for (size_t i = 0; i < changes.size();) {
        const qint64 ns = changes[i].ns;
        for (; i < changes.size() && changes[i].ns == ns; ++i) {
            if (changes[i].begins && at(changes[i].span).end != at(changes[i].span).begin)
                under.insert(changes[i].span);
            else if (changes[i].begins)
                lane.add(changes[i].span, ns, ns, at(changes[i].span).phase, isFailure(at(changes[i].span).outcome)); // an instant
            else
                under.erase(changes[i].span);
        }
        const qint32 next = under.empty() ? -1 : *under.begin();
        if (next == shown)
            continue;
        if (shown >= 0)
            add(shown, since, ns);
        shown = next;
        since = ns;
    }
    if (shown >= 0) // it goes on
        add(shown, since, LaneSpans::open);
    return lane;
}

std::vector<qint32> StepLanes::spansOf(const TreeRow &row, const StepTree &tree, const Trace &trace)
{
    std::vector<qint32> spans;
    if (row.kind == TreeRow::Kind::Call) {
        appendCall(spans, row.index, trace);
    } else if (row.kind == TreeRow::Kind::Step) {
        appendStep(spans, row.index, trace);
    } else if (!tree.isOpen(row.index)) {
        appendAll(spans, row.index, tree, trace);
    } else if (!tree.node(row.index).callsOverlap) {
        for (const TreeRow &child : tree.node(row.index).children) {
            if (child.kind == TreeRow::Kind::Call)
                appendCall(spans, child.index, trace);
        }
    }
    return spans;
}

/// Until its first span a step had all it needed, and waited.
static void addReady(LaneSpans &lane, const StepRecord &step, const Trace &trace)
{
    const qint64 begin = step.begin - trace.origin();
    if (lane.size() > 0 && step.begin >= 0 && begin < lane.begin(0))
        lane.add(lane.span(0), begin, lane.begin(0), Phase::Ready, false);
}

const LaneSpans &StepLanes::lane(const TreeRow &row, const StepTree &tree, const Trace &trace) const
{
    const bool isOpen = row.kind == TreeRow::Kind::Node && tree.isOpen(row.index);
    const quint64 key = static_cast<quint64>(row.index) * 8 + static_cast<quint64>(row.kind) * 2 + isOpen;
    Kept &kept = m_kept[key];
    if (kept.isFinal || (kept.version == trace.version() && kept.version > 0))
        return kept.lane;
    kept.lane = flattened(spansOf(row, tree, trace), trace);
    if (row.kind == TreeRow::Kind::Step)
        addReady(kept.lane, trace.steps()[static_cast<size_t>(row.index)], trace);
    kept.version = trace.version();
    kept.isFinal = trace.isFinished() || (trace.jobs()[static_cast<size_t>(jobOf(row, tree, trace))].finished && !kept.lane.hasOpen());
    return kept.lane;
}

} // namespace interleave
