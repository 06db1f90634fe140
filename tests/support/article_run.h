// The article's five prompts as one run of each model might go: for tests and pictures of views. Numbers are made up.
#pragma once

#include "support/run_builder.h"

#include <array>

namespace interleave::test {

struct ArticleCall {
    const char16_t *label;
    double ttft;   ///< s
    double stream; ///< s
    int tokens;
    int chunks;
};

inline constexpr std::array articleCalls{
    ArticleCall{u"Explain AI in 50 words", 0.33, 0.87, 66, 9}, ArticleCall{u"Summarize quantum computing", 0.42, 2.46, 168, 21},
    ArticleCall{u"Write a haiku about robots", 0.29, 0.50, 21, 4}, ArticleCall{u"Describe neural networks", 0.51, 6.55, 440, 52},
    ArticleCall{u"What is reinforcement learning?", 0.38, 1.56, 118, 13}};

/// One call from `at` on; returns when its reply is complete.
inline double addExchange(CallBuilder &call, const ArticleCall &article, double at, bool connects)
{
    if (connects) {
        call.span(Phase::Connect, at, at + 0.052);
        at += 0.052;
    }
    call.span(Phase::Send, at, at + 0.004).span(Phase::Ttft, at + 0.004, at + 0.004 + article.ttft);
    at += 0.004 + article.ttft;
    call.stream(at, at + article.stream, article.chunks).done(at + article.stream, article.tokens);
    return at + article.stream;
}

/// One call at a time, analyzed before the next.
inline RunBuilder sequentialRun()
{
    RunBuilder run;
    run.executor(ExecutorKind::Loop, QStringLiteral("network loop"));
    double at = 0;
    for (const ArticleCall &article : articleCalls) {
        CallBuilder &call = run.call(QString::fromUtf16(article.label));
        const double done = addExchange(call, article, at, at == 0);
        call.span(Phase::Analyze, done, done + 0.25, Outcome::Ok, 0.24);
        at = done + 0.25;
    }
    run.finish(at);
    return run;
}

/// Four calls in flight, analyzed on the pool; the fifth waits for the limiter.
inline RunBuilder hybridRun()
{
    RunBuilder run;
    run.executor(ExecutorKind::Loop, QStringLiteral("network loop"));
    const std::array pools{run.executor(ExecutorKind::PoolThread, QStringLiteral("pool 1")),
                           run.executor(ExecutorKind::PoolThread, QStringLiteral("pool 2"))};
    const std::array poolOf{0, 1, 0, 0, 0};
    double last = 0;
    for (size_t i = 0; i < articleCalls.size(); ++i) {
        CallBuilder &call = run.call(QString::fromUtf16(articleCalls[i].label));
        const bool isHeld = i == 4;
        if (isHeld)
            call.span(Phase::Limiter, 0, 0.834);
        const double done = addExchange(call, articleCalls[i], isHeld ? 0.834 : 0, !isHeld);
        call.span(Phase::Ready, done, done + 0.012)
            .on(pools[static_cast<size_t>(poolOf[i])])
            .span(Phase::Analyze, done + 0.012, done + 0.262, Outcome::Ok, 0.25);
        last = std::max(last, done + 0.262);
    }
    run.finish(last);
    return run;
}

/// A rate limit, a retry, and a call that failed for good.
inline RunBuilder troubledRun()
{
    RunBuilder run;
    run.executor(ExecutorKind::Loop, QStringLiteral("network loop"));
    for (int i = 0; i < 2; ++i)
        run.executor(ExecutorKind::Thread, QStringLiteral("thread %1").arg(i + 1));
    run.startup(1, 0, 0.08).startup(2, 0, 0.09);
    run.call(QStringLiteral("Refused once, then served"))
        .on(1)
        .span(Phase::Dns, 0.08, 0.14)
        .span(Phase::Connect, 0.14, 0.2)
        .span(Phase::Tls, 0.2, 0.29)
        .span(Phase::Send, 0.29, 0.3)
        .span(Phase::Ttft, 0.3, 0.55, Outcome::RateLimited)
        .span(Phase::Backoff, 0.55, 1.1)
        .attempt(1)
        .span(Phase::Send, 1.1, 1.104)
        .span(Phase::Ttft, 1.104, 1.4)
        .stream(1.4, 2.5, 12)
        .done(2.5, 80)
        .span(Phase::Analyze, 2.5, 2.9, Outcome::Ok, 0.39);
    run.call(QStringLiteral("Cut off in the middle"))
        .on(2)
        .span(Phase::Connect, 0.09, 0.15)
        .span(Phase::Send, 0.15, 0.16)
        .span(Phase::Ttft, 0.16, 0.5)
        .span(Phase::Stream, 0.5, 1.2, Outcome::NetworkError)
        .done(1.2, 0, Outcome::NetworkError);
    run.call(QStringLiteral("Calls a tool"))
        .on(2)
        .span(Phase::Limiter, 0, 1.25)
        .span(Phase::Send, 1.25, 1.26)
        .span(Phase::Ttft, 1.26, 1.7)
        .stream(1.7, 2.1, 6)
        .span(Phase::Tool, 2.1, 2.6, Outcome::Ok, 0.1)
        .done(2.6, 40);
    run.finish(2.9);
    return run;
}

} // namespace interleave::test
