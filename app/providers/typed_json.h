// Reads fields out of a response's JSON in every shape that real servers give them: text as a string, a list of parts or an
// object around it, numbers as strings, one object where a list of them belongs, and null or an empty value of any type for
// what is not there. Only what a reply cannot do without is an error when it cannot be read, and the first such field is
// remembered by its name; all else is as good as absent. Used by the readers of every provider; any thread.
#pragma once

#include "json/json.h"

#include <QString>

#include <deque>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

namespace interleave {

/// Says something: not absent, null, false, 0, blank, or empty.
bool isTold(const Json &value);

class TypedJson
{
public:
    /// Text, and whether there was content beside it that is no part of the answer.
    struct Words {
        QString text;
        bool hasOther = false; ///< thinking, in a part of its own
    };

    TypedJson();
    ~TypedJson();
    TypedJson(const TypedJson &) = delete;
    TypedJson &operator=(const TypedJson &) = delete;

    // Needed: what is there and cannot be read is an error.
    Words words(const Json &in, std::string_view name);
    QString string(const Json &in, std::string_view name) { return words(in, name).text; }
    /// Elements of a list; one object alone is a list of one, and so is a string alone (as {"text": it}). Valid as long as `in` and
    /// this.
    std::vector<const Json *> list(const Json &in, std::string_view name);
    /// A word such as a finish reason: a string, a number, or an object around it.
    QString word(const Json &in, std::string_view name);
    /// A number of tokens; unknown where it is absent or negative.
    std::optional<qint32> count(const Json &in, std::string_view name);
    /// The arguments of a tool call as JSON text, whether they come as text or as the object itself; empty: none.
    QString arguments(const Json &in, std::string_view name);
    /// An element of an array, which has no name of its own; an empty object where it is none.
    const Json &element(const Json &value, std::string_view arrayName);

    // Not needed: never an error.
    /// An empty object where there is none.
    static const Json &object(const Json &in, std::string_view name);
    static QString optionalWord(const Json &in, std::string_view name);
    static std::optional<qint32> optionalCount(const Json &in, std::string_view name);
    /// Words in whatever shape: a string somewhere in it that is not blank.
    static bool hasWords(const Json &in, std::string_view name);

    /// {name: value}, as if it had come so. Valid as long as this.
    const Json &made(std::string_view name, const Json &value);

    /// "the field candidates is not an array"; empty: every field could be read.
    const QString &error() const { return m_error; }

private:
    void miss(std::string_view name, const char *type);

    QString m_error;
    std::deque<Json> m_made;
};

/// A sum of counts that stays at the largest one instead of overflowing: a server may send anything.
template<typename... Counts> qint32 sumOfCounts(Counts... counts)
{
    return static_cast<qint32>(std::min<qint64>((qint64(counts) + ...), std::numeric_limits<qint32>::max()));
}

} // namespace interleave
