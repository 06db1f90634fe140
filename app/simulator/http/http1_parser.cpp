#include "simulator/http/http1_parser.h"

namespace interleave {

namespace {

constexpr qsizetype mostHeadBytes = 64LL * 1024;

/// RFC 9110, section 5.6.2: what a name may consist of.
bool isToken(QByteArrayView text)
{
    constexpr QByteArrayView marks("!#$%&'*+-.^_`|~");
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || marks.contains(c);
    });
}

/// NUL, a carriage return by itself and their like: another reader may see another line there.
bool hasControl(QByteArrayView text)
{
    return std::any_of(text.begin(), text.end(), [](char c) { return (static_cast<uchar>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

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
        if (!readHeader(line))
            return bad(400);
    }
}

bool Http1Parser::readHeader(QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0 || !isToken(line.first(colon)) || hasControl(line))
        return false;
    m_request.headers.emplaceBack(line.first(colon).toByteArray().toLower(), line.sliced(colon + 1).trimmed().toByteArray());
    return true;
}

std::optional<QByteArray> Http1Parser::only(QByteArrayView name) const
{
    QByteArray value;
    for (const auto &[key, each] : m_request.headers) {
        if (key != name)
            continue;
        if (!value.isNull() && value != each)
            return std::nullopt;
        value = each.isNull() ? QByteArray("") : each;
    }
    return value;
}

/// One, where the version has it (RFC 9112, section 3.2).
bool Http1Parser::readHost() const
{
    const auto count =
        std::count_if(m_request.headers.begin(), m_request.headers.end(), [](const auto &header) { return header.first == "host"; });
    return count == 1 || (count == 0 && m_isHttp10);
}

static bool isNumber(QByteArrayView text, bool isHexadecimal)
{
    constexpr qsizetype mostDigits = 16;
    return !text.isEmpty() && text.size() <= mostDigits && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= '0' && c <= '9') || (isHexadecimal && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
    });
}

bool Http1Parser::readRequestLine(QByteArrayView line)
{
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    m_badStatus = 400;
    if (first <= 0 || last <= first || hasControl(line) || !isToken(line.first(first)))
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
    m_badStatus = 400;
    if (!readHost())
        return false;
    const QByteArray connection = m_request.header("connection").toLower();
    m_keepsAlive = m_isHttp10 ? connection.contains("keep-alive") : !connection.contains("close");
    const std::optional<QByteArray> lengths = only("content-length");
    const qsizetype encodings = std::count_if(m_request.headers.begin(), m_request.headers.end(),
                                              [](const auto &header) { return header.first == "transfer-encoding"; });
    if (!lengths || encodings > 1)
        return false; // two truths about where the body ends
    const QByteArray encoding = m_request.header("transfer-encoding").toLower();
    const QByteArray &length = *lengths;
    if (!encoding.isNull()) {
        if (!length.isNull() || m_isHttp10)
            return false;
        m_badStatus = 501;
        m_stage = Stage::ChunkSize;
        m_expects = m_request.header("expect").toLower() == "100-continue";
        return encoding == "chunked";
    }
    if (!length.isNull() && !isNumber(length, false))
        return false;
    m_left = length.toLongLong();
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
    const QByteArrayView digits = line.first(extension < 0 ? line.size() : extension).trimmed();
    if (!isNumber(digits, true))
        return false;
    m_left = digits.toLongLong(nullptr, 16);
    m_stage = m_left == 0 ? Stage::Trailer : Stage::ChunkData;
    return m_left >= 0 && m_left <= HttpRequest::mostBodyBytes;
}

} // namespace interleave
