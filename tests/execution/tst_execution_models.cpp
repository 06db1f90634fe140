// What each execution model does with the same work, event by event, in virtual time. The expected logs were worked out by
// hand from the models' definitions; times are milliseconds.
#include "support/test_main.h"
#include "support/virtual_run.h"

#include <QTest>

using namespace interleave;
using interleave::test::RunRecipe;
using interleave::test::VirtualRun;

Q_DECLARE_METATYPE(RunRecipe)

class TestExecutionModels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void events_data();
    void events();

private:
    static void simpleBatch();
    static void limits();
    static void sharedResources();
    static void streams();
};

/// One row per event that matters here: "60 call 1 done". Waits are told only when they last.
static QStringList logOf(const std::vector<Event> &events)
{
    QStringList executors;
    QStringList rows;
    for (const Event &event : events) {
        const QString at = QString::number(event.ns / 1'000'000);
        const QString call = at + QStringLiteral(" call ") + QString::number(event.step.job) + u' ';
        const bool begins = event.kind == EventKind::SpanBegin;
        switch (event.kind) {
        case EventKind::Executor:
            executors.append(event.text);
            break;
        case EventKind::SpanBegin:
        case EventKind::SpanEnd:
            if (event.phase == Phase::Startup && !begins)
                rows.append(at + u' ' + executors[event.executor] + QStringLiteral(" is up"));
            else if (event.phase == Phase::Limiter && begins)
                rows.append(call + QStringLiteral("waits"));
            else if (event.phase == Phase::Connect && begins)
                rows.append(call + QStringLiteral("connects"));
            else if (event.phase == Phase::Ttft && begins)
                rows.append(call + QStringLiteral("sent"));
            else if (event.phase == Phase::Analyze)
                rows.append(call + (begins ? QStringLiteral("analysis on ") + executors[event.executor] : QStringLiteral("analyzed")));
            break;
        case EventKind::Chunk:
            rows.append(call + QStringLiteral("chunk"));
            break;
        case EventKind::Done:
            rows.append(call +
                        (isSuccess(event.outcome) ? QStringLiteral("done") : QStringLiteral("failed: ") + outcomeTitle(event.outcome)));
            break;
        case EventKind::RunEnd:
            rows.append(at + QStringLiteral(" end"));
            break;
        default:
            break;
        }
    }
    return rows;
}

static void row(const char *name, const char *model, const RunRecipe &recipe, const char *log)
{
    QStringList expected;
    for (const QString &line : QString::fromLatin1(log).split(u'\n', Qt::SkipEmptyParts)) {
        if (!line.trimmed().isEmpty())
            expected.append(line.simplified());
    }
    QTest::newRow(name) << QString::fromLatin1(model) << recipe << expected;
}

void TestExecutionModels::events_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<RunRecipe>("recipe");
    QTest::addColumn<QStringList>("log");
    simpleBatch();
    limits();
    sharedResources();
    streams();
}

void TestExecutionModels::events()
{
    QFETCH(QString, model);
    QFETCH(RunRecipe, recipe);
    QFETCH(QStringList, log);
    {
        VirtualRun run(recipe, model);
        const QStringList actual = logOf(run.run());
        QVERIFY2(actual == log, qPrintable(QStringLiteral("\nactual:\n  ") + actual.join(QStringLiteral("\n  ")) +
                                           QStringLiteral("\nexpected:\n  ") + log.join(QStringLiteral("\n  "))));
    }
    QCOMPARE(liveTaskFrames.load(), 0);
}

/// Three calls of 90, 60 and 72 ms, and 20 ms of CPU work on each reply.
void TestExecutionModels::simpleBatch()
{
    const RunRecipe three{.calls = {{.totalMs = 90, .cpuMs = 20}, {.totalMs = 60, .cpuMs = 20}, {.totalMs = 72, .cpuMs = 20}}};

    row("sequential: nothing overlaps", "sequential", three, R"(
          0 call 0 sent
         90 call 0 done
         90 call 0 analysis on network loop
        110 call 0 analyzed
        110 call 1 sent
        170 call 1 done
        170 call 1 analysis on network loop
        190 call 1 analyzed
        190 call 2 sent
        262 call 2 done
        262 call 2 analysis on network loop
        282 call 2 analyzed
        282 end)");

    // The replies due at 72 and 90 are read when the loop has finished the analysis before them.
    row("concurrent: waits overlap, analyses delay reads", "concurrent", three, R"(
          0 call 0 sent
          0 call 1 sent
          0 call 2 sent
         60 call 1 done
         60 call 1 analysis on network loop
         80 call 1 analyzed
         80 call 2 done
         80 call 2 analysis on network loop
        100 call 2 analyzed
        100 call 0 done
        100 call 0 analysis on network loop
        120 call 0 analyzed
        120 end)");

    row("hybrid: waits overlap, a pool analyzes", "hybrid", three, R"(
          0 call 0 sent
          0 call 1 sent
          0 call 2 sent
         60 call 1 done
         60 call 1 analysis on pool 1
         72 call 2 done
         72 call 2 analysis on pool 2
         80 call 1 analyzed
         90 call 0 done
         90 call 0 analysis on pool 1
         92 call 2 analyzed
        110 call 0 analyzed
        110 end)");

    row("parallel threads: a worker for each", "parallel_threads", RunRecipe{.calls = three.calls, .workers = 3, .threadStartMs = 5}, R"(
          5 thread 1 is up
          5 thread 2 is up
          5 thread 3 is up
          5 call 0 sent
          5 call 1 sent
          5 call 2 sent
         65 call 1 done
         65 call 1 analysis on thread 2
         77 call 2 done
         77 call 2 analysis on thread 3
         85 call 1 analyzed
         95 call 0 done
         95 call 0 analysis on thread 1
         97 call 2 analyzed
        115 call 0 analyzed
        115 end)");

    row("parallel processes: the same, later", "parallel_processes", RunRecipe{.calls = three.calls, .workers = 3, .processStartMs = 40},
        R"(
         40 process 1 is up
         40 process 2 is up
         40 process 3 is up
         40 call 0 sent
         40 call 1 sent
         40 call 2 sent
        100 call 1 done
        100 call 1 analysis on process 2
        112 call 2 done
        112 call 2 analysis on process 3
        120 call 1 analyzed
        130 call 0 done
        130 call 0 analysis on process 1
        132 call 2 analyzed
        150 call 0 analyzed
        150 end)");
}

