// Tables of the fields that a request's JSON may have, shared by the readers of all wire protocols: each words the error in
// its own way. Pure; any thread.
#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QString>

#include <optional>
#include <span>

namespace interleave {

enum class FieldKind { Text, Number, Integer, Flag, Object, List, ObjectOrList, TextOrList, TextOrObject, Any };

struct Field {
    const char *name;
    FieldKind kind;
};

bool hasKind(const QJsonValue &value, FieldKind kind);
/// Null: no field of that name.
const Field *findField(std::span<const Field> fields, const QString &name);
/// A value as compact JSON.
QString printedJson(const QJsonValue &value);
/// "an integer", "a string", ... of a value.
QString kindOf(const QJsonValue &value);

/// The first field of an object that is not in the table, or of the wrong kind. Null counts as absent.
struct BadField {
    QString name;
    const Field *field = nullptr; ///< null: unknown
    QJsonValue value;
};
std::optional<BadField> findBadField(const QJsonObject &object, std::span<const Field> fields);

} // namespace interleave
