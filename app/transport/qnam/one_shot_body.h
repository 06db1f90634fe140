// A request's body that Qt can read once. Qt sends a request again by itself, up to three times, when its connection closes before the
// response is complete: the server would serve four requests while the trace shows one attempt. A body that cannot be read again makes Qt
// give up instead, with ContentReSendError. Used by HttpClient; child of its reply. Thread of its reply.
#pragma once

#include <QByteArray>
#include <QIODevice>

#include <cstring>

namespace interleave {

class OneShotBody : public QIODevice
{
public:
    explicit OneShotBody(QByteArray bytes)
        : m_bytes(std::move(bytes))
    {
        open(ReadOnly | Unbuffered);
    }
    qint64 size() const override { return m_bytes.size(); }
    bool reset() override { return false; }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const qint64 count = std::min(maxSize, m_bytes.size() - pos());
        std::memcpy(data, m_bytes.constData() + pos(), static_cast<size_t>(count));
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    const QByteArray m_bytes;
};

} // namespace interleave
