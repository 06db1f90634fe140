#include "simulator/http/http2_stream.h"

#include "core/clock.h"
#include "simulator/http/http2_session.h"

#include <cstring>

namespace interleave {

void Http2Stream::hold(qsizetype bytes)
{
    m_held += bytes;
    m_session.hold(bytes);
}

void Http2Stream::release() { hold(-m_held); }

void Http2Stream::addHeader(QByteArrayView name, QByteArrayView value)
{
    hold(name.size() + value.size());
    if (name == ":method")
        m_request.method = value.toByteArray();
    else if (name == ":path")
        m_request.setTarget(value.toByteArray());
    else if (name == ":authority")
        m_request.headers.emplaceBack("host", value.toByteArray());
    else if (!name.startsWith(':'))
        m_request.headers.emplaceBack(name.toByteArray(), value.toByteArray());
}

bool Http2Stream::addBody(QByteArrayView bytes)
{
    hold(bytes.size());
    m_request.body.append(bytes.data(), bytes.size());
    return m_request.body.size() <= HttpRequest::mostBodyBytes;
}

void Http2Stream::answerBy(Service &service)
{
    release();
    m_exchange = service.accept(std::move(m_request), *this);
    m_exchange->start();
}

qsizetype Http2Stream::takeBody(char *target, qsizetype size, bool &end)
{
    const qsizetype count = std::min(size, m_body.size() - m_taken);
    std::memcpy(target, m_body.constData() + m_taken, static_cast<size_t>(count));
    m_taken += count;
    if (m_taken == m_body.size()) {
        m_body.clear();
        m_taken = 0;
    }
    end = m_atEnd && m_body.isEmpty();
    return count;
}

qsizetype Http2Stream::pending() const { return m_body.size() - m_taken + m_session.pending(); }

void Http2Stream::drained()
{
    if (m_exchange)
        m_exchange->drained();
}

void Http2Stream::answer(const Answer &answer, Stamp stamp)
{
    Http2Session::Fields fields{{"content-type", answer.contentType}, {"content-length", QByteArray::number(answer.body.size())}};
    fields.insert(fields.end(), answer.headers.begin(), answer.headers.end());
    if (stamp == Stamp::SendTime)
        fields.emplace_back("x-mono-ns", QByteArray::number(monotonicNs()));
    m_session.sendHead(m_id, answer.status, fields);
    m_body = answer.body;
    end();
}

void Http2Stream::begin(int status, const QByteArray &contentType, const HeaderList &headers)
{
    Http2Session::Fields fields{{"content-type", contentType}};
    fields.insert(fields.end(), headers.begin(), headers.end());
    m_session.sendHead(m_id, status, fields); // waits for the flush that sends the first piece
}

void Http2Stream::put(const QByteArray &piece)
{
    m_body += piece;
    m_session.resume(m_id);
}

void Http2Stream::write(const QByteArray &piece)
{
    put(piece);
    m_session.flush();
    if (pending() > 0)
        m_session.tellWhenDrained(m_id);
}

void Http2Stream::finish(const QByteArray &lastPiece)
{
    put(lastPiece);
    end();
}

/// Only this stream: the client's others on the same connection are no part of its fault.
void Http2Stream::abandon(Abandon)
{
    m_session.resetStream(m_id);
    end();
}

void Http2Stream::end()
{
    m_atEnd = true;
    const std::unique_ptr<Exchange> ended = std::move(m_exchange);
    m_session.flush(); // last: when the end is sent, this is destroyed
}

} // namespace interleave
