#include "simulator/http/http2_session.h"

#include "simulator/http/connection.h"

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <array>

namespace interleave {

namespace {

/// More than any client that shares this machine can use; a real service allows about a hundred.
constexpr quint32 mostStreams = 20'000;
constexpr qint32 streamWindow = 1 << 20; ///< of a request's body
constexpr qint32 connectionWindow = 1 << 24;
constexpr qsizetype flushBytes = 64LL * 1024;

struct OptionDeleter {
    void operator()(nghttp2_option *option) const { nghttp2_option_del(option); }
};
struct CallbacksDeleter {
    void operator()(nghttp2_session_callbacks *callbacks) const { nghttp2_session_callbacks_del(callbacks); }
};

nghttp2_nv field(QByteArrayView name, QByteArrayView value)
{
    // nghttp2 copies both; its type has no const
    return {reinterpret_cast<uint8_t *>(const_cast<char *>(name.data())), reinterpret_cast<uint8_t *>(const_cast<char *>(value.data())),
            static_cast<size_t>(name.size()), static_cast<size_t>(value.size()), NGHTTP2_NV_FLAG_NONE};
}

QByteArrayView view(const uint8_t *bytes, size_t size) { return {bytes, static_cast<qsizetype>(size)}; }

} // namespace

/// None of these sends: nghttp2 does not allow it.
struct Http2Session::Callbacks {
    static Http2Session &self(void *user) { return *static_cast<Http2Session *>(user); }

    static int beginHeaders(nghttp2_session *, const nghttp2_frame *frame, void *user)
    {
        const qint32 id = frame->hd.stream_id;
        if (frame->hd.type == NGHTTP2_HEADERS && frame->headers.cat == NGHTTP2_HCAT_REQUEST)
            self(user).m_streams.emplace(id, std::make_unique<Http2Stream>(self(user), id));
        return 0;
    }
    static int header(nghttp2_session *, const nghttp2_frame *frame, const uint8_t *name, size_t nameSize, const uint8_t *value,
                      size_t valueSize, uint8_t, void *user)
    {
        if (Http2Stream *stream = self(user).find(frame->hd.stream_id))
            stream->addHeader(view(name, nameSize), view(value, valueSize));
        return 0;
    }
    static int data(nghttp2_session *session, uint8_t, int32_t id, const uint8_t *bytes, size_t size, void *user)
    {
        Http2Stream *stream = self(user).find(id);
        if (stream && !stream->addBody(view(bytes, size)))
            nghttp2_submit_rst_stream(session, NGHTTP2_FLAG_NONE, id, NGHTTP2_ENHANCE_YOUR_CALM);
        return 0;
    }
    static int frame(nghttp2_session *, const nghttp2_frame *frame, void *user)
    {
        const bool carriesRequest = frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA;
        Http2Stream *stream = self(user).find(frame->hd.stream_id);
        if (!carriesRequest || !(frame->hd.flags & NGHTTP2_FLAG_END_STREAM) || !stream)
            return 0;
        stream->complete(self(user).m_readNs);
        self(user).m_complete.push_back(frame->hd.stream_id);
        self(user).m_connection.advanceSoon(); // once for each: they are answered in slices, like those of many connections
        return 0;
    }
    static int closed(nghttp2_session *, int32_t id, uint32_t, void *user)
    {
        self(user).m_streams.erase(id);
        return 0;
    }
    static ssize_t takeBody(nghttp2_session *, int32_t id, uint8_t *target, size_t size, uint32_t *flags, nghttp2_data_source *, void *user)
    {
        Http2Stream *stream = self(user).find(id);
        if (!stream)
            return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
        bool end = false;
        const qsizetype count = stream->takeBody(reinterpret_cast<char *>(target), static_cast<qsizetype>(size), end);
        if (end)
            *flags |= NGHTTP2_DATA_FLAG_EOF;
        return count == 0 && !end ? ssize_t{NGHTTP2_ERR_DEFERRED} : count;
    }
};

void Http2Session::Deleter::operator()(nghttp2_session *session) const { nghttp2_session_del(session); }

Http2Session::Http2Session(Connection &connection, Service &service)
    : m_connection(connection)
    , m_service(service)
{
    nghttp2_session_callbacks *made = nullptr;
    nghttp2_session_callbacks_new(&made);
    const std::unique_ptr<nghttp2_session_callbacks, CallbacksDeleter> callbacks(made);
    nghttp2_session_callbacks_set_on_begin_headers_callback(made, Callbacks::beginHeaders);
    nghttp2_session_callbacks_set_on_header_callback(made, Callbacks::header);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(made, Callbacks::data);
    nghttp2_session_callbacks_set_on_frame_recv_callback(made, Callbacks::frame);
    nghttp2_session_callbacks_set_on_stream_close_callback(made, Callbacks::closed);

    nghttp2_option *chosen = nullptr;
    nghttp2_option_new(&chosen);
    const std::unique_ptr<nghttp2_option, OptionDeleter> option(chosen);
    // a client that cancels a run resets thousands of streams at once; that is no attack here
    nghttp2_option_set_stream_reset_rate_limit(chosen, mostStreams, mostStreams);

    nghttp2_session *session = nullptr;
    nghttp2_session_server_new2(&session, made, this, chosen);
    m_session.reset(session);
    const std::array settings{nghttp2_settings_entry{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, mostStreams},
                              nghttp2_settings_entry{NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, streamWindow}};
    nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, settings.data(), settings.size());
    nghttp2_session_set_local_window_size(session, NGHTTP2_FLAG_NONE, 0, connectionWindow);
}

