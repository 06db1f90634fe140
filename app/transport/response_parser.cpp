#include "transport/response_parser.h"

#include <algorithm>

namespace interleave {

static constexpr qsizetype maximumLineBytes = 64 * 1024;
static constexpr qsizetype maximumHeadBytes = 256 * 1024;

ResponseParser::State ResponseParser::state() const
{
    switch (m_part) {
    case Part::StatusLine:
    case Part::Field:
        return State::Head;
    case Part::Done:
        return State::Done;
    case Part::NotHttp:
        return State::NotHttp;
    case Part::Broken:
        return State::Broken;
    default:
        return State::Body;
    }
}

bool ResponseParser::takesLines() const { return m_part != Part::Counted && m_part != Part::Chunk && m_part != Part::UntilClose; }

ResponseParser::State ResponseParser::feed(QByteArrayView bytes, QByteArray &body)
{
    while (!bytes.isEmpty() && (state() == State::Head || state() == State::Body)) {
        if (!takesLines()) {
            const qsizetype count = m_part == Part::UntilClose ? bytes.size() : std::min<qint64>(bytes.size(), m_left);
            body.append(bytes.first(count));
            bytes = bytes.sliced(count);
            m_left -= count;
            if (m_part != Part::UntilClose && m_left == 0)
                m_part = m_part == Part::Counted ? Part::Done : Part::ChunkEnd;
            continue;
        }
        const qsizetype newline = bytes.indexOf('\n');
        m_line.append(newline < 0 ? bytes : bytes.first(newline));
        if (m_line.size() > maximumLineBytes)
            m_part = m_part == Part::StatusLine ? Part::NotHttp : Part::Broken;
        if (newline < 0)
            break;
        bytes = bytes.sliced(newline + 1);
        m_part = afterLine(m_line.endsWith('\r') ? QByteArrayView(m_line).chopped(1) : QByteArrayView(m_line));
        m_line.clear();
    }
    if (m_part == Part::Done && !bytes.isEmpty())
        m_keeps = false; // more than was asked for: nothing to build on
    return state();
}

ResponseParser::State ResponseParser::close()
{
    m_keeps = false;
    if (m_part == Part::UntilClose)
        m_part = Part::Done;
    return state();
}

ResponseParser::Part ResponseParser::afterLine(QByteArrayView line)
{
    switch (m_part) {
    case Part::StatusLine:
        return afterStatusLine(line);
    case Part::Field:
        return line.isEmpty() ? afterHead() : afterField(line);
    case Part::ChunkSize:
        return afterChunkSize(line);
    case Part::ChunkEnd:
        return line.isEmpty() ? Part::ChunkSize : Part::Broken;
    case Part::Trailer:
        return line.isEmpty() ? Part::Done : Part::Trailer;
    default:
        return m_part;
    }
}

ResponseParser::Part ResponseParser::afterStatusLine(QByteArrayView line)
{
    bool isNumber = false;
    const int status = line.size() >= 12 ? line.sliced(9, 3).toByteArray().toInt(&isNumber) : 0;
    if (!line.startsWith("HTTP/1.") || line[8] != ' ' || !isNumber || status < 100)
        return Part::NotHttp;
    m_status = status;
    m_keeps = line[7] != '0'; // HTTP/1.0 closes unless it says otherwise
    return Part::Field;
}

ResponseParser::Part ResponseParser::afterField(QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':');
    m_headBytes += line.size();
    if (colon < 1 || m_headBytes > maximumHeadBytes)
        return Part::Broken;
    m_headers.emplace_back(line.first(colon).toByteArray(), line.sliced(colon + 1).trimmed().toByteArray());
    return Part::Field;
}

ResponseParser::Part ResponseParser::afterHead()
{
    if (m_status < 200) { // an interim response: the real one follows
        m_headers.clear();
        return Part::StatusLine;
    }
    bool isChunked = false, isCounted = false, isNumber = true;
    for (const auto &[name, value] : std::as_const(m_headers)) {
        const auto is = [&name = name](QByteArrayView other) { return name.compare(other, Qt::CaseInsensitive) == 0; };
        if (is("connection") && value.compare("close", Qt::CaseInsensitive) == 0)
            m_keeps = false;
        else if (is("connection") && value.compare("keep-alive", Qt::CaseInsensitive) == 0)
            m_keeps = true;
        else if (is("transfer-encoding"))
            isChunked = value.toLower().endsWith("chunked");
        else if (is("content-length")) {
            isCounted = true;
            m_left = value.toLongLong(&isNumber);
        }
    }
    if (m_status == 204 || m_status == 304)
        return Part::Done;
    if (isChunked)
        return Part::ChunkSize;
    if (!isCounted) {
        m_keeps = false;
        return Part::UntilClose;
    }
    if (!isNumber || m_left < 0)
        return Part::Broken;
    return m_left == 0 ? Part::Done : Part::Counted;
}

ResponseParser::Part ResponseParser::afterChunkSize(QByteArrayView line)
{
    const qsizetype extension = line.indexOf(';');
    bool isNumber = false;
    m_left = (extension < 0 ? line : line.first(extension)).trimmed().toByteArray().toLongLong(&isNumber, 16);
    if (!isNumber || m_left < 0)
        return Part::Broken;
    return m_left == 0 ? Part::Trailer : Part::Chunk;
}

} // namespace interleave
