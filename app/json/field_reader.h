// The one reader of JSON that people write (scenarios, profiles, prices, clipboards): takes the fields of an object by their names, with
// their types and ranges, and refuses what nobody asked for. The first thing that is wrong is reported in one sentence, with file, line,
// column and path: "a.json, line 4, column 16, /prompts/3/temperature: "temperature" is 3; it must be between 0 and 2". Begin with
// readJson(); a reader lives as long as the function that it is given to. Any thread.
#pragma once

#include "core/field_range.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <optional>

namespace interleave {

using OrderedJson = nlohmann::ordered_json;

struct JsonReading;

class FieldReader
{
public:
    using Read = std::function<void(FieldReader &)>;

    FieldReader(const OrderedJson &value, JsonReading &reading, QString pointer);
    FieldReader(const FieldReader &) = delete;
    FieldReader &operator=(const FieldReader &) = delete;

    // A field that is not there, or is refused, leaves the value as it is, and false is returned.
    bool read(const char *key, QString &value);
    bool read(const char *key, bool &value);
    bool read(const char *key, QStringList &value);
    bool read(const char *key, QJsonObject &value);
    /// A number by the key of its range, which it must be in: a number without a range cannot be read.
    template<typename Number> bool read(const FieldRange &range, Number &value)
    {
        auto number = static_cast<double>(value);
        if (!readNumber(range, std::is_integral_v<Number>, number))
            return false;
        if constexpr (std::is_integral_v<Number>)
            value = wholeNumber(range.key()).has_value() ? static_cast<Number>(*wholeNumber(range.key())) : static_cast<Number>(number);
        else
            value = number;
        return true;
    }
    template<typename Number> void read(const FieldRange &range, std::optional<Number> &value)
    {
        Number number = 0;
        read(range, number);
        if (has(range.key()))
            value = number;
    }
    /// A word for a value: `words` says which there are ("even or burst").
    template<typename Value, typename FromName>
    void choose(const char *key, Value &value, const QString &usual, FromName fromName, const char *words)
    {
        QString name = usual;
        read(key, name);
        if (const auto choice = fromName(name))
            value = *choice;
        else
            fail(key, QStringLiteral("is \"%1\"; it must be %2").arg(name, QLatin1StringView(words)));
    }
    /// Calls the function with the object of a field.
    void object(const char *key, const Read &read);
    /// Calls the function with each object of a list.
    void objects(const char *key, const Read &read);
    /// Calls the function with each value of a list, of whatever type; `check` is called with their number before, and false ends it.
    void items(const char *key, const Read &read, const std::function<bool(qsizetype)> &check = {});

    /// The field as it is, compact; empty: it is not there.
    QByteArray json(const char *key);
    /// The value itself, compact.
    QByteArray json() const;
    bool has(const char *key) const;
    bool isNull(const char *key) const;
    bool isObject(const char *key) const;
    bool isText(const char *key) const;
    /// A key that may be there and is read by other means.
    void know(const char *key);
    /// A key that must be there. Said at the end, after what nobody asked for: a key is missing where it is misspelt.
    void require(const char *key) { m_required.append(QLatin1StringView(key)); }
    /// Keys that begin like this are remarks.
    void ignoreKeysFrom(const char *beginning) { m_remark = beginning; }
    /// The keys of the object, in their order.
    QStringList keys() const;

    /// Of the value itself: an item may be a text or an object.
    bool isText() const;
    bool isObject() const;
    QString text() const;
    std::optional<double> number() const;

    /// `what` continues a sentence that begins with the key.
    void fail(const char *key, const QString &what);
    /// Of the value itself.
    void fail(const QString &sentence);
    /// Refuses what nobody asked for; called by whoever made the reader.
    void finish();

private:
    const OrderedJson *find(const char *key);
    bool isRight(const OrderedJson *value, bool isOfType, const char *key, const char *what);
    bool readNumber(const FieldRange &range, bool isWhole, double &number);
    std::optional<qint64> wholeNumber(const char *key) const;
    QString pointerOf(const char *key) const;

    const OrderedJson &m_value;
    JsonReading &m_reading;
    QString m_pointer;
    QStringList m_known, m_required;
    const char *m_remark = nullptr;
};

/// Reads the object that a text is. What is wrong, in one sentence that begins with `place`; empty: nothing.
QString readJson(QByteArrayView text, const QString &place, const FieldReader::Read &read);
/// Of a value that has no text of its own.
QString readJsonValue(const OrderedJson &value, const QString &place, const FieldReader::Read &read);

} // namespace interleave
