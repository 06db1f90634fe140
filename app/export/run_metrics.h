// What Prometheus is told of runs while they go on: counters, gauges and histograms that grow with the events of the trace, in
// the conventions of OpenTelemetry for calls of generative models (export/genai.h) and a few of the program's own. Counters go
// on from run to run, as those of one process do. Warm-up calls are in flight, but not counted. A value; the thread of whoever
// owns it.
#pragma once

#include "core/price_table.h"
#include "export/genai.h"
#include "export/prometheus_text.h"
#include "trace/event.h"

#include <map>
#include <unordered_map>

namespace interleave {

class RunMetrics
{
public:
    explicit RunMetrics(PriceTable prices = PriceTable());

    void apply(const std::vector<Event> &events);
    /// All of them as one text.
    QByteArray text() const;

private:
    /// A call that was planned and is not done.
    struct OpenCall {
        qint64 begin = -1;      // of its first span
        qint64 sent = -1;       // of the last attempt
        qint64 firstChunk = -1; // of the last attempt
        qint64 lastChunk = -1;
        std::vector<qint64> gaps; // between the chunks of the last attempt
        GenAiTarget target;
        int status = 0; // of the last attempt
        bool isInFlight = false;
    };
    using Histograms = std::map<QByteArray, PrometheusHistogram>; // by labels

    void apply(const Event &event);
    void beginRun(const Event &event);
    void endRun();
    void beginStep(const Event &event);
    void endJob(const Event &event);
    OpenCall *find(const Event &event);
    void beginSpan(OpenCall &call, const Event &event);
    void endAttempt(OpenCall &call, const Event &event);
    void finish(OpenCall &call, const Event &event);
    void setInFlight(OpenCall &call, bool isInFlight);
    bool isMeasured(const Event &event) const { return event.step.job >= m_warmup; }
    void addHistograms(PrometheusText &text) const;

    PriceTable m_prices;
    QByteArray m_runLabels; // empty: no run goes on
    Endpoint m_endpoint;
    bool m_isStreamed = false;
    int m_warmup = 0;
    int m_users = 0;
    std::map<StepId, OpenCall> m_open; // a job whose first step is not known stands for a call
    int m_inFlight = 0;

    std::array<qint64, allOutcomes.size()> m_calls{};
    std::map<int, qint64> m_attempts; // by status; 0: none came
    qint64 m_retries = 0;
    double m_costUsd = 0;
    bool m_isCostKnown = true;
    Histograms m_duration, m_timeToFirstChunk, m_timePerChunk, m_tokens;
};

} // namespace interleave
