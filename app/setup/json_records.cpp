// Entries of JSON: one value a line (.jsonl, .ndjson), or one document (.json) that is an entry, a list of entries, or has one.
#include "setup/prompt_set.h"
#include "setup/record.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <optional>

namespace interleave {

using namespace Qt::StringLiterals;

/// In an array, because a document cannot be a bare string.
static std::optional<QJsonValue> oneValue(QStringView text)
{
    QJsonParseError parseError;
    const QJsonArray values = QJsonDocument::fromJson(QByteArray("[" + text.toUtf8() + "]"), &parseError).array();
    return parseError.error == QJsonParseError::NoError && values.size() == 1 ? std::optional(values[0]) : std::nullopt;
}

Result<QList<Record>> jsonLinesRecords(const PromptsText &source)
{
    QList<Record> records;
    int number = 0;
    for (QStringView line : QStringView(source.text).split(u'\n')) {
        ++number;
        line = line.trimmed();
        if (line.isEmpty())
            continue;
        const std::optional<QJsonValue> value = oneValue(line);
        if (!value)
            return promptsError(source.name, u"is not one JSON value; write a string or an object on each line."_s, number);
        records.append({*value, number});
    }
    return records;
}

Result<QList<Record>> jsonRecords(const PromptsText &source)
{
    QJsonParseError parseError;
    const QByteArray bytes = source.text.toUtf8();
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &parseError);
    if (parseError.error != QJsonParseError::NoError) {
        if (const Result<QList<Record>> lines = jsonLinesRecords(source); lines && !lines->isEmpty())
            return lines; // often enough .json is one value a line
        return promptsError(source.name, u"is not valid JSON (%1)."_s.arg(parseError.errorString()),
                            static_cast<int>(bytes.left(parseError.offset).count('\n')) + 1);
    }
    return recordsOfDocument(document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object()), source);
}

} // namespace interleave
