// One level of a Gemini request after the other: its keys in camelCase, and the first thing that is wrong with them, in
// the real service's words. Used by the readers of Gemini's requests. A value; any thread.
#pragma once

#include "simulator/protocols/gemini/gemini_request.h"
#include "simulator/protocols/json_fields.h"

#include <QJsonArray>

namespace interleave {

class GeminiBody
{
public:
    std::optional<GeminiProblem> problem;

    /// The object with its keys in camelCase and without what is null.
    QJsonObject object(const QJsonObject &source, const QString &path, std::span<const Field> fields);
    /// The same of a list of objects; the service takes a single object where a list of them belongs.
    QList<QJsonObject> objects(const QJsonValue &source, const QString &path, std::span<const Field> fields);
    /// Only the first is kept.
    void fail(const QString &message, const QString &field);

    /// A content as a turn; tokens of its images and files are added.
    Message turn(const QJsonObject &content, const QString &path, int &mediaTokens);
    QList<Message> turns(const QJsonValue &contents, int &mediaTokens);
    /// Text of a content, as system instructions and embeddings have it.
    QString text(const QJsonValue &content, const QString &path);
};

/// Proto JSON takes integers in quotes, too.
int geminiInteger(const QJsonValue &value);

} // namespace interleave
