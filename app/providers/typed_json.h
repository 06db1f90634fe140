// Reads fields out of a response's JSON in every shape that real servers give them: text as a string, a list of parts or an
// object around it, numbers as strings, one object where a list of them belongs, and null or an empty value of any type for
// what is not there. Only what a reply cannot do without is an error when it cannot be read, and the first such field is
// remembered by its name; all else is as good as absent. Used by the readers of every provider; any thread.
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <limits>
#include <optional>

namespace interleave {

/// Says something: not absent, null, false, 0, blank, or empty.
bool isTold(const QJsonValue &value);

class TypedJson
{
public:
    /// Text, and whether there was content beside it that is no part of the answer.
    struct Words {
        QString text;
        bool hasOther = false; ///< thinking, in a part of its own
    };

    // Needed: what is there and cannot be read is an error.
    Words words(const QJsonObject &in, QLatin1StringView name);
    QString string(const QJsonObject &in, QLatin1StringView name) { return words(in, name).text; }
    /// Objects of a list; one object alone is a list of one, and so is a string alone (as {"text": it}).
    QJsonArray list(const QJsonObject &in, QLatin1StringView name);
    /// A word such as a finish reason: a string, a number, or an object around it.
    QString word(const QJsonObject &in, QLatin1StringView name);
    /// A number of tokens; unknown where it is absent or negative.
    std::optional<qint32> count(const QJsonObject &in, QLatin1StringView name);
    /// The arguments of a tool call as JSON text, whether they come as text or as the object itself; empty: none.
    QString arguments(const QJsonObject &in, QLatin1StringView name);
    /// An element of an array, which has no name of its own.
    QJsonObject element(const QJsonValue &value, QLatin1StringView arrayName);

    // Not needed: never an error.
    static QJsonObject object(const QJsonObject &in, QLatin1StringView name);
    static QString optionalWord(const QJsonObject &in, QLatin1StringView name);
    static std::optional<qint32> optionalCount(const QJsonObject &in, QLatin1StringView name);
    /// Words in whatever shape: a string somewhere in it that is not blank.
    static bool hasWords(const QJsonObject &in, QLatin1StringView name);

    /// "the field candidates is not an array"; empty: every field could be read.
    const QString &error() const { return m_error; }

private:
    void miss(QLatin1StringView name, QLatin1StringView type);

    QString m_error;
};

/// A sum of counts that stays at the largest one instead of overflowing: a server may send anything.
template<typename... Counts> qint32 sumOfCounts(Counts... counts)
{
    return static_cast<qint32>(std::min<qint64>((qint64(counts) + ...), std::numeric_limits<qint32>::max()));
}

} // namespace interleave
