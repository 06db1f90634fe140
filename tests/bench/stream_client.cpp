#include "stream_client.h"

#include "support/http2_frames.h"

#include <arpa/inet.h>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace interleave::bench {

using test::Http2Frame;

namespace {

const QByteArray path = "/v1beta/models/sim:streamGenerateContent?alt=sse";
const QByteArray body = R"({"contents":[{"role":"user","parts":[{"text":"Tell me about epoll"}]}]})";

qint64 clockNs(clockid_t clock)
{
    timespec now{};
    clock_gettime(clock, &now);
    return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}
qint64 nowNs() { return clockNs(CLOCK_MONOTONIC); }

double cpuSecondsOf(qint64 pid)
{
    char name[64];
    std::snprintf(name, sizeof name, "/proc/%lld/stat", static_cast<long long>(pid));
    std::FILE *file = std::fopen(name, "r");
    if (!file)
        return 0;
    long long user = 0, system = 0;
    const int read = std::fscanf(file, "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lld %lld", &user, &system);
    std::fclose(file);
    return read == 2 ? static_cast<double>(user + system) / static_cast<double>(sysconf(_SC_CLK_TCK)) : 0;
}

struct Stream {
    qint64 sentNs = 0;
    int chunks = 0;
};

struct Socket {
    int descriptor = -1;
    size_t firstStream = 0;
    int started = 0; ///< streams on it
    QByteArray rest; ///< bytes that were no whole stamp or frame
};

class Client
{
public:
    Client(const StreamLoad &load, qint64 serverPid)
        : m_load(load)
        , m_serverPid(serverPid)
        , m_streams(static_cast<size_t>(load.streams))
    {
        const int sockets = isHttp2() ? load.http2Connections : load.streams;
        for (int i = 0; i < sockets; ++i)
            m_sockets.push_back({.descriptor = -1, .firstStream = streamsPerSocket() * static_cast<size_t>(i), .started = 0, .rest = {}});
    }
    ~Client()
    {
        for (const Socket &socket : m_sockets)
            close(socket.descriptor);
        close(m_epoll);
    }

    StreamResult run()
    {
        const qint64 beginNs = nowNs();
        const auto at = [&](double seconds) { return beginNs + static_cast<qint64>(seconds * 1e9); };
        for (size_t i = 0; i < m_streams.size(); ++i) {
            readUntil(at(m_load.rampS * static_cast<double>(i) / static_cast<double>(m_streams.size())));
            start(i);
        }
        const qint64 windowNs = at(m_load.rampS + m_load.settleS);
        readUntil(windowNs);
        const qint64 ownCpuNs = clockNs(CLOCK_PROCESS_CPUTIME_ID);
        const double serverCpuS = cpuSecondsOf(m_serverPid);
        m_measuring = true;
        readUntil(windowNs + static_cast<qint64>(m_load.windowS * 1e9));
        m_result.clientCores = static_cast<double>(clockNs(CLOCK_PROCESS_CPUTIME_ID) - ownCpuNs) / 1e9 / m_load.windowS;
        m_result.serverCores = (cpuSecondsOf(m_serverPid) - serverCpuS) / m_load.windowS;
        return std::move(m_result);
    }

private:
    bool isHttp2() const { return m_load.http2Connections > 0; }
    size_t streamsPerSocket() const
    {
        const auto sockets = static_cast<size_t>(isHttp2() ? m_load.http2Connections : m_load.streams);
        return (m_streams.size() + sockets - 1) / sockets;
    }

