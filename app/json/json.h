// JSON that comes from outside and JSON that is sent there: what is thin between nlohmann/json and Qt's strings. Used by providers;
// any thread. No exception leaves it.
//
// Read into Json, whose objects are trees: a body of a million fields is read in the time of its length. Written from OrderedJson,
// which keeps the order in which fields were set.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace interleave {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

/// What is wrong with a text that is no JSON. `reason` is empty: nothing.
struct JsonError {
    QString reason;
    qsizetype offset = 0; ///< of the first byte that cannot be read
};

/// Discarded (is_discarded()) where it cannot be read. Beyond 512 levels, or a million values, nothing is read: whoever walks the value
/// may recurse, and small values take much more memory than text. Half a
/// surrogate pair alone, as "\ud83d", is kept, since servers cut between two halves; see textOf().
Json parseJson(QByteArrayView bytes, JsonError *error = nullptr);

/// For what is sent on: keeps the order of fields. Not for what a stranger made long: a field of an object is looked for from its start.
OrderedJson parseOrderedJson(QByteArrayView bytes);
/// Of Qt's own kind, and back.
OrderedJson jsonOf(const QJsonObject &object);
QJsonObject qtObject(const OrderedJson &object);
OrderedJson jsonOf(const QStringList &texts);
/// A whole number without ".0": as a person writes it. What is not finite is null.
OrderedJson numberOf(double value);

/// The field; a discarded value where there is none, or no object.
const Json &at(const Json &object, std::string_view name);

/// Of a string; empty for anything else. Halves of surrogate pairs are what they were in the text that was parsed.
QString textOf(const Json &value);
QString textOf(const OrderedJson &value);
/// The text with its lone halves of surrogate pairs as characters that can be read, and that textOf() knows.
QByteArray withLoneHalvesKept(QByteArrayView json);

/// UTF-8, as it is written into JSON: halves of surrogate pairs come back by textOf(), and in a text as "\ud83d".
std::string utf8(const QString &text);

/// In one line, without blanks. What is no UTF-8 is replaced.
QByteArray compact(const Json &value);
QByteArray compact(const OrderedJson &value);
/// As a file that people read: a line for each value, indented by two blanks, with an end.
QByteArray pretty(const OrderedJson &value);

} // namespace interleave
