#include "providers/typed_json.h"

namespace interleave {

static QLatin1StringView typeWords(QJsonValue::Type type)
{
    switch (type) {
    case QJsonValue::Object:
        return QLatin1StringView("an object");
    case QJsonValue::Array:
        return QLatin1StringView("an array");
    case QJsonValue::String:
        return QLatin1StringView("a string");
    case QJsonValue::Double:
        return QLatin1StringView("a number");
    default:
        return QLatin1StringView("true or false");
    }
}

QJsonValue TypedJson::read(const QJsonObject &in, QLatin1StringView name, QJsonValue::Type type)
{
    const auto it = in.constFind(name);
    if (it == in.constEnd() || it->isNull())
        return QJsonValue::Undefined;
    if (it->type() == type)
        return *it;
    if (m_error.isEmpty())
        m_error = QLatin1StringView("the field ") % name % QLatin1StringView(" is not ") % typeWords(type);
    return QJsonValue::Undefined;
}

QJsonObject TypedJson::element(const QJsonValue &value, QLatin1StringView arrayName)
{
    if (!value.isObject() && m_error.isEmpty())
        m_error = QLatin1StringView("an element of ") % arrayName % QLatin1StringView(" is not an object");
    return value.toObject();
}

} // namespace interleave
