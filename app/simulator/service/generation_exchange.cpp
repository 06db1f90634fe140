#include "simulator/service/generation_exchange.h"

#include "core/clock.h"

#include <algorithm>

namespace interleave {

namespace {

constexpr qint64 hugeBytes = 64LL * 1024 * 1024;
constexpr qsizetype hugePiece = 64LL * 1024;

/// No parser accepts it: the last brace does not close what it should.
QByteArray malformed(QByteArray json)
{
    const qsizetype brace = json.lastIndexOf('}');
    if (brace >= 0)
        json[brace] = ']';
    return json;
}

/// Readable filler, needing no escape in JSON.
const QByteArray &filler()
{
    static const QByteArray text = QByteArray("All work and no play makes a dull reply. ").repeated(hugePiece / 41 + 1).first(hugePiece);
    return text;
}

} // namespace

GenerationExchange::GenerationExchange(const WireProtocol &protocol, Order order, ResponseSink &sink, TimerHeap &timers, SlotQueue &slots,
                                       BatchEngine *engine, ServiceCounters &counters)
    : m_protocol(protocol)
    , m_order(std::move(order))
    , m_sink(sink)
    , m_counters(counters)
    , m_inFlight(counters)
    , m_timer(timers, *this)
    , m_engine(engine)
    , m_ticket(slots, *this)
{
}

void GenerationExchange::start()
{
    m_ticket.request();
    m_waited = m_startNs == 0;
}

void GenerationExchange::granted()
{
    // a request that found a free slot is served from the moment it arrived, however busy this thread was since
    m_startNs = !m_waited ? m_order.receivedNs : m_engine ? m_engine->nowNs() : monotonicNs();
    m_counters.queueTimes.add(static_cast<double>(m_startNs - m_order.receivedNs) / 1e9);
    m_counters.inputTokens += static_cast<quint64>(m_order.reply.plan.inputTokens);
    awaitNext();
}

const ServicePlan::Chunk &GenerationExchange::awaited() const
{
    const std::vector<ServicePlan::Chunk> &chunks = m_order.reply.plan.chunks;
    if (m_order.fault == Fault::Reset || m_order.fault == Fault::Huge)
        return chunks.front();
    return streams() ? chunks[m_next] : chunks.back();
}

void GenerationExchange::awaitNext()
{
    if (!m_engine)
        return m_timer.start(m_startNs + awaited().atNs);
    if (m_stream)
        return m_stream->waitFor(awaited().tokens);
    m_stream.emplace(*m_engine, static_cast<BatchEngine::Client &>(*this));
    m_stream->join(m_startNs, m_order.reply.plan.inputTokens, awaited().tokens, m_order.work);
}

void GenerationExchange::countTokens(int upTo)
{
    m_counters.outputTokens += static_cast<quint64>(upTo - m_countedTokens);
    m_countedTokens = upTo;
}

void GenerationExchange::due()
{
    switch (m_order.fault) {
    case Fault::Hang:
        return; // keeps its slot until the client leaves
    case Fault::Reset:
        return m_sink.abandon(ResponseSink::Abandon::Reset);
    case Fault::Huge:
        begin();
        return sendHuge();
    default:
        return streams() ? sendChunk() : sendWhole();
    }
}

void GenerationExchange::sendWhole()
{
    if (m_order.fault != Fault::Cut) // which begins a response of its own
        ++m_counters.responses[m_order.fault == Fault::StreamError ? overloaded().status : 200];
    countTokens(m_order.reply.plan.outputTokens);
    const PlannedReply &reply = m_order.reply;
    const auto stamp = m_order.wantsStamps ? ResponseSink::Stamp::SendTime : ResponseSink::Stamp::None;
    const QByteArray body = m_protocol.whole(reply, m_order.fault == Fault::SilentCut ? half() : reply.plan.chunks.size());
    switch (m_order.fault) {
    case Fault::Cut:
        begin();
        m_sink.write(body.first(body.size() / 2));
        return m_sink.abandon(ResponseSink::Abandon::Close);
    case Fault::StreamError:
        return m_sink.answer(overloaded());
    case Fault::Malformed:
        m_inFlight.markServed();
        return m_sink.answer({.body = malformed(body), .headers = m_order.headers}, stamp);
    case Fault::WrongType:
        m_inFlight.markServed();
        return m_sink.answer({.body = m_protocol.wrongTypes(Delivery::Whole), .headers = m_order.headers}, stamp);
    default:
        m_inFlight.markServed();
        return m_sink.answer({.body = body, .headers = m_order.headers}, stamp);
    }
}

Answer GenerationExchange::overloaded() const
{
    const PlannedReply &reply = m_order.reply;
    Answer answer = m_protocol.refuse({.kind = ServiceRefusal::Kind::Overloaded}, reply.request.wish.model, reply.id);
    answer.headers += m_order.headers;
    return answer;
}

void GenerationExchange::sendChunk()
{
    const PlannedReply &reply = m_order.reply;
    const Delivery delivery = reply.request.delivery;
    const bool isLast = m_next + 1 == reply.plan.chunks.size();
    QByteArray piece = m_protocol.streamPiece(reply, m_next);
    if (m_next == 0)
        begin();
    if (m_next == half()) {
        switch (m_order.fault) {
        case Fault::Cut:
            m_sink.write(stamped(piece.first(piece.size() / 2)));
            return m_sink.abandon(ResponseSink::Abandon::Close);
        case Fault::SilentCut:
            return m_sink.finish();
        case Fault::StreamError:
            return m_sink.finish(m_protocol.streamError(delivery, reply.id));
        case Fault::Malformed:
            piece = malformed(piece);
            break;
        case Fault::WrongType:
            piece = m_protocol.wrongTypes(delivery);
            break;
        default:
            break;
        }
    }
    if (isLast) {
        countTokens(reply.plan.outputTokens);
        m_inFlight.markServed();
        return m_sink.finish(stamped(piece + m_protocol.streamEnd(delivery)));
    }
    countTokens(reply.plan.chunks[m_next].tokens);
    m_sink.write(stamped(piece));
    ++m_next;
    awaitNext();
}

void GenerationExchange::begin()
{
    ++m_counters.responses[200];
    m_sink.begin(200, streams() ? m_protocol.streamType(m_order.reply.request.delivery) : QByteArray("application/json"), m_order.headers);
    if (m_order.fault != Fault::Huge)
        return;
    // the reply's own JSON around a text that is made while it is sent
    const QByteArray place = QByteArrayLiteral("@64MB@");
    PlannedReply huge = m_order.reply;
    huge.plan.blocks = std::vector<ServicePlan::Block>(1);
    huge.plan.chunks = {{.atNs = 0, .text = QString::fromLatin1(place), .tokens = static_cast<int>(hugeBytes / 4), .block = 0}};
    const QByteArray json =
        streams() ? m_protocol.streamPiece(huge, 0) + m_protocol.streamEnd(huge.request.delivery) : m_protocol.whole(huge, 1);
    const qsizetype at = json.indexOf(place);
    m_sink.write(json.first(at));
    m_hugeEnd = json.mid(at + place.size());
    m_hugeLeft = hugeBytes;
}

void GenerationExchange::sendHuge()
{
    while (m_hugeLeft > 0 && m_sink.pending() == 0) {
        m_sink.write(filler());
        m_hugeLeft -= hugePiece;
    }
    if (m_hugeLeft > 0)
        return; // drained() continues
    m_inFlight.markServed();
    m_sink.finish(m_hugeEnd);
}

void GenerationExchange::drained()
{
    if (m_hugeLeft > 0)
        sendHuge();
}

QByteArray GenerationExchange::stamped(const QByteArray &piece) const
{
    if (!m_order.wantsStamps || m_order.reply.request.delivery != Delivery::EventStream)
        return piece;
    const QByteArray stamp = ": mono_ns=" + QByteArray::number(monotonicNs()) + "\r\n";
    // a piece can be several events, and each carries the stamp: no raw line feed is within their JSON
    QByteArray result;
    result.reserve(piece.size() + 2 * stamp.size());
    qsizetype from = 0;
    for (qsizetype feed = piece.indexOf('\n'); feed >= 0; feed = piece.indexOf('\n', feed + 1)) {
        const QByteArrayView rest = QByteArrayView(piece).sliced(feed + 1);
        if (!rest.startsWith('\n') && !rest.startsWith("\r\n"))
            continue; // no blank line
        feed += rest.startsWith('\n') ? 1 : 2;
        result.append(stamp).append(QByteArrayView(piece).sliced(from, feed + 1 - from));
        from = feed + 1;
    }
    if (from < piece.size())
        result.append(stamp).append(QByteArrayView(piece).sliced(from));
    return result;
}

} // namespace interleave