/// Fewer places than calls: of the traffic policy, of the workers, of the pool.
void TestExecutionModels::limits()
{
    const QList<interleave::test::CallRecipe> three{
        {.totalMs = 90, .cpuMs = 20}, {.totalMs = 60, .cpuMs = 20}, {.totalMs = 75, .cpuMs = 20}};

    row("sequential never meets the limit", "sequential", RunRecipe{.calls = {{.totalMs = 10}, {.totalMs = 10}}, .limit = 1}, R"(
          0 call 0 sent
         10 call 0 done
         10 call 0 analysis on network loop
         10 call 0 analyzed
         10 call 1 sent
         20 call 1 done
         20 call 1 analysis on network loop
         20 call 1 analyzed
         20 end)");

    // Call 1 leaves at 60, but the loop sends call 2 only when it has analyzed call 1's reply.
    row("concurrent, two in flight", "concurrent", RunRecipe{.calls = three, .limit = 2}, R"(
          0 call 0 sent
          0 call 1 sent
          0 call 2 waits
         60 call 1 done
         60 call 1 analysis on network loop
         80 call 1 analyzed
         80 call 2 sent
         90 call 0 done
         90 call 0 analysis on network loop
        110 call 0 analyzed
        155 call 2 done
        155 call 2 analysis on network loop
        175 call 2 analyzed
        175 end)");

    row("hybrid, two in flight", "hybrid", RunRecipe{.calls = three, .limit = 2}, R"(
          0 call 0 sent
          0 call 1 sent
          0 call 2 waits
         60 call 1 done
         60 call 2 sent
         60 call 1 analysis on pool 1
         80 call 1 analyzed
         90 call 0 done
         90 call 0 analysis on pool 1
        110 call 0 analyzed
        135 call 2 done
        135 call 2 analysis on pool 1
        155 call 2 analyzed
        155 end)");

    row("threads, one in flight: analyses overlap the next call", "parallel_threads", RunRecipe{.calls = three, .limit = 1, .workers = 3},
        R"(
          0 thread 1 is up
          0 thread 2 is up
          0 thread 3 is up
          0 call 0 sent
          0 call 1 waits
          0 call 2 waits
         90 call 0 done
         90 call 1 sent
         90 call 0 analysis on thread 1
        110 call 0 analyzed
        150 call 1 done
        150 call 2 sent
        150 call 1 analysis on thread 2
        170 call 1 analyzed
        225 call 2 done
        225 call 2 analysis on thread 3
        245 call 2 analyzed
        245 end)");

    // Thread 2 is free first, when it has analyzed what it read.
    row("threads, two workers", "parallel_threads", RunRecipe{.calls = three, .workers = 2}, R"(
          0 thread 1 is up
          0 thread 2 is up
          0 call 0 sent
          0 call 1 sent
         60 call 1 done
         60 call 1 analysis on thread 2
         80 call 1 analyzed
         80 call 2 sent
         90 call 0 done
         90 call 0 analysis on thread 1
        110 call 0 analyzed
        155 call 2 done
        155 call 2 analysis on thread 2
        175 call 2 analyzed
        175 end)");

    row("processes, one worker: sequential after a start", "parallel_processes",
        RunRecipe{.calls = three, .workers = 1, .processStartMs = 30}, R"(
         30 process 1 is up
         30 call 0 sent
        120 call 0 done
        120 call 0 analysis on process 1
        140 call 0 analyzed
        140 call 1 sent
        200 call 1 done
        200 call 1 analysis on process 1
        220 call 1 analyzed
        220 call 2 sent
        295 call 2 done
        295 call 2 analysis on process 1
        315 call 2 analyzed
        315 end)");

    row("hybrid, a pool of one", "hybrid", RunRecipe{.calls = three, .pool = 1}, R"(
          0 call 0 sent
          0 call 1 sent
          0 call 2 sent
         60 call 1 done
         60 call 1 analysis on pool 1
         75 call 2 done
         80 call 1 analyzed
         80 call 2 analysis on pool 1
         90 call 0 done
        100 call 2 analyzed
        100 call 0 analysis on pool 1
        120 call 0 analyzed
        120 end)");
}

