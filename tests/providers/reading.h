// Feeds a body to a provider's reader the way the transport does, and keeps what it tells. Used by the providers' tests.
#pragma once

#include "providers/provider.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace interleave::test {

struct Read {
    std::vector<WireChunk> chunks;
    Reply reply;

    QString chunkText() const
    {
        QString all;
        for (const WireChunk &chunk : chunks)
            all += chunk.text;
        return all;
    }
};

struct Circumstances {
    int status = 200;
    qsizetype cut = 0; ///< the body comes in two reads, the second one from here
    QList<std::pair<QByteArray, QByteArray>> headers = {};
};

inline Read readBody(const Provider &provider, bool stream, const QByteArray &body, const Circumstances &how = {})
{
    const std::unique_ptr<ResponseReader> reader = provider.reader(stream);
    Read result;
    const auto take = [&](std::vector<WireChunk> chunks) { result.chunks.insert(result.chunks.end(), chunks.begin(), chunks.end()); };
    for (const auto &[name, value] : how.headers)
        reader->header(name, value);
    take(reader->feed(body.first(how.cut)));
    take(reader->feed(body.sliced(how.cut)));
    take(reader->endOfBody(how.status));
    result.reply = reader->finish(how.status);
    return result;
}

inline Prompt promptOf(const QString &text)
{
    Prompt prompt;
    prompt.text = text;
    return prompt;
}

/// With everything set that is sent beside the text, tools apart.
inline Prompt fullPrompt()
{
    Prompt prompt = promptOf(QStringLiteral("x"));
    prompt.system = QStringLiteral("Be brief.");
    prompt.temperature = 0.0;
    prompt.maxOutputTokens = 7;
    return prompt;
}

inline QByteArray headerOf(const WireRequest &request, const QByteArray &name)
{
    for (const auto &[header, value] : request.headers) {
        if (header.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

/// The body that a prompt becomes.
inline QJsonObject bodyOf(const Provider &provider, const Prompt &prompt, bool stream = false,
                          const QString &baseUrl = QStringLiteral("http://h"), const QString &model = QStringLiteral("sim"))
{
    return QJsonDocument::fromJson(provider.request(baseUrl, model, {}, prompt, stream).body).object();
}

/// JSON as readable C++: 'single' quotes for double ones. (moc does not understand every raw string with braces in it.)
inline QByteArray quoted(const char *text) { return QByteArray(text).replace('\'', '"'); }
inline QJsonObject json(const char *text) { return QJsonDocument::fromJson(quoted(text)).object(); }

} // namespace interleave::test
