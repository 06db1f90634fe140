// Entries of JSON: one value a line (.jsonl, .ndjson), or one document (.json) that is an entry, a list of entries, or has one.
#include "setup/prompts/prompt_set.h"
#include "setup/prompts/record.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <optional>

namespace interleave {

using namespace Qt::StringLiterals;

static constexpr qsizetype mostValues = 1'000'000; // each takes up to a hundred bytes, however short it is written

/// At least as many as values, without reading them.
static bool mayHaveTooMany(QByteArrayView json)
{
    return std::count_if(json.begin(), json.end(), [](char c) { return c == ',' || c == '[' || c == '{'; }) > mostValues;
}

enum class Line { Good, Broken, TooMuch };

/// In an array, because a document cannot be a bare string.
static Line readLine(QStringView text, QJsonValue &value)
{
    const QByteArray bytes = '[' + text.toUtf8() + ']';
    if (mayHaveTooMany(bytes))
        return Line::TooMuch;
    QJsonParseError parseError;
    const QJsonArray values = QJsonDocument::fromJson(bytes, &parseError).array();
    if (parseError.error != QJsonParseError::NoError || values.size() != 1)
        return Line::Broken;
    value = values[0];
    return Line::Good;
}

QString jsonLinesRecords(const PromptsText &source, const RecordVisitor &visit)
{
    int number = 0;
    for (QStringView line : QStringView(source.text).tokenize(u'\n')) {
        ++number;
        line = line.trimmed();
        if (line.isEmpty())
            continue;
        QJsonValue value;
        const Line read = readLine(line, value);
        if (read != Line::Good)
            return promptsError(source.name,
                                read == Line::Broken ? u"is not one JSON value; write a string or an object on each line."_s
                                                     : u"has more than a million values; write an entry on each line."_s,
                                number)
                .sentence;
        if (!visit({value, number}))
            break;
    }
    return {};
}

/// Often enough .json is one value a line. Nothing: it is not.
static std::optional<QString> asLines(const PromptsText &source, const RecordVisitor &visit)
{
    QJsonValue first;
    const QStringView rest = QStringView(source.text).trimmed();
    const qsizetype end = rest.indexOf(u'\n');
    if (end < 0 || readLine(rest.left(end).trimmed(), first) != Line::Good)
        return std::nullopt;
    return jsonLinesRecords(source, visit);
}

QString jsonRecords(const PromptsText &source, const RecordVisitor &visit)
{
    QJsonDocument document;
    QJsonParseError parseError;
    {
        const QByteArray bytes = source.text.toUtf8();
        if (mayHaveTooMany(bytes)) {
            const std::optional<QString> lines = asLines(source, visit);
            return lines ? *lines
                         : promptsError(source.name, u"has more than a million values; write it as JSON Lines, or split it."_s).sentence;
        }
        document = QJsonDocument::fromJson(bytes, &parseError);
        if (parseError.error != QJsonParseError::NoError) {
            if (const std::optional<QString> lines = asLines(source, visit))
                return *lines;
            return promptsError(source.name, u"is not valid JSON (%1)."_s.arg(parseError.errorString()),
                                static_cast<int>(bytes.left(parseError.offset).count('\n')) + 1)
                .sentence;
        }
    }
    return recordsOfDocument(document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object()), source, visit);
}

} // namespace interleave