/// Cores and the server's capacity, and calls that fail.
void TestExecutionModels::sharedResources()
{
    const QList<interleave::test::CallRecipe> three{
        {.totalMs = 90, .cpuMs = 20}, {.totalMs = 60, .cpuMs = 20}, {.totalMs = 75, .cpuMs = 20}};

    // Executors take the replies at once, and then wait for the one core.
    row("hybrid on one core", "hybrid", RunRecipe{.calls = three, .cores = 1}, R"(
          0 call 0 sent
          0 call 1 sent
          0 call 2 sent
         60 call 1 done
         60 call 1 analysis on pool 1
         75 call 2 done
         80 call 1 analyzed
         80 call 2 analysis on pool 2
         90 call 0 done
        100 call 2 analyzed
        100 call 0 analysis on pool 1
        120 call 0 analyzed
        120 end)");

    row("threads on one core", "parallel_threads", RunRecipe{.calls = three, .workers = 3, .cores = 1}, R"(
          0 thread 1 is up
          0 thread 2 is up
          0 thread 3 is up
          0 call 0 sent
          0 call 1 sent
          0 call 2 sent
         60 call 1 done
         60 call 1 analysis on thread 2
         75 call 2 done
         80 call 1 analyzed
         80 call 2 analysis on thread 3
         90 call 0 done
        100 call 2 analyzed
        100 call 0 analysis on thread 1
        120 call 0 analyzed
        120 end)");

    // The server takes call 1 up at 90 although the client's loop is busy until 110, and so is done with it at 150.
    row("concurrent, a server that does one at a time", "concurrent", RunRecipe{.calls = three, .serverCapacity = 1}, R"(
          0 call 0 sent
          0 call 1 sent
          0 call 2 sent
         90 call 0 done
         90 call 0 analysis on network loop
        110 call 0 analyzed
        150 call 1 done
        150 call 1 analysis on network loop
        170 call 1 analyzed
        225 call 2 done
        225 call 2 analysis on network loop
        245 call 2 analyzed
        245 end)");

    row("a refused call has nothing to analyze", "concurrent",
        RunRecipe{.calls = {{.totalMs = 20, .cpuMs = 20, .outcome = Outcome::HttpError}, {.totalMs = 30, .cpuMs = 20, .connectMs = 4}}}, R"(
          0 call 0 sent
          0 call 1 connects
          4 call 1 sent
         20 call 0 failed: HTTP error
         34 call 1 done
         34 call 1 analysis on network loop
         54 call 1 analyzed
         54 end)");
}

/// Call 0 is short and heavy; call 1 streams meanwhile.
void TestExecutionModels::streams()
{
    const RunRecipe two{.calls = {{.totalMs = 30, .cpuMs = 40}, {.totalMs = 85, .chunkMs = {20, 40, 60, 80}, .cpuMs = 10}}};

    row("concurrent: chunks wait for the analysis", "concurrent", two, R"(
          0 call 0 sent
          0 call 1 sent
         20 call 1 chunk
         30 call 0 done
         30 call 0 analysis on network loop
         70 call 0 analyzed
         70 call 1 chunk
         70 call 1 chunk
         80 call 1 chunk
         85 call 1 done
         85 call 1 analysis on network loop
         95 call 1 analyzed
         95 end)");

    row("hybrid: chunks are read when they come", "hybrid", two, R"(
          0 call 0 sent
          0 call 1 sent
         20 call 1 chunk
         30 call 0 done
         30 call 0 analysis on pool 1
         40 call 1 chunk
         60 call 1 chunk
         70 call 0 analyzed
         80 call 1 chunk
         85 call 1 done
         85 call 1 analysis on pool 1
         95 call 1 analyzed
         95 end)");

    row("parallel threads: each reads its own", "parallel_threads", RunRecipe{.calls = two.calls, .workers = 2}, R"(
          0 thread 1 is up
          0 thread 2 is up
          0 call 0 sent
          0 call 1 sent
         20 call 1 chunk
         30 call 0 done
         30 call 0 analysis on thread 1
         40 call 1 chunk
         60 call 1 chunk
         70 call 0 analyzed
         80 call 1 chunk
         85 call 1 done
         85 call 1 analysis on thread 2
         95 call 1 analyzed
         95 end)");

    row("sequential: the stream starts after the analysis", "sequential", two, R"(
          0 call 0 sent
         30 call 0 done
         30 call 0 analysis on network loop
         70 call 0 analyzed
         70 call 1 sent
         90 call 1 chunk
        110 call 1 chunk
        130 call 1 chunk
        150 call 1 chunk
        155 call 1 done
        155 call 1 analysis on network loop
        165 call 1 analyzed
        165 end)");
}

INTERLEAVE_TEST_MAIN(TestExecutionModels)
#include "tst_execution_models.moc"
