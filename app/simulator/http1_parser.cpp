#include "simulator/http1_parser.h"

namespace interleave {

namespace {

constexpr qsizetype mostHeadBytes = 64LL * 1024;

} // namespace

Http1Parser::Progress Http1Parser::bad(int status)
{
    m_badStatus = status;
    return Progress::Bad;
}

QByteArrayView Http1Parser::takeLine()
{
    const qsizetype end = m_buffer.indexOf('\n', std::max(m_at, m_seen));
    if (end < 0) {
        m_seen = m_buffer.size();
        return {};
    }
    QByteArrayView line = QByteArrayView(m_buffer).sliced(m_at, end - m_at);
    m_headBytes += line.size() + 1;
    m_at = end + 1;
    return line.endsWith('\r') ? line.chopped(1) : line;
}

Http1Parser::Progress Http1Parser::next(HttpRequest &request)
{
    if (m_stage == Stage::Head) {
        const Progress progress = readHead();
        if (progress != Progress::Request)
            return progress;
    }
    const Progress progress = takeBody();
    if (progress != Progress::Request)
        return progress;
    request = std::move(m_request);
    m_request = {};
    m_stage = Stage::Head;
    m_headBytes = 0;
    m_hasRequestLine = false;
    compact();
    return Progress::Request;
}

void Http1Parser::compact()
{
    m_buffer.remove(0, m_at);
    m_at = 0;
    m_seen = 0;
}

Http1Parser::Progress Http1Parser::readHead()
{
    for (;;) {
        const QByteArrayView line = takeLine();
        if (m_headBytes > mostHeadBytes || (line.isNull() && m_buffer.size() - m_at > mostHeadBytes))
            return bad(431);
        if (line.isNull())
            return Progress::NeedsMore;
        if (!m_hasRequestLine) {
            if (line.isEmpty())
                continue; // RFC 9112: an empty line before a request is ignored
            if (!readRequestLine(line))
                return Progress::Bad;
            m_hasRequestLine = true;
            continue;
        }
        if (line.isEmpty())
            return readFraming() ? Progress::Request : Progress::Bad;
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0 || line[0] == ' ' || line[0] == '\t' || line[colon - 1] == ' ')
            return bad(400);
        m_request.headers.emplaceBack(line.first(colon).toByteArray().toLower(), line.sliced(colon + 1).trimmed().toByteArray());
    }
}

bool Http1Parser::readRequestLine(QByteArrayView line)
{
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    m_badStatus = 400;
    if (first <= 0 || last <= first)
        return false;
    const QByteArrayView version = line.sliced(last + 1);
    m_isHttp10 = version == "HTTP/1.0";
    if (!m_isHttp10 && version != "HTTP/1.1") {
        m_badStatus = version.startsWith("HTTP/") ? 505 : 400;
        return false;
    }
    m_request.method = line.first(first).toByteArray();
    QByteArray target = line.sliced(first + 1, last - first - 1).toByteArray();
    if (target.startsWith("http://")) { // as sent to a proxy
        const qsizetype slash = target.indexOf('/', 7);
        target = slash < 0 ? QByteArray("/") : target.mid(slash);
    }
    if (!target.startsWith('/'))
        return false;
    m_request.setTarget(target);
    return true;
}

bool Http1Parser::readFraming()
{
    const QByteArray connection = m_request.header("connection").toLower();
    m_keepsAlive = m_isHttp10 ? connection.contains("keep-alive") : !connection.contains("close");
    const QByteArray encoding = m_request.header("transfer-encoding").toLower();
    const QByteArray length = m_request.header("content-length");
    m_badStatus = 400;
    if (!encoding.isNull()) {
        if (!length.isNull())
            return false; // two truths about where the body ends
        m_badStatus = 501;
        m_stage = Stage::ChunkSize;
        m_expects = m_request.header("expect").toLower() == "100-continue";
        return encoding == "chunked";
    }
    bool isNumber = true;
    m_left = length.isNull() ? 0 : length.toLongLong(&isNumber);
    if (!isNumber || m_left < 0)
        return false;
    m_badStatus = 413;
    m_stage = Stage::Body;
    m_expects = m_left > 0 && m_request.header("expect").toLower() == "100-continue";
    return m_left <= HttpRequest::mostBodyBytes;
}

bool Http1Parser::takeExpectation() { return std::exchange(m_expects, false) && m_buffer.size() == m_at; }

Http1Parser::Progress Http1Parser::takeBody()
{
    for (;;) {
        if (m_stage == Stage::Body || m_stage == Stage::ChunkData) {
            takeBytes();
            if (m_request.body.size() > HttpRequest::mostBodyBytes)
                return bad(413);
            if (m_left > 0)
                return Progress::NeedsMore;
            if (m_stage == Stage::Body)
                return Progress::Request;
            m_stage = Stage::ChunkEnd;
        }
        const QByteArrayView line = takeLine();
        if (line.isNull())
            return m_buffer.size() - m_at > mostHeadBytes ? bad(400) : Progress::NeedsMore;
        if (m_stage == Stage::Trailer && line.isEmpty())
            return Progress::Request;
        if (m_stage == Stage::ChunkEnd && !line.isEmpty())
            return bad(400);
        if (m_stage == Stage::ChunkEnd)
            m_stage = Stage::ChunkSize;
        else if (m_stage == Stage::ChunkSize && !readChunkSize(line))
            return bad(400);
    }
}

void Http1Parser::takeBytes()
{
    const qint64 available = std::min<qint64>(m_left, m_buffer.size() - m_at);
    m_request.body.append(m_buffer.constData() + m_at, available);
    m_at += available;
    m_seen = m_at;
    m_left -= available;
    if (m_at == m_buffer.size())
        compact(); // a long body is kept once, not twice
}

bool Http1Parser::readChunkSize(QByteArrayView line)
{
    const qsizetype extension = line.indexOf(';');
    bool isNumber = false;
    m_left = line.first(extension < 0 ? line.size() : extension).trimmed().toLongLong(&isNumber, 16);
    m_stage = m_left == 0 ? Stage::Trailer : Stage::ChunkData;
    return isNumber && m_left >= 0 && m_left <= HttpRequest::mostBodyBytes;
}

} // namespace interleave
