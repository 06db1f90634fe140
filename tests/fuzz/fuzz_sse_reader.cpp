// The first byte says how long the pieces are that the rest, a stream, is cut into.
#include "claim.h"

#include "providers/sse_reader.h"

#include <cstdint>

using namespace interleave;

struct Split {
    std::vector<SseReader::Event> events;
    bool hasRest = false;
};

static Split split(const QByteArray &stream, qsizetype pieceSize)
{
    SseReader reader;
    Split result;
    for (qsizetype at = 0; at < stream.size(); at += pieceSize) {
        for (SseReader::Event &event : reader.feed(stream.mid(at, pieceSize)))
            result.events.push_back(std::move(event));
    }
    result.hasRest = reader.hasRest();
    return result;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    const QByteArray stream(reinterpret_cast<const char *>(data) + 1, static_cast<qsizetype>(size) - 1);
    const Split whole = split(stream, std::max<qsizetype>(stream.size(), 1));
    const Split pieces = split(stream, 1 + data[0] % 16);
    fuzz::claim(whole.hasRest == pieces.hasRest, "the rest is the same however the stream is cut");
    fuzz::claim(whole.events.size() == pieces.events.size(), "the events are as many however the stream is cut");
    for (size_t i = 0; i < whole.events.size(); ++i) {
        const SseReader::Event &a = whole.events[i];
        const SseReader::Event &b = pieces.events[i];
        fuzz::claim(a.name == b.name && a.data == b.data && a.serverNs == b.serverNs, "an event is the same however the stream is cut");
        fuzz::claim(!a.name.contains('\n') && !a.data.contains('\r'), "ends of lines are not part of a field");
    }
    return 0;
}
