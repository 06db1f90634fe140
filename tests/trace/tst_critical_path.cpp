// The critical path: closed forms, and random graphs of steps whose end a forward simulation moves step by step.
#include "support/story.h"
#include "support/test_main.h"
#include "support/trace_builder.h"
#include "trace/critical_path.h"
#include "trace/effort.h"
#include "trace/invariants.h"
#include "trace/slack.h"
#include "trace/width.h"

#include <algorithm>
#include <functional>
#include <random>

using namespace interleave;
using namespace Qt::StringLiterals;
using interleave::test::Story;
using interleave::test::TraceBuilder;

static constexpr StepId job{0, 0};

/// "ttft 1 0-100, ready 2 100-120"
static QString inWords(const Trace &trace)
{
    QStringList words;
    for (const PathSegment &segment : criticalPathOf(trace).segments)
        words.append(segment.name() + u' ' + (segment.step.isStep() ? stepNumber(segment.step.step) : u"job"_s) + u' ' +
                     QString::number(segment.begin - trace.origin()) + u'-' + QString::number(segment.end - trace.origin()));
    return words.join(u", "_s);
}

static qint64 slackOf(const Trace &trace, StepId id) { return slackOfSteps(trace)[static_cast<size_t>(trace.find(id))]; }

/// A graph of steps with known durations, carried out by the rules that the path is to find again.
class Plan
{
public:
    struct Item {
        bool isGroup = false;
        int parent = -1;
        std::vector<int> causes;
        qint64 ready = 0, limiter = 0, work = 0; // of a group: only `ready`, after its last step
        qint64 late = 0;                         // how much later than that it ends
    };
    std::vector<Item> items;

    static Plan random(unsigned seed)
    {
        std::mt19937 dice(seed);
        const auto upTo = [&](int n) { return static_cast<int>(dice() % static_cast<unsigned>(n)); };
        Plan plan;
        const int count = 2 + upTo(14);
        for (int i = 0; i < count; ++i) {
            Item item;
            item.isGroup = upTo(4) == 0;
            item.ready = upTo(3) == 0 ? upTo(20) : 0;
            item.limiter = item.isGroup || upTo(3) > 0 ? 0 : upTo(30);
            item.work = item.isGroup ? 0 : 1 + upTo(50);
            std::vector<int> groups;
            for (int before = 0; before < i; ++before) {
                if (plan.items[static_cast<size_t>(before)].isGroup)
                    groups.push_back(before);
            }
            if (!groups.empty() && upTo(2) == 0)
                item.parent = groups[static_cast<size_t>(upTo(static_cast<int>(groups.size())))];
            for (int before = 0; before < i; ++before) {
                if (plan.items[static_cast<size_t>(before)].parent == item.parent && upTo(3) == 0)
                    item.causes.push_back(before);
            }
            plan.items.push_back(item);
        }
        return plan;
    }

    qint64 begin(int i) const
    {
        const Item &item = items[static_cast<size_t>(i)];
        qint64 ns = item.parent < 0 ? 0 : begin(item.parent);
        if (!item.causes.empty())
            ns = 0;
        for (const int cause : item.causes)
            ns = std::max(ns, end(cause));
        return ns;
    }
    qint64 end(int i) const
    {
        const Item &item = items[static_cast<size_t>(i)];
        qint64 ns = begin(i) + item.limiter + item.work;
        for (int child = i + 1; child < size(); ++child) {
            if (items[static_cast<size_t>(child)].parent == i)
                ns = std::max(ns, end(child));
        }
        return ns + item.ready + item.late;
    }
    qint64 end() const
    {
        qint64 ns = 0;
        for (int i = 0; i < size(); ++i)
            ns = std::max(ns, end(i));
        return ns;
    }
    int size() const { return static_cast<int>(items.size()); }

