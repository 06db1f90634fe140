#include "providers/typed_json.h"

#include <QJsonDocument>

#include <array>
#include <cmath>

namespace interleave {

using namespace Qt::StringLiterals;

constexpr int deepest = 16; // levels of parts within parts that are followed

bool isTold(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool();
    case QJsonValue::Double:
        return value.toDouble() != 0;
    case QJsonValue::String:
        return !QStringView(value.toString()).trimmed().isEmpty();
    case QJsonValue::Array:
        return !value.toArray().isEmpty();
    case QJsonValue::Object:
        return !value.toObject().isEmpty();
    default:
        return false;
    }
}

/// Null, false, and what is empty stand for "not there" in one server or another; 0 does not.
static bool isAbsent(const QJsonValue &value) { return !value.isDouble() && !isTold(value) && !value.isString(); }

void TypedJson::miss(QLatin1StringView name, QLatin1StringView type)
{
    if (m_error.isEmpty())
        m_error = "the field "_L1 % name % " is not "_L1 % type;
}

/// A string that is not empty, anywhere in it.
static bool hasString(const QJsonValue &value, int depth = 0)
{
    if (value.isString())
        return !value.toString().isEmpty();
    if (depth == deepest)
        return false;
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        return std::any_of(array.begin(), array.end(), [&](const QJsonValue &element) { return hasString(element, depth + 1); });
    }
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.key() != "type"_L1 && hasString(it.value(), depth + 1))
            return true;
    }
    return false;
}

static bool isThinking(const QJsonObject &part)
{
    const QString type = part["type"_L1].toString();
    return type.contains("thinking"_L1) || type.contains("reasoning"_L1) || isTold(part["thought"_L1]);
}

/// False: there is something that cannot be text.
static bool collect(const QJsonValue &value, TypedJson::Words &words, int depth = 0)
{
    if (value.isString()) {
        words.text += value.toString();
        return true;
    }
    if (isAbsent(value))
        return true;
    if (depth == deepest)
        return false;
    if (value.isArray()) {
        const QJsonArray parts = value.toArray();
        return std::all_of(parts.begin(), parts.end(), [&](const QJsonValue &part) { return collect(part, words, depth + 1); });
    }
    if (!value.isObject())
        return false;
    const QJsonObject part = value.toObject();
    if (isThinking(part)) {
        words.hasOther = words.hasOther || hasString(part);
        return true;
    }
    for (const auto name : {"text"_L1, "content"_L1, "refusal"_L1, "value"_L1, "parts"_L1}) {
        if (const QJsonValue inner = part[name]; !inner.isUndefined())
            return collect(inner, words, depth + 1);
    }
    return part.contains("type"_L1); // a part of another kind, such as an image or a reference
}

TypedJson::Words TypedJson::words(const QJsonObject &in, QLatin1StringView name)
{
    Words words;
    if (!collect(in[name], words))
        miss(name, "a string"_L1);
    return words;
}

bool TypedJson::hasWords(const QJsonObject &in, QLatin1StringView name) { return hasString(in[name]); }

QJsonArray TypedJson::list(const QJsonObject &in, QLatin1StringView name)
{
    const QJsonValue value = in[name];
    if (value.isArray()) {
        QJsonArray told;
        const QJsonArray array = value.toArray();
        for (const QJsonValue &element : array) {
            if (!element.isNull())
                told.append(element.isString() ? QJsonValue(QJsonObject{{u"text"_s, element}}) : element);
        }
        return told;
    }
    if (value.isString() && isTold(value) && name != "choices"_L1 && name != "candidates"_L1 && name != "tool_calls"_L1)
        return {QJsonObject{{u"text"_s, value}}};
    if (value.isObject() && isTold(value))
        return {value};
    if (isTold(value))
        miss(name, "an array"_L1);
    return {};
}

static QString wordOf(const QJsonValue &value)
{
    if (value.isString())
        return value.toString().trimmed();
    if (value.isDouble()) // an enum by its number: 0 is "unspecified"
        return isTold(value) ? QString::number(value.toDouble()) : QString();
    for (const auto name : {"type"_L1, "reason"_L1, "name"_L1, "value"_L1}) {
        if (value[name].isString())
            return value[name].toString();
    }
    return {};
}

QString TypedJson::word(const QJsonObject &in, QLatin1StringView name)
{
    const QString word = wordOf(in[name]);
    if (word.isEmpty() && isTold(in[name]))
        miss(name, "a string"_L1);
    return word;
}

QString TypedJson::optionalWord(const QJsonObject &in, QLatin1StringView name) { return wordOf(in[name]); }

QJsonObject TypedJson::object(const QJsonObject &in, QLatin1StringView name)
{
    const QJsonValue value = in[name];
    return value.isArray() ? value[0].toObject() : value.toObject();
}

/// False: no number.
static bool readCount(const QJsonValue &value, std::optional<qint32> &count)
{
    if (isAbsent(value) || (value.isString() && !isTold(value)))
        return true;
    bool ok = value.isDouble();
    double number = value.toDouble();
    if (value.isString())
        number = value.toString().trimmed().toDouble(&ok);
    if (!ok || std::isnan(number))
        return false;
    if (number >= 0)
        count = static_cast<qint32>(std::min<double>(std::round(number), std::numeric_limits<qint32>::max()));
    return true;
}

std::optional<qint32> TypedJson::count(const QJsonObject &in, QLatin1StringView name)
{
    std::optional<qint32> count;
    if (!readCount(in[name], count))
        miss(name, "a number"_L1);
    return count;
}

std::optional<qint32> TypedJson::optionalCount(const QJsonObject &in, QLatin1StringView name)
{
    std::optional<qint32> count;
    return readCount(in[name], count) ? count : std::nullopt;
}

QString TypedJson::arguments(const QJsonObject &in, QLatin1StringView name)
{
    const QJsonValue value = in[name];
    if (value.isString())
        return value.toString();
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    if (isTold(value) || value.isDouble())
        miss(name, "an object"_L1);
    return {};
}

QJsonObject TypedJson::element(const QJsonValue &value, QLatin1StringView arrayName)
{
    if (!value.isObject() && m_error.isEmpty())
        m_error = "an element of "_L1 % arrayName % " is not an object"_L1;
    return value.toObject();
}

} // namespace interleave
