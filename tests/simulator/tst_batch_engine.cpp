// Continuous batching as a model of time: what each request gets follows from who else is there, and from nothing else.
#include "simulator/llm/batch_engine.h"

#include "support/test_main.h"

#include <cmath>
#include <functional>
#include <memory>
#include <vector>

using namespace interleave;

namespace {

constexpr qint64 second = 1'000'000'000;
constexpr Batching tenASecond{.slots = 8, .prefillTokensPerS = 100, .decodeTokensPerS = 10, .slowdown = 0.5};

/// One request that waits for its tokens one by one and leaves after the last.
class Request final : private BatchEngine::Client
{
public:
    Request(BatchEngine &engine, qint64 atNs, int input, int output, double work = 1)
        : m_engine(engine)
        , m_output(output)
        , m_stream(new BatchEngine::Stream(engine, *this))
    {
        m_stream->join(atNs, input, 1, work);
    }
    void cancel() { m_stream.reset(); }
    bool isDone() const { return static_cast<int>(times.size()) == m_output; }
    double endS() const { return static_cast<double>(times.back()) / second; }

    std::vector<qint64> times; ///< of each token
    std::function<void()> onEnd;

private:
    void reached() override
    {
        times.push_back(m_engine.nowNs());
        if (!isDone())
            return m_stream->waitFor(static_cast<double>(times.size() + 1));
        m_stream.reset();
        if (onEnd)
            onEnd();
    }

    BatchEngine &m_engine;
    int m_output;
    std::unique_ptr<BatchEngine::Stream> m_stream;
};

void expect(const Request &request, double endS)
{
    QVERIFY(request.isDone());
    QVERIFY2(std::abs(request.endS() - endS) < 1e-6, qPrintable(QString::number(request.endS(), 'f', 9)));
}

} // namespace

class BatchEngineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneAloneIsAsFastAsItsPlan()
    {
        Profile profile = loadProfile(QStringLiteral("batching")).value();
        profile.tokensPerChunk = 1;
        Prompt prompt;
        prompt.text = QStringLiteral("Describe Rome in 30 words");
        const ServicePlan plan = planService(profile, {}, prompt, 1);
        BatchEngine engine(*profile.batching, nullptr);
        Request request(engine, 0, plan.inputTokens, plan.outputTokens);
        engine.runUntil(60 * second);
        QVERIFY(request.isDone());
        for (size_t i = 0; i < plan.chunks.size(); ++i)
            QVERIFY(std::abs(request.times[i] - plan.chunks[i].atNs) < 1000);
    }

    void everyOneMoreSlowsAll()
    {
        for (const int count : {1, 2, 8}) {
            BatchEngine engine(tenASecond, nullptr);
            std::vector<std::unique_ptr<Request>> requests;
            for (int i = 0; i < count; ++i)
                requests.push_back(std::make_unique<Request>(engine, 0, 0, 100));
            engine.runUntil(1000 * second);
            for (const auto &request : requests)
                expect(*request, 10 * (1 + 0.5 * (count - 1)));
        }
    }

    void aRateChangesForThoseWhoAreThereWhenOneJoinsAndLeaves()
    {
        BatchEngine engine(tenASecond, nullptr);
        Request first(engine, 0, 0, 100);
        Request second_(engine, 4 * second, 0, 20);
        engine.runUntil(1000 * second);
        // alone 4 s: 40 tokens. Two at 10/1.5 each: 20 tokens in 3 s. Alone again: the last 40 in 4 s.
        expect(second_, 7);
        expect(first, 11);
    }

    void aCancelledOneNoLongerSlowsTheOthers()
    {
        BatchEngine engine(tenASecond, nullptr);
        Request first(engine, 0, 0, 100);
        Request second_(engine, 0, 0, 100);
        engine.runUntil(3 * second); // 20 tokens each
        second_.cancel();
        QCOMPARE(engine.batchSize(), 1);
        engine.runUntil(1000 * second);
        expect(first, 11);
        QCOMPARE(second_.times.size(), 20U);
        QCOMPARE(engine.batchSize(), 0);
    }

    void promptsAreReadAtOneRateTogetherAndSlowThoseWhoDecode()
    {
        BatchEngine engine(tenASecond, nullptr);
        Request decoding(engine, 0, 0, 45);
        Request one(engine, 0, 100, 10);
        Request two(engine, 0, 100, 10);
        engine.runUntil(1000 * second);
        // both prompts take 2 s; the first one decodes in a batch of three all the while, 5 tokens a second
        QVERIFY(std::abs(static_cast<double>(one.times.front()) / second - 2.2) < 1e-6);
        expect(one, 4);
        expect(two, 4);
        expect(decoding, 4 + 2.5);
    }

    void moreWorkTakesLonger()
    {
        BatchEngine engine(tenASecond, nullptr);
        Request request(engine, 0, 50, 10, 2);
        engine.runUntil(1000 * second);
        expect(request, 3);
    }

    void howOftenTheModelIsAskedChangesNothing()
    {
        const auto times = [](qint64 stepNs) {
            BatchEngine engine(tenASecond, nullptr);
            std::vector<std::unique_ptr<Request>> requests;
            for (int i = 0; i < 20; ++i)
                requests.push_back(std::make_unique<Request>(engine, i * 777'777'777LL, 13 * i, 10 + 7 * i));
            for (qint64 ns = 0; ns < 2000 * second; ns += stepNs)
                engine.runUntil(ns);
            std::vector<double> ends;
            for (const auto &request : requests)
                ends.push_back(request->endS());
            return ends;
        };
        const std::vector<double> fine = times(10'000'019), coarse = times(500 * second);
        for (size_t i = 0; i < fine.size(); ++i)
            QVERIFY2(std::abs(fine[i] - coarse[i]) < 1e-6, qPrintable(QString::number(fine[i] - coarse[i])));
    }

    void aNewcomerInThePlaceOfOneThatEndsTakesOverWithoutAGap()
    {
        BatchEngine engine(tenASecond, nullptr);
        std::unique_ptr<Request> next;
        Request first(engine, 0, 0, 10);
        first.onEnd = [&] { next = std::make_unique<Request>(engine, engine.nowNs(), 0, 10); };
        engine.runUntil(1000 * second); // asked late, once
        expect(first, 1);
        expect(*next, 2);
    }

    void theProfileFitsTheMeasurementThatItNames()
    {
        const Batching batching = *loadProfile(QStringLiteral("batching")).value().batching;
        const auto total = [&](int count) {
            BatchEngine engine(batching, nullptr);
            std::vector<std::unique_ptr<Request>> requests;
            for (int i = 0; i < count; ++i)
                requests.push_back(std::make_unique<Request>(engine, 0, 0, 1000));
            engine.runUntil(1000 * second);
            return 1000 * count / requests.front()->endS();
        };
        for (const auto &[count, tokensPerS] : {std::pair{4, 210}, {8, 377}, {16, 644}, {32, 975}, {48, 1190}})
            QVERIFY(std::abs(total(count) - tokensPerS) < 0.02 * tokensPerS);
    }
};

INTERLEAVE_TEST_MAIN(BatchEngineTest)
#include "tst_batch_engine.moc"
