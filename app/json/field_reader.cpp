#include "json/field_reader.h"

#include "json/json.h"
#include "json/json_places.h"
#include "json/strict_json.h"

#include <nlohmann/json.hpp>

namespace interleave {

/// One reading of one text by any number of readers: the first error is kept.
struct JsonReading {
    QString place;
    QByteArrayView text; ///< empty: the values have none
    QString error;

    enum class At : quint8 { Value, Key };
    void fail(const QString &pointer, At at, const QString &sentence)
    {
        if (!error.isEmpty())
            return;
        error = place;
        const std::optional<JsonRange> range = text.isEmpty() ? std::nullopt : findValue(text, pointer);
        if (range)
            error += QStringLiteral(", ") + lineAndColumn(text, at == At::Key ? range->begin : range->valueBegin);
        if (!pointer.isEmpty())
            error += QStringLiteral(", ") + pointer;
        error += QStringLiteral(": ") + sentence;
    }
};

FieldReader::FieldReader(const OrderedJson &value, JsonReading &reading, QString pointer)
    : m_value(value)
    , m_reading(reading)
    , m_pointer(std::move(pointer))
{
}

static const OrderedJson *fieldOf(const OrderedJson &object, std::string_view key)
{
    if (!object.is_object())
        return nullptr;
    const auto field = object.find(key);
    return field == object.end() ? nullptr : &*field;
}

const OrderedJson *FieldReader::find(const char *key)
{
    know(key);
    return fieldOf(m_value, key);
}

bool FieldReader::isRight(const OrderedJson *value, bool isOfType, const char *key, const char *what)
{
    if (value && !isOfType)
        fail(key, QStringLiteral("must be ") + QLatin1StringView(what));
    return value && isOfType;
}

QByteArray FieldReader::json(const char *key)
{
    const OrderedJson *json = find(key);
    return json ? compact(*json) : QByteArray();
}

QByteArray FieldReader::json() const { return compact(m_value); }

bool FieldReader::read(const char *key, QString &value)
{
    const OrderedJson *json = find(key);
    if (!isRight(json, json && json->is_string(), key, "text"))
        return false;
    value = textOf(*json);
    return true;
}

bool FieldReader::read(const char *key, bool &value)
{
    const OrderedJson *json = find(key);
    if (!isRight(json, json && json->is_boolean(), key, "true or false"))
        return false;
    value = json->get<bool>();
    return true;
}

bool FieldReader::read(const char *key, QStringList &value)
{
    const OrderedJson *json = find(key);
    const bool isList =
        json && json->is_array() && std::all_of(json->begin(), json->end(), [](const OrderedJson &item) { return item.is_string(); });
    if (!isRight(json, isList, key, "a list of names"))
        return false;
    value.clear();
    for (const OrderedJson &item : *json)
        value.append(textOf(item));
    return true;
}

bool FieldReader::read(const char *key, QJsonObject &value)
{
    const OrderedJson *json = find(key);
    if (!isRight(json, json && json->is_object(), key, "an object"))
        return false;
    value = qtObject(*json);
    return true;
}

bool FieldReader::readNumber(const FieldRange &range, bool isWhole, double &number)
{
    const OrderedJson *json = find(range.key());
    if (!isRight(json, json && json->is_number(), range.key(), "a number"))
        return false;
    number = json->get<double>();
    if (!range.has(number))
        fail(range.key(), range.refusal(number));
    else if (isWhole && number != std::floor(number))
        fail(range.key(), QStringLiteral("must be a whole number"));
    else
        return true;
    return false;
}

/// Exactly, beyond what a double can say.
std::optional<qint64> FieldReader::wholeNumber(const char *key) const
{
    const OrderedJson *json = fieldOf(m_value, key);
    return json && json->is_number_integer() ? std::optional(json->get<qint64>()) : std::nullopt;
}

void FieldReader::object(const char *key, const Read &read)
{
    const OrderedJson *json = find(key);
    if (!isRight(json, json && json->is_object(), key, "an object"))
        return;
    FieldReader fields(*json, m_reading, pointerOf(key));
    read(fields);
    fields.finish();
}

void FieldReader::items(const char *key, const Read &read, const std::function<bool(qsizetype)> &check)
{
    const OrderedJson *json = find(key);
    if (!isRight(json, json && json->is_array(), key, "a list"))
        return;
    if (check && !check(static_cast<qsizetype>(json->size())))
        return;
    const QString pointer = pointerOf(key);
    qsizetype index = 0;
    for (const OrderedJson &item : *json) {
        FieldReader fields(item, m_reading, pointerTo(pointer, index++));
        read(fields);
        fields.finish();
    }
}

void FieldReader::objects(const char *key, const Read &read)
{
    items(key, [&](FieldReader &item) {
        if (item.isObject())
            read(item);
        else
            item.fail(QStringLiteral("must be an object"));
    });
}

bool FieldReader::isText(const char *key) const
{
    const OrderedJson *field = fieldOf(m_value, key);
    return field && field->is_string();
}

bool FieldReader::has(const char *key) const { return fieldOf(m_value, key) != nullptr; }

bool FieldReader::isNull(const char *key) const
{
    const OrderedJson *json = fieldOf(m_value, key);
    return json && json->is_null();
}

bool FieldReader::isObject(const char *key) const
{
    const OrderedJson *json = fieldOf(m_value, key);
    return json && json->is_object();
}

void FieldReader::know(const char *key)
{
    if (!m_known.contains(QLatin1StringView(key)))
        m_known.append(QLatin1StringView(key));
}

QStringList FieldReader::keys() const
{
    QStringList keys;
    if (isObject()) {
        for (const auto &[key, value] : m_value.items())
            keys.append(QString::fromStdString(key));
    }
    return keys;
}

bool FieldReader::isText() const { return m_value.is_string(); }
bool FieldReader::isObject() const { return m_value.is_object(); }
QString FieldReader::text() const { return textOf(m_value); }

std::optional<double> FieldReader::number() const { return m_value.is_number() ? std::optional(m_value.get<double>()) : std::nullopt; }

QString FieldReader::pointerOf(const char *key) const { return pointerTo(m_pointer, QLatin1StringView(key)); }

void FieldReader::fail(const char *key, const QString &what)
{
    const QString sentence = u'"' + QLatin1StringView(key) + QStringLiteral("\" ") + what;
    m_reading.fail(has(key) ? pointerOf(key) : m_pointer, JsonReading::At::Value, sentence);
}

void FieldReader::fail(const QString &sentence) { m_reading.fail(m_pointer, JsonReading::At::Value, sentence); }

void FieldReader::finish()
{
    if (!isObject())
        return;
    for (const auto &[name, value] : m_value.items()) {
        const QString key = QString::fromStdString(name);
        if (m_known.contains(key) || (m_remark && key.startsWith(QLatin1StringView(m_remark))))
            continue;
        const QString known = m_known.join(QStringLiteral(", "));
        m_reading.fail(pointerTo(m_pointer, key), JsonReading::At::Key, QStringLiteral("unknown key \"%1\"; known are %2").arg(key, known));
    }
    for (const QString &key : std::as_const(m_required)) {
        if (!keys().contains(key))
            fail(QStringLiteral("\"%1\" is missing").arg(key));
    }
}

QString readJson(QByteArrayView text, const QString &place, const FieldReader::Read &read)
{
    QString problem;
    const OrderedJson root = parseStrictly(text, &problem);
    if (root.is_discarded())
        return place + (problem.startsWith(QStringLiteral("line ")) ? QStringLiteral(", ") : QStringLiteral(": ")) + problem;
    JsonReading reading{place, text, {}};
    FieldReader fields(root, reading, {});
    if (!root.is_object()) {
        fields.fail(QStringLiteral("not a JSON object"));
    } else {
        read(fields);
        fields.finish();
    }
    return reading.error;
}

QString readJsonValue(const OrderedJson &value, const QString &place, const FieldReader::Read &read)
{
    JsonReading reading{place, {}, {}};
    FieldReader fields(value, reading, {});
    read(fields);
    fields.finish();
    return reading.error;
}

} // namespace interleave
