#include "simulator/protocols/json_fields.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

bool hasKind(const QJsonValue &value, FieldKind kind)
{
    switch (kind) {
    case FieldKind::Text:
        return value.isString();
    case FieldKind::Number:
        return value.isDouble();
    case FieldKind::Integer:
        return value.isDouble() && value.toDouble() == static_cast<double>(value.toInteger());
    case FieldKind::Flag:
        return value.isBool();
    case FieldKind::Object:
        return value.isObject();
    case FieldKind::List:
        return value.isArray();
    case FieldKind::ObjectOrList:
        return value.isObject() || value.isArray();
    case FieldKind::TextOrList:
        return value.isString() || value.isArray();
    case FieldKind::TextOrObject:
        return value.isString() || value.isObject();
    case FieldKind::Any:
        break;
    }
    return true;
}

const Field *findField(std::span<const Field> fields, const QString &name)
{
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const Field &field) { return name == QLatin1StringView(field.name); });
    return found == fields.end() ? nullptr : &*found;
}

QString printedJson(const QJsonValue &value)
{
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.mid(1, list.size() - 2));
}

QString kindOf(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::String:
        return u"a string"_s;
    case QJsonValue::Double:
        return hasKind(value, FieldKind::Integer) ? u"an integer"_s : u"a decimal number"_s;
    case QJsonValue::Bool:
        return u"a boolean"_s;
    case QJsonValue::Array:
        return u"an array"_s;
    case QJsonValue::Object:
        return u"an object"_s;
    default:
        return u"null"_s;
    }
}

std::optional<BadField> findBadField(const QJsonObject &object, std::span<const Field> fields)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        const Field *field = findField(fields, it.key());
        const QJsonValue value = it.value();
        if (!field || (!value.isNull() && !hasKind(value, field->kind)))
            return BadField{it.key(), field, value};
    }
    return std::nullopt;
}

} // namespace interleave