    void connectTo(Socket &target, size_t index)
    {
        target.descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<uint16_t>(m_load.port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (connect(target.descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
            ++m_result.failed;
        const int on = 1;
        setsockopt(target.descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        fcntl(target.descriptor, F_SETFL, O_NONBLOCK);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = index;
        epoll_ctl(m_epoll, EPOLL_CTL_ADD, target.descriptor, &event);
        if (!isHttp2())
            return;
        // windows that never fill: nothing is to be said later
        const QByteArray settings = QByteArray("\x00\x04", 2) + Http2Frame::number(0x7fffffff);
        sendAll(target, test::http2Preface + Http2Frame{Http2Frame::Settings, Http2Frame::None, 0, settings}.bytes() +
                            Http2Frame{Http2Frame::WindowUpdate, Http2Frame::None, 0, Http2Frame::number(0x7fff0000)}.bytes());
    }

    static void sendAll(const Socket &target, const QByteArray &bytes)
    {
        if (send(target.descriptor, bytes.constData(), static_cast<size_t>(bytes.size()), MSG_NOSIGNAL) != bytes.size())
            std::fprintf(stderr, "bench: a request did not fit into its socket\n");
    }

    void start(size_t stream)
    {
        const size_t index = stream / streamsPerSocket();
        Socket &target = m_sockets[index];
        if (target.descriptor < 0)
            connectTo(target, index);
        const QByteArray sample = "1/0/" + QByteArray::number(stream);
        m_streams[stream].sentNs = nowNs();
        if (!isHttp2()) {
            sendAll(target, "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nx-interleave-stamps: 1\r\nx-interleave-sample: " + sample +
                                "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
            return;
        }
        const auto id = static_cast<quint32>(2 * target.started++ + 1);
        const QByteArray block = test::headerBlock({{":method", "POST"},
                                                    {":scheme", "http"},
                                                    {":authority", "localhost"},
                                                    {":path", path},
                                                    {"x-interleave-stamps", "1"},
                                                    {"x-interleave-sample", sample}});
        sendAll(target, Http2Frame{Http2Frame::Headers, Http2Frame::EndHeaders, id, block}.bytes() +
                            Http2Frame{Http2Frame::Data, Http2Frame::EndStream, id, body}.bytes());
    }

    /// Looks every 0.3 ms instead of being woken: waking this thread for each chunk would be work of the server's sends.
    void readUntil(qint64 endNs)
    {
        constexpr timespec pause{.tv_sec = 0, .tv_nsec = 300'000};
        epoll_event events[512];
        while (nowNs() < endNs) {
            const int count = epoll_wait(m_epoll, events, 512, 0);
            for (int i = 0; i < count; ++i)
                readSocket(m_sockets[events[i].data.u64]);
            if (count < 512 && endNs - nowNs() > pause.tv_nsec)
                nanosleep(&pause, nullptr);
        }
    }

    void readSocket(Socket &source)
    {
        static char bytes[256 * 1024];
        const ssize_t count = recv(source.descriptor, bytes, sizeof bytes, 0);
        if (count <= 0) {
            m_result.failed += static_cast<int>(streamsPerSocket());
            epoll_ctl(m_epoll, EPOLL_CTL_DEL, source.descriptor, nullptr);
            return;
        }
        m_readNs = nowNs();
        source.rest.append(bytes, count);
        if (isHttp2())
            readFrames(source);
        else
            readStamps(m_streams[source.firstStream], source.rest);
    }

    void readFrames(Socket &source)
    {
        constexpr qsizetype headBytes = 9;
        qsizetype at = 0;
        while (source.rest.size() - at >= headBytes) {
            const char *head = source.rest.constData() + at;
            const auto length = static_cast<qsizetype>(qFromBigEndian<quint32>(head) >> 8);
            if (source.rest.size() - at < headBytes + length)
                break;
            const quint32 id = qFromBigEndian<quint32>(head + 5);
            if (head[3] == Http2Frame::Data) {
                QByteArray payload = QByteArray::fromRawData(head + headBytes, length);
                readStamps(m_streams[source.firstStream + id / 2], payload);
            }
            at += headBytes + length;
        }
        source.rest.remove(0, at);
    }

    /// Takes all whole stamps and leaves what may be the start of one.
    void readStamps(Stream &stream, QByteArray &bytes)
    {
        static const QByteArray mark = ": mono_ns=";
        qsizetype at = 0;
        for (;;) {
            const qsizetype found = bytes.indexOf(mark, at);
            const qsizetype end = found < 0 ? -1 : bytes.indexOf('\r', found);
            if (end < 0) {
                at = found < 0 ? std::max(at, bytes.size() - mark.size()) : found;
                break;
            }
            count(stream, std::strtoll(bytes.constData() + found + mark.size(), nullptr, 10));
            at = end;
        }
        bytes = QByteArray(bytes.constData() + at, bytes.size() - at);
    }

    void count(Stream &stream, qint64 stampNs)
    {
        const double plannedNs = static_cast<double>(stream.sentNs) + (m_load.firstChunkS + stream.chunks++ / m_load.chunksPerS) * 1e9;
        if (!m_measuring)
            return;
        m_result.sentLateMs.push_back((static_cast<double>(stampNs) - plannedNs) / 1e6);
        m_result.arrivedLateMs.push_back((static_cast<double>(m_readNs) - plannedNs) / 1e6);
        m_result.readLateMs.push_back(static_cast<double>(m_readNs - stampNs) / 1e6);
    }

    const StreamLoad m_load;
    const qint64 m_serverPid;
    const int m_epoll = epoll_create1(EPOLL_CLOEXEC);
    std::vector<Stream> m_streams;
    std::vector<Socket> m_sockets;
    qint64 m_readNs = 0;
    bool m_measuring = false;
    StreamResult m_result;
};

} // namespace

StreamResult holdStreams(const StreamLoad &load, qint64 serverPid)
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    return Client(load, serverPid).run();
}

} // namespace interleave::bench