bool Http2Session::feed(QByteArrayView bytes, qint64 nowNs)
{
    m_readNs = nowNs;
    const ssize_t used =
        nghttp2_session_mem_recv(m_session.get(), reinterpret_cast<const uint8_t *>(bytes.data()), static_cast<size_t>(bytes.size()));
    if (used < 0)
        return false;
    flush();
    tellDrained();
    return nghttp2_session_want_read(m_session.get()) || nghttp2_session_want_write(m_session.get());
}

void Http2Session::advance()
{
    while (!m_complete.empty()) {
        Http2Stream *stream = find(m_complete.front());
        m_complete.pop_front();
        if (stream)
            return stream->answerBy(m_service);
    }
}

void Http2Session::drained()
{
    flush();
    tellDrained();
}

/// An exchange goes on when both its stream and the socket have taken everything.
void Http2Session::tellDrained()
{
    for (const qint32 id : std::exchange(m_waiting, {})) {
        Http2Stream *stream = find(id);
        if (stream && stream->pending() > 0)
            m_waiting.push_back(id);
        else if (stream)
            stream->drained();
    }
}

void Http2Session::sendHead(qint32 id, int status, const Fields &fields)
{
    const QByteArray number = QByteArray::number(status);
    std::vector<nghttp2_nv> head{field(":status", number)};
    for (const auto &[name, value] : fields)
        head.push_back(field(name, value));
    nghttp2_data_provider body{};
    body.read_callback = Callbacks::takeBody;
    nghttp2_submit_response(m_session.get(), id, head.data(), head.size(), &body);
}

void Http2Session::resume(qint32 id) { nghttp2_session_resume_data(m_session.get(), id); }

void Http2Session::resetStream(qint32 id) { nghttp2_submit_rst_stream(m_session.get(), NGHTTP2_FLAG_NONE, id, NGHTTP2_INTERNAL_ERROR); }

void Http2Session::flush()
{
    QByteArray frames; // head and first piece in one packet
    while (pending() == 0) {
        const uint8_t *bytes = nullptr;
        const ssize_t size = nghttp2_session_mem_send(m_session.get(), &bytes);
        if (size > 0)
            frames.append(reinterpret_cast<const char *>(bytes), size);
        if (!frames.isEmpty() && (size <= 0 || frames.size() >= flushBytes))
            m_connection.send(std::exchange(frames, {}));
        if (size <= 0)
            break;
    }
}

qsizetype Http2Session::pending() const { return m_connection.pending(); }

bool Http2Session::isAnswering() const
{
    return std::any_of(m_streams.begin(), m_streams.end(), [](const auto &stream) { return stream.second->isAnswering(); });
}

Http2Stream *Http2Session::find(qint32 id) const
{
    const auto place = m_streams.find(id);
    return place == m_streams.end() ? nullptr : place->second.get();
}

} // namespace interleave
