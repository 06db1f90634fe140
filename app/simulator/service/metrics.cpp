#include "simulator/service/metrics.h"

namespace interleave {

namespace {

class Text
{
public:
    void family(QByteArrayView name, QByteArrayView type, QByteArrayView help)
    {
        m_name = "interleave_sim_" + name.toByteArray();
        bytes += "# HELP " + m_name + ' ' + help.toByteArray() + '\n';
        bytes += "# TYPE " + m_name + ' ' + type.toByteArray() + '\n';
    }
    template<typename Number>
    void sample(Number value, QByteArrayView label = {}, const QByteArray &labelValue = {}, QByteArrayView suffix = {})
    {
        bytes += m_name + suffix.toByteArray();
        if (!label.isEmpty())
            bytes += '{' + label.toByteArray() + "=\"" + labelValue + "\"}";
        bytes += ' ' + QByteArray::number(value) + '\n';
    }
    template<typename Number> void single(QByteArrayView name, QByteArrayView type, QByteArrayView help, Number value)
    {
        family(name, type, help);
        sample(value);
    }

    QByteArray bytes;

private:
    QByteArray m_name;
};

void addQueueTimes(Text &text, const QueueTimes &times)
{
    text.family("queue_seconds", "histogram", "Time that requests for text waited in line before they were served.");
    quint64 upTo = 0;
    for (size_t i = 0; i < times.bounds.size(); ++i) {
        upTo += times.counts[i];
        text.sample(upTo, "le", QByteArray::number(times.bounds[i]), "_bucket");
    }
    text.sample(times.count, "le", "+Inf", "_bucket");
    text.sample(times.sumS, {}, {}, "_sum");
    text.sample(times.count, {}, {}, "_count");
}

} // namespace

QByteArray metricsText(const ServiceCounters &counters, const SlotQueue &slots)
{
    Text text;
    text.single("in_flight", "gauge", "Requests for text in service or in line.", counters.inFlight.load());
    text.single("in_flight_max", "gauge", "Most of them at once since the start or the last POST /metrics/reset-max.",
                counters.maxInFlight.load());
    text.single("running", "gauge", "Requests for text in service.", slots.serving());
    text.single("queue_length", "gauge", "Requests for text in line for a free slot.", slots.inLine());
    text.single("connections", "gauge", "Open connections.", counters.connections.load());
    text.single("requests_total", "counter", "Requests for text received.", counters.requests.load());
    text.single("served_total", "counter", "Requests answered in full.", counters.served.load());
    text.single("rejected_total", "counter", "Requests refused: limits, errors, faults.", counters.rejected.load());
    text.single("cancelled_total", "counter", "Requests whose client left first, or whose connection a fault broke.",
                counters.cancelled.load());
    text.family("responses_total", "counter", "Responses to requests for text, by HTTP status.");
    for (const auto &[status, count] : counters.responses)
        text.sample(count, "status", QByteArray::number(status));
    text.family("tokens_total", "counter", "Tokens read from prompts that were served, and tokens sent.");
    text.sample(counters.inputTokens, "kind", "input");
    text.sample(counters.outputTokens, "kind", "output");
    addQueueTimes(text, counters.queueTimes);
    return text.bytes;
}

} // namespace interleave
