// Whether a reply is JSON: the whole of it, or its first fenced block (models like to wrap JSON in Markdown).
#include "analysis/each_analyzer.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace interleave {

static QString typeName(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Object:
        return QStringLiteral("object");
    case QJsonValue::Array:
        return QStringLiteral("array");
    case QJsonValue::String:
        return QStringLiteral("string");
    case QJsonValue::Double:
        return QStringLiteral("number");
    case QJsonValue::Bool:
        return QStringLiteral("boolean");
    default:
        return QStringLiteral("null");
    }
}

static QJsonObject check(QStringView json, const QString &where)
{
    // Qt reads only objects and arrays at the top; RFC 8259 allows any value, so it is read as the one element of an array.
    const QByteArray wrapped = '[' + json.toUtf8() + ']';
    QJsonParseError error{};
    const QJsonArray elements = QJsonDocument::fromJson(wrapped, &error).array();
    QJsonObject result{{QStringLiteral("where"), where}};
    result[QStringLiteral("valid")] = elements.size() == 1;
    if (elements.size() == 1) {
        result[QStringLiteral("type")] = typeName(elements[0]);
    } else if (error.error != QJsonParseError::NoError) {
        result[QStringLiteral("error")] = error.errorString();
        result[QStringLiteral("at_byte")] = std::max(0, error.offset - 1);
    } else {
        result[QStringLiteral("error")] = json.trimmed().isEmpty() ? QStringLiteral("empty") : QStringLiteral("more than one value");
    }
    return result;
}

QJsonObject checkJson(const QString &text)
{
    const QLatin1StringView fence("```");
    const qsizetype open = text.indexOf(fence);
    const qsizetype firstLine = open < 0 ? -1 : text.indexOf(u'\n', open);
    const qsizetype close = firstLine < 0 ? -1 : text.indexOf(fence, firstLine);
    if (close < 0 || QStringView(text).trimmed().startsWith(u'{') || QStringView(text).trimmed().startsWith(u'['))
        return check(text, QStringLiteral("whole reply"));
    return check(QStringView(text).sliced(firstLine, close - firstLine), QStringLiteral("fenced block"));
}

} // namespace interleave
