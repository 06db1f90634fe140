// HTTP/2 frames by hand, for tests that must say exactly which bytes go over the wire: a client that withholds its flow
// control, a server that refuses a stream. Header blocks are literals without compression; received ones are not decoded.
#pragma once

#include <QByteArray>
#include <QtEndian>

#include <initializer_list>
#include <optional>
#include <utility>

namespace interleave::test {

struct Http2Frame {
    enum Type : quint8 { Data, Headers, Priority, RstStream, Settings, PushPromise, Ping, GoAway, WindowUpdate };
    enum Flag : quint8 { None = 0, EndStream = 1, Ack = 1, EndHeaders = 4 };

    quint8 type = Data;
    quint8 flags = None;
    quint32 stream = 0;
    QByteArray payload{};

    bool has(Flag flag) const { return (flags & flag) != 0; }

    QByteArray bytes() const
    {
        QByteArray result = number(static_cast<quint32>(payload.size())).sliced(1);
        result.append(static_cast<char>(type)).append(static_cast<char>(flags));
        return result + number(stream) + payload;
    }

    /// Takes the first whole frame off the buffer.
    static std::optional<Http2Frame> take(QByteArray &buffer)
    {
        constexpr qsizetype headBytes = 9;
        if (buffer.size() < headBytes)
            return std::nullopt;
        const auto length = static_cast<qsizetype>(qFromBigEndian<quint32>(buffer.constData()) >> 8);
        if (buffer.size() < headBytes + length)
            return std::nullopt;
        Http2Frame frame{.type = static_cast<quint8>(buffer[3]),
                         .flags = static_cast<quint8>(buffer[4]),
                         .stream = qFromBigEndian<quint32>(buffer.constData() + 5),
                         .payload = buffer.mid(headBytes, length)};
        buffer.remove(0, headBytes + length);
        return frame;
    }

    static QByteArray number(quint32 value)
    {
        QByteArray bytes(4, 0);
        qToBigEndian(value, bytes.data());
        return bytes;
    }
};

inline const QByteArray http2Preface("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

/// A header block; names and values under 127 bytes.
inline QByteArray headerBlock(std::initializer_list<std::pair<QByteArray, QByteArray>> fields)
{
    QByteArray block;
    for (const auto &[name, value] : fields) {
        block.append('\0').append(static_cast<char>(name.size())).append(name);
        block.append(static_cast<char>(value.size())).append(value);
    }
    return block;
}

} // namespace interleave::test