    Trace trace() const
    {
        struct Told {
            qint64 ns;
            int order;
            std::function<void(Story &)> tell;
        };
        std::vector<Told> told;
        std::vector<bool> isTold(items.size());
        int order = 0;
        std::function<void(int)> tell = [&](int i) {
            if (isTold[static_cast<size_t>(i)])
                return;
            isTold[static_cast<size_t>(i)] = true;
            const Item &item = items[static_cast<size_t>(i)];
            for (const int cause : item.causes)
                tell(cause);
            const StepId id = job.child(i + 1);
            StepFacts facts;
            facts.kind = item.isGroup ? StepKind::Group : StepKind::Tool;
            facts.label = QString::number(i + 1);
            facts.parent = item.parent < 0 ? 0 : item.parent + 1;
            for (const int cause : item.causes)
                facts.causes.push_back(cause + 1);
            told.push_back({begin(i), ++order, [=](Story &story) { story.begin(id, story.events.back().ns, facts); }});
            for (int child = i + 1; child < size(); ++child) {
                if (items[static_cast<size_t>(child)].parent == i)
                    tell(child);
            }
            const qint64 from = begin(i) + item.ready, to = end(i);
            told.push_back({to, ++order, [=](Story &story) {
                                if (!item.isGroup)
                                    story.span(id, Phase::Tool, from, to, noExecutor);
                                story.end(id, to);
                            }});
        };
        for (int i = 0; i < size(); ++i)
            tell(i);
        std::sort(told.begin(), told.end(), [](const Told &a, const Told &b) { return a.ns != b.ns ? a.ns < b.ns : a.order < b.order; });
        Story story;
        for (const Told &each : told) {
            story.add(EventKind::LoopLag, {}, each.ns); // tells the time
            each.tell(story);
        }
        story.end(job, end());
        return story.trace(end() + 5);
    }
};

class CriticalPathTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_chain_is_its_own_path()
    {
        Story story;
        const StepId a = job.child(1), b = job.child(2);
        story.begin(a, 0, {StepKind::Call, u"a"_s, 0, {}});
        story.span(a, Phase::Limiter, 0, 30);
        story.span(a, Phase::Ttft, 30, 90);
        story.span(a, Phase::Stream, 90, 100);
        story.add(EventKind::Done, a, 100);
        story.begin(b, 100, {StepKind::Tool, u"b"_s, 0, {a.step}});
        story.span(b, Phase::Tool, 120, 200, noExecutor);
        story.end(b, 200);
        story.end(job, 200);
        const Trace trace = story.trace(250);
        QCOMPARE(inWords(trace), u"limiter 1 0-30, ttft 1 30-90, stream 1 90-100, ready 2 100-120, tool 2 120-200"_s);
        QCOMPARE(slackOf(trace, a), 0);
        QCOMPARE(slackOf(trace, b), 0);
    }

    /// Two branches: the path goes through the slower one, and the other has the difference as slack.
    void the_slower_branch_is_on_it_and_the_other_has_slack()
    {
        Story story;
        const StepId slow = job.child(1), fast = job.child(2), join = job.child(3);
        story.begin(slow, 0, {StepKind::Group, u"slow"_s, 0, {}});
        story.begin(fast, 0, {StepKind::Group, u"fast"_s, 0, {}});
        for (const StepId branch : {slow, fast}) {
            const StepId call = branch.child(1);
            const qint64 end = branch == slow ? 300 : 120;
            story.begin(call, 0, {StepKind::Call, u"ask"_s, branch.step, {}});
            story.span(call, Phase::Ttft, 0, end);
            story.add(EventKind::Done, call, end);
            story.end(branch, end);
        }
        story.begin(join, 300, {StepKind::Tool, u"join"_s, 0, {slow.step, fast.step}});
        story.span(join, Phase::Tool, 300, 310, noExecutor);
        story.end(join, 310);
        story.end(job, 310);
        const Trace trace = story.trace(400);
        QCOMPARE(inWords(trace), u"ttft 1.1 0-300, tool 3 300-310"_s);
        QCOMPARE(slackOf(trace, fast), 180);
        QCOMPARE(slackOf(trace, fast.child(1)), 180);
        QCOMPARE(slackOf(trace, slow.child(1)), 0);
        QCOMPARE(effortOf(trace).ns, 430);
        QCOMPARE(effortOf(trace).activeNs, 310);
        const std::optional<Width> width = widthOf(trace, Scenario());
        QVERIFY(width);
        QCOMPARE(width->text(), u"declared 2, observed 2"_s);
    }

    /// As a sequential model has it: the second branch had all it needed, and waited for the loop.
    void branches_one_after_the_other_ran_one_wide_because_of_the_loop()
    {
        Story story;
        story.add(EventKind::Executor, {}, 0).text = u"network loop"_s;
        const StepId first = job.child(1), second = job.child(2);
        story.begin(first, 0, {StepKind::Group, u"a"_s, 0, {}});
        story.begin(second, 0, {StepKind::Group, u"b"_s, 0, {}});
        story.begin(first.child(1), 0, {StepKind::Call, u"ask"_s, first.step, {}});
        story.span(first.child(1), Phase::Ttft, 0, 100);
        story.add(EventKind::Done, first.child(1), 100);
        story.end(first, 100);
        story.begin(second.child(1), 100, {StepKind::Call, u"ask"_s, second.step, {}});
        story.span(second.child(1), Phase::Ttft, 100, 180);
        story.add(EventKind::Done, second.child(1), 180);
        story.end(second, 180);
        story.end(job, 180);
        const Trace trace = story.trace(200);
        QCOMPARE(inWords(trace), u"ready 2.1 0-100, ttft 2.1 100-180"_s);
        QCOMPARE(widthOf(trace, Scenario())->text(), u"declared 2, observed 1: one loop"_s);
    }

    void what_waited_for_the_limiter_says_which_limit()
    {
        Story story;
        for (const int n : {1, 2}) {
            const StepId branch = job.child(n), call = branch.child(1);
            story.begin(branch, 0, {StepKind::Group, u"b"_s, 0, {}});
            story.begin(call, 0, {StepKind::Call, u"ask"_s, branch.step, {}});
            if (n == 2)
                story.span(call, Phase::Limiter, 0, 100);
            story.span(call, Phase::Ttft, n == 2 ? 100 : 0, 100 * n);
            story.add(EventKind::Done, call, 100 * n);
            story.end(branch, 100 * n);
        }
        story.end(job, 200);
        const Trace trace = story.trace(200);
        Scenario scenario;
        scenario.concurrency = 1;
        QCOMPARE(widthOf(trace, scenario)->text(), u"declared 2, observed 1: the limit of one call in flight"_s);
        scenario.concurrency = 8;
        scenario.traffic.limits.requestsPerMinute = 60;
        QCOMPARE(widthOf(trace, scenario)->text(), u"declared 2, observed 1: requests per minute"_s);
    }

    void a_prompt_batch_is_the_call_that_ends_last()
    {
        TraceBuilder run(1000);
        run.plan(0, 1000).plan(1, 1000).plan(2, 1300);
        run.span(0, Phase::Ttft, 1000, 1900).done(0, 1900);
        run.span(1, Phase::Limiter, 1000, 1500).span(1, Phase::Ttft, 1500, 2000).done(1, 2000).analyze(1, 0, 2050, 2100);
        run.span(2, Phase::Ttft, 1300, 1400).done(2, 1400);
        const Trace trace = run.end(2200);
        QCOMPARE(inWords(trace), u"limiter 1 0-500, ttft 1 500-1000, ready 2 1000-1050, analyze 2 1050-1100"_s);
        const CriticalPath path = criticalPathOf(trace);
        QCOMPARE(problemOf(path, trace), QString());
        qint64 sum = 0;
        for (const auto &[name, ns] : path.byName())
            sum += ns;
        QCOMPARE(sum, path.window.end - path.window.begin);
    }

    void before_a_job_was_planned_is_the_schedule()
    {
        TraceBuilder run;
        run.call(0, 0, 0, 100).call(1, 400, 400, 700);
        QCOMPARE(inWords(run.end(700)), u"schedule job 0-400, ttft 1 400-700"_s);
    }

    void between_two_jobs_of_a_user_is_think_time()
    {
        TraceBuilder run;
        Story story;
        for (const int n : {1, 2}) {
            const qint64 from = n == 1 ? 0 : 400, to = from + 100;
            if (n == 2)
                story.add(EventKind::Planned, {1, 0}, from);
            story.add(EventKind::Released, {n - 1, 0}, from).value = 7;
            const StepId call{n - 1, 1};
            story.begin(call, from, {StepKind::Call, {}, 0, {}});
            story.span(call, Phase::Ttft, from, to);
            story.add(EventKind::Done, call, to);
            story.end({n - 1, 0}, to);
        }
        const Trace trace = story.trace(600);
        QCOMPARE(trace.jobs()[1].user, 6);
        QCOMPARE(inWords(trace), u"ttft 1 0-100, think job 100-400, ttft 1 400-500"_s);
    }

    /// Bytes of call 1 came at 50 and were read at 90, behind the analysis of call 0 on the loop.
    void unread_time_is_a_part_of_its_own()
    {
        TraceBuilder run;
        run.plan(0, 0).plan(1, 0);
        run.span(0, Phase::Ttft, 0, 40).done(0, 40).analyze(0, 0, 40, 90);
        run.begin(1, Phase::Ttft, 0).chunk(1, 90, u"x", 50).finish(1, Phase::Ttft, 90).span(1, Phase::Stream, 90, 150).done(1, 150);
        QCOMPARE(inWords(run.end(150)), u"ttft 1 0-50, unread 1 50-90, stream 1 90-150"_s);
    }

    void a_job_that_never_began_is_ready_until_its_end()
    {
        TraceBuilder run;
        run.plan(0, 0).plan(1, 0).span(0, Phase::Ttft, 0, 50).done(0, 50);
        const Trace trace = run.end(80, Outcome::Cancelled);
        QCOMPARE(inWords(trace), u"ready job 0-80"_s);
        QCOMPARE(problemOf(criticalPathOf(trace), trace), QString());
    }

    void what_waits_for_itself_is_unexplained_and_breaks_the_rule()
    {
        Story story;
        const StepId first = job.child(1), second = job.child(2), last = job.child(3);
        story.begin(first, 50'000, {StepKind::Tool, u"a"_s, 0, {second.step}});
        story.end(first, 50'000);
        story.begin(second, 50'000, {StepKind::Tool, u"b"_s, 0, {first.step}});
        story.end(second, 50'000);
        story.begin(last, 50'000, {StepKind::Tool, u"c"_s, 0, {second.step}});
        story.span(last, Phase::Tool, 50'000, 90'000, noExecutor);
        story.end(last, 90'000);
        story.end(job, 90'000);
        const Trace broken = story.trace(100'000);
        const Invariants result = checkInvariants(broken, Scenario());
        QVERIFY(!result.criticalPathTiles);
        QVERIFY(!result.allHold());
        QCOMPARE(result.broken.last(), u"critical path: nothing tells what step 2 of job 0 waited for between 0.000000 s and 0.000050 s"_s);
    }

    void a_gap_or_a_wrong_end_is_found()
    {
        TraceBuilder run;
        const Trace trace = run.call(0, 0, 0, 1'000'000).end(1'000'000);
        CriticalPath path = criticalPathOf(trace);
        QCOMPARE(path.segments.size(), size_t(1));
        path.segments.front().end = 900'000;
        QCOMPARE(problemOf(path, trace), u"critical path: it ends at 0.000900 s, the run at 0.001000 s"_s);
        path.segments.front() = {100'000, 1'000'000, {0, 1}, 1, PathPart::Span, Phase::Ttft};
        QCOMPARE(problemOf(path, trace),
                 u"critical path: a segment of step 1 of job 0 begins at 0.000100 s, the one before it ended at 0.000000 s"_s);
    }

    void random_graphs_tile_and_their_path_has_no_slack()
    {
        for (unsigned seed = 1; seed <= 400; ++seed) {
            const Plan plan = Plan::random(seed);
            const Trace trace = plan.trace();
            const CriticalPath path = criticalPathOf(trace);
            QVERIFY2(problemOf(path, trace).isEmpty(), qPrintable(u"seed %1: %2"_s.arg(seed).arg(problemOf(path, trace))));
            QCOMPARE(path.window.end, plan.end());
            for (const PathSegment &segment : path.segments) {
                if (segment.step.isStep())
                    QVERIFY2(slackOf(trace, segment.step) == 0, qPrintable(u"seed %1, step %2"_s.arg(seed).arg(segment.step.step)));
            }
        }
    }

    /// By brute force: a step ends later by its slack, and nothing moves; by one more, and the end moves by one.
    void slack_is_how_much_later_a_step_may_end()
    {
        for (unsigned seed = 1; seed <= 400; ++seed) {
            const Plan plan = Plan::random(seed);
            const std::vector<qint64> slack = slackOfSteps(plan.trace());
            const Trace trace = plan.trace();
            for (int i = 0; i < plan.size(); ++i) {
                const qint64 own = slack[static_cast<size_t>(trace.find(job.child(i + 1)))];
                const QByteArray where = QByteArray::number(seed) + ", step " + QByteArray::number(i + 1);
                QVERIFY2(own >= 0, where.constData());
                Plan late = plan;
                late.items[static_cast<size_t>(i)].late = own;
                QVERIFY2(late.end() == plan.end(), where.constData());
                late.items[static_cast<size_t>(i)].late = own + 1;
                QVERIFY2(late.end() == plan.end() + 1, where.constData());
            }
        }
    }
};

INTERLEAVE_TEST_MAIN(CriticalPathTest)
#include "tst_critical_path.moc"
