#include "setup/prompts/unpack.h"

#include "setup/prompts/prompt_set.h"

#include <memory>

#include <zlib.h>
#include <zstd.h>

namespace interleave {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype blockSize = 1 << 16;

Error tooLarge(const QString &name, qint64 most)
{
    return promptsError(name, u"unpacks to more than %1 MiB; split it."_s.arg(most / 1024 / 1024));
}

Error damaged(const QString &name, const QString &kind)
{
    return promptsError(name, u"is cut or damaged %1 data; pack or fetch it again."_s.arg(kind));
}

Result<QByteArray> gunzipped(const QByteArray &content, const QString &name, qint64 most)
{
    z_stream stream{};
    if (inflateInit2(&stream, 15 + 16) != Z_OK) // 16: gzip
        return damaged(name, u"gzip"_s);
    const std::unique_ptr<z_stream, int (*)(z_stream *)> ended(&stream, inflateEnd);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(content.constData()));
    stream.avail_in = static_cast<uInt>(content.size());
    QByteArray text, block(blockSize, Qt::Uninitialized);
    for (;;) {
        stream.next_out = reinterpret_cast<Bytef *>(block.data());
        stream.avail_out = static_cast<uInt>(blockSize);
        const int status = inflate(&stream, Z_NO_FLUSH);
        text.append(block.constData(), blockSize - static_cast<qsizetype>(stream.avail_out));
        if (text.size() > most)
            return tooLarge(name, most);
        if (status == Z_STREAM_END && stream.avail_in == 0)
            return text;
        // several packed files, one after the other, are one file
        if (status == Z_STREAM_END ? inflateReset(&stream) != Z_OK : status != Z_OK)
            return damaged(name, u"gzip"_s);
    }
}

Result<QByteArray> unzstandard(const QByteArray &content, const QString &name, qint64 most)
{
    const std::unique_ptr<ZSTD_DStream, size_t (*)(ZSTD_DStream *)> stream(ZSTD_createDStream(), ZSTD_freeDStream);
    ZSTD_inBuffer in{content.constData(), static_cast<size_t>(content.size()), 0};
    QByteArray text, block(blockSize, Qt::Uninitialized);
    size_t wanted = 1;
    while (stream) {
        ZSTD_outBuffer out{block.data(), static_cast<size_t>(blockSize), 0};
        wanted = ZSTD_decompressStream(stream.get(), &out, &in);
        if (ZSTD_isError(wanted))
            break;
        text.append(block.constData(), static_cast<qsizetype>(out.pos));
        if (text.size() > most)
            return tooLarge(name, most);
        if (in.pos == in.size && (wanted == 0 || out.pos < out.size))
            break;
    }
    return wanted == 0 ? Result<QByteArray>(text) : damaged(name, u"Zstandard"_s);
}

} // namespace

Result<QByteArray> unpacked(const QByteArray &content, const QString &name, qint64 most)
{
    if (content.startsWith("\x1F\x8B"))
        return gunzipped(content, name, most);
    if (content.startsWith("\x28\xB5\x2F\xFD"))
        return unzstandard(content, name, most);
    return content;
}

} // namespace interleave
